"""What the till's page is made of: every file by its hashed address, and one version for all of them together.

A browser that has a version has all of it: the service worker takes the whole list or nothing. Nothing here depends on
who asks, and there is no token in it.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import override

from vaxel.doors.till import sentences

HERE = Path(__file__).parent
STYLES = ("tokens", "base", "layout", "parts", "screens", "selling", "till", "print")
SHARED = (
    "js/money.js", "js/wedge.js", "js/keys.js", "vendor/preact.js", "vendor/htm.js", "vendor/icons.svg", "mark.svg",
    "fonts/VaxelSans-Regular.woff2", "fonts/VaxelSans-SemiBold.woff2",
)  # fmt: skip
PAGE, WORDS, MANIFEST = "/till/", "/till/words.json", "/till/manifest.webmanifest"


def scripts() -> list[str]:
    """The till's own modules."""
    folder = HERE.parent / "static" / "till"
    return sorted(f"till/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*.js"))


def files() -> list[str]:
    """Every static file the page needs, by its name before hashing."""
    return [*(f"css/{name}.css" for name in STYLES), *SHARED, *scripts()]


def page() -> str:
    """The page itself: in Swedish until its script has asked the device who stands there."""
    with override("sv"):
        return render_to_string("till/page.html", {"styles": [f"css/{name}.css" for name in STYLES]})


def manifest() -> str:
    """What the till is called and looks like when it is installed."""
    return json.dumps({
        "name": "Växel kassa", "short_name": "Växel", "id": PAGE, "start_url": PAGE, "scope": PAGE,
        "display": "standalone", "background_color": "#f4f3f0", "theme_color": "#0a5f6e",
        "icons": [{"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }, ensure_ascii=False)  # fmt: skip


def words() -> str:
    """The till's sentences in every language."""
    return json.dumps(sentences.spoken(), ensure_ascii=False, sort_keys=True)


@cache
def worker() -> str:
    """The service worker: its version and its list of files, and then its one script."""
    made = [page(), words(), manifest(), (HERE / "worker.js").read_text()]
    digest = hashlib.sha256("\x00".join(made).encode())
    for name in files():
        digest.update(f"{name}\x00{static(name)}\x00".encode())
        found = finders.find(name)
        if found:
            digest.update(Path(found).read_bytes())
    listed = [PAGE, WORDS, MANIFEST, *(static(name) for name in files())]
    head = f"const VERSION = {json.dumps(digest.hexdigest()[:16])};\nconst FILES = {json.dumps(listed)};\n"
    return head + made[3]
