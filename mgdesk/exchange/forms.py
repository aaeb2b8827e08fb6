"""Answers of web forms as their makers export them, made a plain list: one question, one column.

Each product adds columns of its own: when it was sent (that is when somebody applied), an account that
is often anonymous, the address of a computer, a seed. They are known by standing together:
- Microsoft Forms (.xlsx): ID, Start time, Completion time, Email, Name, Last modified time, in the
  language of whoever made the form; several choices end each with a semicolon.
- LimeSurvey (.csv): Response ID, Date submitted, Last page, Start language, Seed, Date started, Date last
  action, IP address, Referrer URL; questions may begin with their code; an option a column, in brackets;
  a survey without dates says 1 January 1980.
- Drupal Webform, which Framaforms is (.csv): Serial, SID, Submitted Time, Completed Time, Modified Time,
  Draft, IP Address, UID, Username, under two rows of groups.
- Google Forms begins with when it was sent; a grid is a column for each of its rows, in brackets.
Written down from what these programs show; other languages and versions are read as any list is.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Final

from mgdesk.exchange.fields import Value
from mgdesk.exchange.table import Table
from mgdesk.rules import names

SENT: Final = "Timestamp"  # a word of `headings.WORDS` for when somebody registered or applied
_SENT: Final = (
    "completion time|heure de fin|tijd van voltooien|ora di completamento"
    "|date submitted|date de soumission|datum ingestuurd|datum verzonden|data invio|data di invio"
    "|submitted time|heure de soumission|تاريخ الإرسال|وقت الإكمال"
)
_ACCOUNT: Final = (
    "email|name|adresse de messagerie|nom|e-mail|naam|posta elettronica|nome|username|nom d’utilisateur"
    "|nom d'utilisateur|gebruikersnaam|nome utente|البريد الإلكتروني|الاسم"
)
_OWN: Final = (
    "id|start time|last modified time|heure de début|heure de la dernière modification|begintijd"
    "|tijd van laatste wijziging|ora di inizio|ora dell'ultima modifica|ora dell’ultima modifica"
    "|ora ultima modifica|response id|last page|start language|seed|date started|date last action"
    "|ip address|referrer url|id de la réponse|dernière page|langue de départ|langue initiale"
    "|tête de série|graine|date de lancement|date de début|date de la dernière action|adresse ip"
    "|url référente|antwoord-id|laatste pagina|starttaal|datum gestart|datum laatste actie|ip-adres"
    "|id risposta|ultima pagina|lingua iniziale|seme|data di inizio|data dell'ultima azione"
    "|data dell’ultima azione|indirizzo ip|serial|sid|completed time|modified time|draft|uid"
    "|numéro de série|terminé à|heure de modification|brouillon|وقت البدء|آخر تعديل"
)
_LEAST: Final = 5  # columns of a product that stand together
_NOBODY: Final = frozenset({"", "anonymous", "anonyme", "anoniem", "anonimo", "مجهول"})
_YES: Final = frozenset(
    {"oui", "yes", "ja", "si", "y", "x", "1", "true", "vrai", "نعم", "o", "j", "s"}
)
_NO: Final = frozenset({"", "non", "no", "nee", "n", "0", "false", "faux", "لا"})
_OPTION: Final = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]\s*")
_UNDATED: Final = 1980


def tidied(table: Table, *, sent_first: bool) -> Table:
    """The answers as a list. `sent_first` says that the first column is when each was sent."""
    own = {place for place, text in enumerate(table.headings) if _is_one_of(text, _OWN)}
    sent = [place for place, text in enumerate(table.headings) if _is_one_of(text, _SENT)]
    accounts = sum(_is_one_of(text, _ACCOUNT) for text in table.headings)
    is_form = bool(sent) and len(own) + len(sent) + min(accounts, 2) >= _LEAST
    if not is_form and not sent_first:
        return table
    left_out = (own | set(_anonymous(table, max(own | {*sent})))) if is_form else set()
    headings = list(table.headings)
    if is_form:
        headings[sent[0]] = SENT
        gone = {names.fold(headings[place]) for place in left_out}
        headings = [_unnumbered(text, gone) for text in headings]
    kept = [place for place in range(len(headings)) if place not in left_out]
    groups = [
        list(group) for _question, group in groupby(kept, lambda place: _group(headings, place))
    ]
    return replace(
        table,
        headings=tuple(_question(headings, group) for group in groups),
        rows=tuple(tuple(_answer(headings, row, group) for group in groups) for row in table.rows),
    )


def _unnumbered(text: str, gone: Collection[str]) -> str:
    """A question called as a column of Microsoft's own got a number: `Nome1`."""
    bare = text.rstrip("0123456789")
    return bare if bare != text and names.fold(bare) in gone else text


def _is_one_of(text: str, words: str) -> bool:
    return names.fold(text) in {names.fold(word) for word in words.split("|")}


def _anonymous(table: Table, last: int) -> list[int]:
    """Columns of accounts, beside the product's own, in which nobody is named."""
    return [
        place
        for place, text in enumerate(table.headings[: last + 2])
        if _is_one_of(text, _ACCOUNT)
        and all(names.fold(str(row[place])) in _NOBODY for row in table.rows)
    ]


def _group(headings: Sequence[str], place: int) -> tuple[str, int]:
    """What columns of one question have in common; a column by itself has its place."""
    found = _OPTION.fullmatch(headings[place])
    return (found[1], -1) if found else ("", place)


def _question(headings: Sequence[str], group: Sequence[int]) -> str:
    found = _OPTION.fullmatch(headings[group[0]])
    return found[1] if found and len(group) > 1 else headings[group[0]]


def _answer(headings: Sequence[str], row: Sequence[Value], group: Sequence[int]) -> Value:
    """The cell; of several options those that were chosen; of a grid each row with its answer."""
    if len(group) == 1:
        return _cell(row[group[0]])
    told = (_option(headings[place], row[place]) for place in group)
    return ", ".join(filter(None, told))


def _option(heading: str, cell: Value) -> str:
    found, said = _OPTION.fullmatch(heading), str(cell).strip()
    option = found[2] if found else heading
    if names.fold(said) in _YES:
        return option
    return "" if names.fold(said) in _NO else f"{option}: {said}"


def _cell(cell: Value) -> Value:
    if isinstance(cell, datetime):
        return "" if cell.year == _UNDATED else cell
    if isinstance(cell, str):
        if cell.startswith(f"{_UNDATED}-01-01 00:00"):
            return ""
        if cell.endswith(";") and cell.count(";") > 0:  # `lundi;mardi;`
            return ", ".join(filter(None, (part.strip() for part in cell.split(";"))))
    return cell
