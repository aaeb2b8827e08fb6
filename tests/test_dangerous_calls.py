"""What the program never does: no shell, no code out of data, no pickles, no network library."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "mgdesk"

CALLS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "marshal.loads",
    "pickle.load", "pickle.loads", "subprocess.getoutput", "tempfile.mktemp",
}  # fmt: skip
MODULES = {
    "pickle", "shelve", "marshal", "dill", "yaml", "socket", "socketserver", "http", "urllib", "ftplib",
    "smtplib", "telnetlib", "xmlrpc", "requests", "httpx", "aiohttp", "asyncio", "webbrowser",
}  # fmt: skip


def findings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in CALLS or name.startswith("os.spawn"):
                yield name
            yield from (f"{one.arg}=True" for one in node.keywords if _is_shell(one))
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.split(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            yield str(node.module)


def _is_shell(keyword: ast.keyword) -> bool:
    value = keyword.value
    return keyword.arg == "shell" and not (isinstance(value, ast.Constant) and value.value is False)


def test_the_program_calls_nothing_that_runs_what_it_reads() -> None:
    found = {
        f"{path.relative_to(PACKAGE)}: {one}"
        for path in PACKAGE.rglob("*.py")
        for one in findings(path.read_text("utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("eval('1')", ["eval"]), ("import os\nos.system(x)", ["os.system"]),
        ("subprocess.run(x, shell=True)", ["shell=True"]), ("run(x, shell=y)", ["shell=True"]),
        ("from pickle import loads", ["pickle"]), ("import urllib.request", ["urllib.request"]),
        ("re.compile(x)\nrun(x, shell=False)\nsession.execute(q)", []),
    ],
)  # fmt: skip
def test_the_search_notices_each(source: str, found: list[str]) -> None:
    assert list(findings(source)) == found
