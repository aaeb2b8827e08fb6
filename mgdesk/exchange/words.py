"""The words that cells use for a few fixed meanings: genders, languages, countries, states."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from mgdesk.exchange.fields import Field
from mgdesk.i18n import LANGUAGES, gettext, speaking
from mgdesk.rules.application import APPLICATION_STATUS_LABELS, CHANNEL_LABELS, SCHOOLING_LABELS
from mgdesk.rules.enrolment import COHORT_STATUS_LABELS
from mgdesk.rules.events import EVENT_STATUS_LABELS, REGISTRATION_STATUS_LABELS
from mgdesk.rules.names import fold
from mgdesk.rules.people import GENDER_LABELS

_LABELS: Final[dict[Field, tuple[Mapping[Any, str], ...]]] = {
    Field.GENDER: (GENDER_LABELS,),
    Field.REGISTRATION_STATUS: (REGISTRATION_STATUS_LABELS,),
    Field.APPLICATION_STATUS: (APPLICATION_STATUS_LABELS,),
    Field.CHANNEL: (CHANNEL_LABELS,),
    Field.SCHOOLING_LEVEL: (SCHOOLING_LABELS,),
    Field.STATUS: (COHORT_STATUS_LABELS, EVENT_STATUS_LABELS),
}

# Meaning → words of others, apart by "|". Eventbrite writes Attending and Checked In; pretix paid.
_OTHERS: Final[dict[Field, dict[str, str]]] = {
    Field.GENDER: {
        "woman": "f|femme|fille|féminin|mme|madame|mlle|v|vrouw|vrouwelijk|mevr|mevrouw|female|girl|ms|mrs"
        "|miss|donna|femmina|femminile|sig ra|signora|أنثى|امرأة|إمرأة|انثى|سيدة|آنسة|ن",
        "man": "m|h|homme|garçon|masculin|monsieur|mr|man|mannelijk|dhr|de heer|male|boy|uomo|maschio"
        "|maschile|sig|signore|ذكر|رجل|سيد|ذ",
        "other": "x|autre|non binaire|non-binaire|anders|non-binair|nonbinary|non-binary|altro|آخر",
    },
    Field.REGISTRATION_STATUS: {
        "pending": "en attente|in behandeling|n|in attesa|قيد الانتظار|pending approval|unpaid|non payé",
        "confirmed": "attending|paid|approved|registered|p|confirmé|confirmée|payé|payée|inscrit|inscrite"
        "|bevestigd|betaald|ingeschreven|confermato|confermata|pagato|iscritto|مؤكد|participe|deelnemer",
        "waiting": "liste d’attente|wachtlijst|on waitlist|waitlist|waitlisted|lista d’attesa|قائمة الانتظار",
        "cancelled_by_guest": "not attending|cancelled|canceled|annulé|annulée|geannuleerd|annullato|ملغى"
        "|deleted|refunded|c|e|expired|remboursé",
        "attended": "checked in|attended|present|présent|présente|aanwezig|presente|حاضر|venu|venue",
        "no_show": "no-show|absent|absente|afwezig|assente|غائب|not attended",
    },
    Field.APPLICATION_STATUS: {
        "new": "reçue|reçu|ontvangen|received|ricevuta|submitted|nouvelle|nouveau|nieuw|nuova|جديد",
        "accepted": "admis|admise|retenu|retenue|geselecteerd|selected|ammesso|ammessa|مقبول",
        "reserve": "réserve|reserve|riserva|احتياط|liste d’attente|wachtlijst|waiting list",
        "refused": "refusé|refusée|non retenu|non retenue|geweigerd|rejected|refused|rifiutata|مرفوض",
        "withdrawn": "désisté|désistée|désistement|teruggetrokken|withdrawn|ritirata|منسحب",
    },
    Field.CHANNEL: {
        "walk_in": "à l’accueil|aan de balie|walk-in|alla reception",
        "form": "formulaire|formulier|form|modulo|google forms|en ligne|online|استمارة",
        "phone": "téléphone|telefoon|phone|telefono|هاتف",
        "event": "événement|evenement|event|evento|حدث",
        "referral": "prescripteur|doorverwezen|referral|inviato|actiris|forem|vdab",
    },
    Field.SCHOOLING_LEVEL: {
        "1": "primaire|cep|ceb|lager onderwijs|primary|elementare|ابتدائي",
        "2": "secondaire inférieur|brevet|cesi|lager secundair|lower secondary|licenza media|إعدادي",
        "3": "secondaire supérieur|secondaire|cess|bac|baccalauréat|hoger secundair|secundair|"
        "high school|secondary|upper secondary|diploma|maturità|ثانوي|باكالوريا|البكالوريا",
        "4": "7e professionnelle|7de jaar|post-secondary",
        "5": "bts|dut|brevet de l’enseignement supérieur|hbo5|graduaat|associate degree|its",
        "6": "bachelier|licence|bachelor|professionele bachelor|laurea|laurea triennale|إجازة|بكالوريوس",
        "7": "master|maîtrise|laurea magistrale|ماستر|ماجستير",
        "8": "doctorat|doctoraat|phd|doctorate|dottorato|دكتوراه",
    },
    Field.STATUS: {},
}
_SILENT: Final = frozenset(
    fold(word)
    for word in (
        "-",
        "/",
        "n/a",
        "na",
        "?",
        "non précisé",
        "onbekend",
        "unknown",
        "not said",
        "ne sait pas",
    )
)


def meaning(field: Field, text: str) -> str | None:
    """The fixed meaning of a word: a Gender's or status's value, a language's or country's code.

    Empty for words that say nothing; None for a word that is not known.
    """
    key = fold(text)
    if not key or key in _SILENT:
        return ""
    if field in {Field.LANGUAGE, Field.WISHED_LANGUAGE}:
        return _languages().get(key) or _languages().get(key.split(" ")[0])
    if field == Field.COUNTRY:
        return _countries().get(key)
    return _words(field).get(key)


def label(field: Field, value: str) -> str:
    """A fixed meaning as people read it, in the spoken language."""
    for labels in _LABELS.get(field, ()):
        for member, text in labels.items():
            if _value(member) == value:
                return gettext(text)
    return value


def _value(member: Any) -> str:
    """What a cell's meaning is called: a state's value, a level's number."""
    return str(getattr(member, "value", member))


@cache
def _words(field: Field) -> dict[str, str]:
    """Our own words in every language first, then the others'."""
    words: dict[str, str] = {}
    for labels in _LABELS.get(field, ()):
        for member, text in labels.items():
            words[fold(_value(member))] = words[fold(text)] = _value(member)
            for language in LANGUAGES:
                with speaking(language):
                    words.setdefault(fold(gettext(text)), _value(member))
    for value, listed in _OTHERS.get(field, {}).items():
        for word in listed.split("|"):
            words.setdefault(fold(word), value)
    return words


@cache
def _languages() -> dict[str, str]:
    from babel import Locale

    words = {fold(own): code for code, own in LANGUAGES.items()}
    for spoken in LANGUAGES:
        names = Locale.parse(spoken).languages
        words.update({fold(names[code]): code for code in LANGUAGES})
    words.update({code: code for code in LANGUAGES})
    words.update({f"{code}{more}": code for code in ("fr", "nl", "en", "it") for more in ("a",)})
    return words | {"vlaams": "nl", "flamand": "nl", "arabisch": "ar", "darija": "ar"}


@cache
def _countries() -> dict[str, str]:
    from babel import Locale

    words: dict[str, str] = {}
    for spoken in LANGUAGES:
        for code, name in Locale.parse(spoken).territories.items():
            if len(code) == 2:
                words.setdefault(fold(name), code)
    words.update({code.casefold(): code for code in set(words.values())})
    return words | {"uk": "GB", "usa": "US", "holland": "NL", "hollande": "NL"}
