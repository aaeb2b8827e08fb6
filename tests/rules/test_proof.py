"""What proves a paper: its text survives, whatever the name, and nothing else passes for it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.paper import PaperKind
from mgdesk.rules.proof import (
    LETTERS,
    LONGEST_NAME,
    SIGNATURE,
    CheckCodeMistyped,
    NewerProof,
    NotAProof,
    Statement,
    base45,
    check_code,
    cut,
    from_base45,
    parse_check_code,
    read_token,
    split_typed,
)

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def statement(name: str = "Léa Martin", number: str = "MOL-2026-00042") -> Statement:
    return Statement(
        kind=PaperKind.CERTIFICATE,
        key_id=b"\x01\x02\x03\x04",
        number=number,
        name=name,
        issued_on=date(2026, 12, 18),
        digest=bytes(range(12)),
    )


@pytest.mark.parametrize(
    ("plain", "written"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")],
)  # fmt: skip
def test_base45_is_that_of_rfc_9285(plain: bytes, written: str) -> None:
    assert base45(plain) == written
    assert from_base45(written) == plain


@pytest.mark.parametrize("text", ["GGW", "A", "ABCD", "ab", "::", "BB8é"])
def test_what_is_no_base45_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, OverflowError)):
        from_base45(text)


@given(NAMES)
def test_a_statement_is_read_back_from_its_token(name: str) -> None:
    said = statement(name)
    read = read_token(said.token(b"s" * SIGNATURE))
    assert read.signature == b"s" * SIGNATURE
    assert (read.number, read.name, read.issued_on, read.digest, read.key_id, read.is_demo) == (
        said.number, cut(name), said.issued_on, said.digest, said.key_id, False,
    )  # fmt: skip
    assert read.signed() == said.signed()
    assert len(cut(name).encode()) <= LONGEST_NAME


@given(st.integers(0, 300), st.text(max_size=40))
def test_a_part_of_a_token_or_something_behind_it_is_no_proof(length: int, more: str) -> None:
    token = statement().token(bytes(range(64)))
    for text in (token[: min(length, len(token) - 1)], token + more.strip() + "!"):
        with pytest.raises((NotAProof, NewerProof)):
            read_token(text)


@given(st.one_of(st.text(), st.text().map("MGD:{}.".format), st.binary().map(base45)))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    with suppress(NotAProof, NewerProof):
        assert read_token(text).number is not None


def test_a_check_code_finds_every_wrong_letter_and_every_pair_that_changed_places() -> None:
    code = check_code("ab" * 32).replace("-", "")
    assert len(code) == 12
    for place, letter in enumerate(code):
        for other in set(LETTERS) - {letter}:
            with pytest.raises(CheckCodeMistyped):
                parse_check_code(code[:place] + other + code[place + 1 :])
        swapped = code[:place] + code[place : place + 2][::-1] + code[place + 2 :]
        if swapped != code:
            with pytest.raises(CheckCodeMistyped):
                parse_check_code(swapped)


def test_a_check_code_may_be_typed_in_any_way() -> None:
    code = check_code("00" * 32)
    spaced = code.replace("-", " ").lower()
    assert {parse_check_code(text) for text in (code, spaced, code.replace("-", ""))} == {code}


@given(st.text())
def test_any_text_is_a_check_code_or_refused(text: str) -> None:
    with suppress(CheckCodeMistyped):
        assert parse_check_code(text).count("-") == 2


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("MOL-2026-00042 ABCD-EFGH-JKMN", ("MOL-2026-00042", "ABCD-EFGH-JKMN")),
        ("mol 2026 00042, abcd efgh jkmn", ("mol 2026 00042", "abcd efgh jkmn")),
        ("MOL–2026–00042", ("MOL-2026-00042", "")),
        ("hello", None),
        ("", None),
    ],
)
def test_a_number_and_its_code_are_told_apart(typed: str, parts: tuple[str, str] | None) -> None:
    assert split_typed(typed) == parts
