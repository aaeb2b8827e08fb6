"""The catalogue is complete in every language: no message missing, fuzzy or with other fields."""

import importlib.util
import re
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message

from mgdesk import i18n


def load_words() -> ModuleType:
    path = Path(__file__).parent.parent / "installer" / "words.py"
    spec = importlib.util.spec_from_file_location("words", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


words = load_words()


@pytest.fixture(scope="module")
def template() -> Catalog:
    return words.extracted()


def forms(value: object) -> list[str]:
    return [str(form) for form in value] if isinstance(value, (tuple, list)) else [str(value)]


def all_fields(message: Message) -> set[str]:
    return set().union(*(fields(form) for form in forms(message.id)))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_message_is_missing_or_fuzzy(language: str, template: Catalog) -> None:
    catalogue = words.read(language)
    missing = [
        message.id
        for message in template
        if message.id and not is_whole(catalogue.get(message.id, message.context))
    ]
    assert missing == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def is_whole(message: Message | None) -> bool:
    return message is not None and words.is_translated(message.string)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_translations_fill_the_same_fields(language: str) -> None:
    wrong = [
        (message.id, form)
        for message in words.read(language)
        for form in forms(message.string)
        # A form for one or two may write the count as a word.
        if form and message.id and fields(form) | {"n"} != all_fields(message) | {"n"}
    ]
    assert wrong == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_compiled_words_are_those_of_the_catalogue(language: str) -> None:
    path = words.po_path(language)
    assert path.with_suffix(".mo").read_bytes() == words.compiled(words.read(language))


def test_arabic_has_its_six_plural_forms() -> None:
    catalogue = words.read("ar")
    assert catalogue.num_plurals == 6
    plurals = [m for m in catalogue if isinstance(m.id, tuple)]
    assert plurals
    assert {len(forms(m.string)) for m in plurals} == {6}


def test_no_message_is_glued_from_an_f_string() -> None:
    glued = re.compile(r"\b(?:_|N_|gettext|ngettext|pgettext)\(\s*f[\"']")
    found = [
        str(path)
        for path in (Path(__file__).parent.parent / "mgdesk").rglob("*.py")
        if glued.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_dates_have_four_digit_years_everywhere(language: str) -> None:
    from datetime import date

    with i18n.speaking(language):
        for style in ("short", "medium", "long", "full"):
            assert "2026" in i18n.format_day(date(2026, 11, 3), style)


def test_no_line_of_french_begins_with_a_sign() -> None:
    """A blank that does not break stands before what French parts from its word."""
    parted = re.compile("\\S [;:?!»]|« ")
    said = [form for message in words.read("fr") if message.id for form in forms(message.string)]
    assert [form for form in said if parted.search(form)] == []
