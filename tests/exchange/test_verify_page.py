"""The page for the web, in a real browser: by its own Ed25519 and by ours, in five languages."""

import base64
import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mgdesk.exchange.verify_page import verify_page
from mgdesk.i18n import LANGUAGES
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.proof import CONTEXT, Statement
from mgdesk.storage.seals import key_id

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
NAME = "Zoé </script><b>ياسين"


def plain(public: bytes = PUBLIC, campus: str = "MOL") -> dict[str, str]:
    return {
        "campus": campus,
        "name": "Molenbeek",
        "organisation": "</script><script>alert(1)",
        "public": base64.b64encode(public).decode(),
    }


def token(
    number: str = "MOL-2026-00042", name: str = NAME, kind: PaperKind = PaperKind.CERTIFICATE
) -> str:
    said = Statement(kind, key_id(PUBLIC), number, name, date(2026, 12, 18), bytes(12))
    return said.token(KEY.sign(CONTEXT + said.signed()))


def tampered() -> str:
    good = token()
    return good[:100] + ("A" if good[100] != "A" else "B") + good[101:]


def test_it_is_one_file_that_asks_nobody_and_is_not_broken_by_names() -> None:
    page = verify_page([plain()])
    assert page.count("</script>") == 2
    assert not re.search(r"(?:src|href)=|https?://", page)
    data = json.loads(re.search(r'<script id="data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    assert list(data["languages"]) == list(LANGUAGES)
    assert data["languages"]["ar"]["direction"] == "rtl"
    assert data["keys"][0]["id"] == key_id(PUBLIC).hex()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "verify.html"
    path.write_text(verify_page([plain(bytes(32), "PAD"), plain()]), encoding="utf-8")
    return path


def shown(page: Path, **asked: str) -> str:
    """The page as the browser has it when the answer is there."""
    assert CHROMIUM is not None
    address = f"{page.as_uri()}#{urlencode(asked, quote_via=quote)}"
    profile = page.parent / "profile"
    command = [
        CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
        "--virtual-time-budget=20000", "--dump-dom", address,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt install chromium")
@pytest.mark.parametrize(
    ("verifier", "language", "code", "verdict"),
    [
        ("web", "fr", token(), "genuine"),
        ("own", "ar", token(), "genuine"),
        ("web", "en", token("MOL-2026-S00003", kind=PaperKind.STATEMENT), "genuine"),
        ("web", "nl", tampered(), "changed"),
        ("own", "it", tampered(), "changed"),
        ("web", "en", token("PAD-2026-00001"), "changed"),
        ("web", "en", "MOL-2026-00042 ABCD-EFGH-JKMN", "unknown"),
    ],
)
def test_the_browser_answers(
    page: Path, verifier: str, language: str, code: str, verdict: str
) -> None:
    whole = shown(page, verifier=verifier, language=language, code=code)
    answer = re.search(r'<section id="answer".*?</section>', whole, re.DOTALL)[0]
    assert f'data-verdict="{verdict}"' in answer
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in whole
    if "S0" in answer:
        assert "<dd><bdi>attendance statement</bdi></dd>" in answer
    assert ("Zoé &lt;/script&gt;&lt;b&gt;ياسين" in answer) is (verdict == "genuine")
