"""What can be typed after `mgdesk`: a file a subject, each with `declare` for its own commands.

Those of `list`, `import`, `export` and `print` stand with their subject, and in the order of the
file that is called like them. No command is imported here: its module is, when it runs.
"""
