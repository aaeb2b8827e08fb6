"""The bill of materials says what the lock says; what is not known about faults is not called clean."""

import json

import pytest

from installer import audit, sbom
from installer.sbom import LOCK, SBOM, bill, licence_of, read_lock, written
from tests.installer.test_locks import read_lock as read_by_packaging

DOCUMENT = json.loads(SBOM.read_text("utf-8"))
LIBRARIES = [one for one in DOCUMENT["components"] if one["type"] == "library"]


def test_the_shipped_bill_is_that_of_the_lock() -> None:
    """When this fails: `.venv/bin/python -m installer.sbom`."""
    assert SBOM.read_text("utf-8") == written(bill(read_lock()))


def test_each_locked_package_is_listed_with_its_version_and_every_hash() -> None:
    listed = {(one["name"], one["version"], len(one["hashes"])) for one in LIBRARIES}
    locked = read_by_packaging("requirements")
    assert listed == {(name, str(version), hashes) for name, version, _marker, hashes in locked}
    hashes = {one["content"] for part in LIBRARIES for one in part["hashes"]}
    assert all(f"--hash=sha256:{one}" in LOCK.read_text("utf-8") for one in hashes)


def test_it_has_the_form_of_cyclonedx() -> None:
    assert (DOCUMENT["bomFormat"], DOCUMENT["specVersion"]) == ("CycloneDX", "1.5")
    refs = [DOCUMENT["metadata"]["component"]["bom-ref"]]
    for one in DOCUMENT["components"]:
        refs += [one["bom-ref"], *(inner["bom-ref"] for inner in one.get("components", []))]
        assert one["licenses"][0]["expression"]
    assert len(refs) == len(set(refs))
    asked = {row["ref"]: row["dependsOn"] for row in DOCUMENT["dependencies"]}
    assert set(asked) <= set(refs)
    assert {ref for refs_ in asked.values() for ref in refs_} == set(asked) - {refs[0]}
    assert asked["pkg:pypi/python-dateutil@2.9.0.post0"] == ["pkg:pypi/six@1.17.0"]


def test_a_package_that_says_no_licence_has_to_be_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sbom, "LICENCES", {})
    with pytest.raises(LookupError, match="tomli-w does not say its licence"):
        licence_of("tomli-w")
    with pytest.raises(LookupError, match="not installed"):
        licence_of("no-such-package")


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("", "unknown"), ("No known vulnerabilities found", "unknown"), ('{"dependencies": []}', "unknown"),
        ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', "unknown"),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', "clean"),
        (
            ('{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1"}]},'
            ' {"name": "b", "skip_reason": "not found"}]}'),
            "faults",
        ),
    ],
)  # fmt: skip
def test_only_a_whole_answer_is_clean(answer: str, word: str) -> None:
    assert audit.verdict(answer)[0] == word
