"""What a PDF says when somebody else reads it: poppler's pdftotext and pdfium."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2

# Readers add these around text that runs right to left; nobody wrote them.
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

HAS_POPPLER = shutil.which("pdftotext") is not None

NAMES = {
    "Latin": "Amélie Ñuñez-Øster",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết",
    "Polish and Turkish": "Łukasz Żółć İpek Şahin",
    "Greek": "Αλέξανδρος Παπαδόπουλος",
    "Cyrillic": "Анна Ковальчук Ђорђе",
    "Arabic": "أمينة بنعلي",
    "Arabic with ligatures": "علاء الإله الأمل",
    "Arabic with vowel marks": "مُحَمَّد بن عَبْدُ الله",
    "Persian": "محمد‌رضا پژمان",
    "Hebrew": "ליאור כהן",
    "Hebrew with points": "שָׁלוֹם",
    "Syriac": "ܣܘܪܝܝܐ",
    "Thaana": "ދިވެހި",
    "Tifinagh": "ⵢⴰⵏ ⵎⴰⵙⵉⵏ",
    "Ethiopic": "ታደሰ በቀለ",
    "Devanagari": "अर्जुन किशोर क्षेत्री",
    "Bengali": "বিশ্বজিৎ চক্রবর্তী",
    "Gujarati": "ક્ષિતિજ પટેલ",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Odia": "ଓଡ଼ିଆ",
    "Tibetan": "བསྟན་འཛིན་",
    "Tamil": "நிலோஃபர் கோபால்",
    "Telugu": "శ్రీనివాస్",
    "Kannada": "ಕೃಷ್ಣ",
    "Malayalam": "കൃഷ്ണൻ",
    "Sinhala": "සිංහල ශ්‍රී",
    "Thai": "กิตติพงษ์ ที่รัก",
    "Lao": "ສົມຊາຍ",
    "Khmer": "សុខ ចាន់",
    "Myanmar": "မောင်မောင်",
    "Georgian": "გიორგი ბერიძე",
    "Armenian": "Արամ Խաչատրյան",
    "Chinese": "王小明",
    "Japanese": "山田太郎 さくら",
    "Japanese names written rarely": "𠮷田 髙橋 山﨑",
    "Chinese characters written rarely": "祎頔 㐂 喆堃",
    "Korean": "김민준",
    "Emoji": "🎓 Amina 😀 👩‍💻 🇧🇪",
    "Ligatures of Latin": "fi ffi fl Hoffmann",
    "Stacked marks": "x̣́ Ç̌elik",
}


# On a page of Latin text poppler puts the vowel that ends a right-to-left word before the word.
NAMES_OF_POPPLER = [script for script in NAMES if script != "Thaana"]


def plain(text: str) -> str:
    """The text as written, whatever marks of direction and spelling of accents the reader chose."""
    return unicodedata.normalize("NFC", _DIRECTIONS.sub("", text)).strip()


def lines_of_poppler(path: Path, *, page: int = 1) -> list[str]:
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(path), "-"]
    read = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return [plain(line) for line in re.split("[\n\f]", read) if plain(line)]


def words_of_poppler(path: Path, *, page: int = 1) -> str:
    command = ["pdftotext", "-f", str(page), "-l", str(page), str(path), "-"]
    return plain(subprocess.run(command, capture_output=True, check=True).stdout.decode())


def lines_of_pdfium(path: Path, *, page: int = 1) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        read = document[page - 1].get_textpage().get_text_bounded()
    finally:
        document.close()
    return [plain(line) for line in re.split("[\r\n]", read) if plain(line)]


def words_of_pdfium(path: Path, *, page: int = 1) -> str:
    return "\n".join(lines_of_pdfium(path, page=page))
