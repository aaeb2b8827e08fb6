"""Whose forms East Asian characters take: one character is drawn otherwise in Tokyo than in Taipei.

Told by the text itself, because nobody is asked for the language of a name: kana or the sign of
repetition is Japanese, Hangul Korean; so is a character that only the Japanese standard has (JIS X
0208, neither GB 2312 nor Big5: 桜, 沢, 辻) Japanese. Everything else takes Chinese forms.
"""

import re
from functools import cache
from typing import Final

EAST_ASIAN: Final = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo"})  # scripts, ISO 15924
_IDEOGRAPHS: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_KANA: Final = re.compile("[\u3005\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d]")
_HANGUL: Final = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


def language_of(text: str) -> str:
    """The BCP 47 tag to shape East Asian runs of a text with: ja, ko or zh."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return "ja" if any(map(_is_only_japanese, _IDEOGRAPHS.findall(text))) else "zh"


@cache
def _is_only_japanese(character: str) -> bool:
    return _has("shift_jis", character) and not any(
        _has(standard, character) for standard in ("gb2312", "big5")
    )


def _has(standard: str, character: str) -> bool:
    try:
        return len(character.encode(standard)) == 2
    except UnicodeEncodeError:
        return False
