"""Pictures of every page: both languages, both themes, three sizes, of the demo company. What `bin/screens` runs."""

import argparse
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import CHROMIUM, FLAGS
from tests.live import LiveShop
from tests.screens import walk
from tests.server import opened_shop

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LANGUAGES, THEMES, SIZES = ("sv", "en"), ("light", "dark"), ("desk", "tablet", "phone")
HEAD = """<!doctype html><meta charset="utf-8"><title>Växel</title>
<style>body { font-family: sans-serif; background: #888 } img { width: 24rem; margin: 4px }</style>"""
PEOPLE = ("mo", "kim", "sam", "tess", "frida")


def main() -> None:
    """The pictures lie in the folder, with a page that shows them all."""
    import django

    django.setup()
    options = _options()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as place, opened_shop(Path(place), demo=True) as shop, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        made = list(_all(browser, shop.url, _places(browser, shop, options.only), options))
    (options.folder / "index.html").write_text(_sheet(made, options.folder))
    print(f"{len(made)} pictures: {options.folder / 'index.html'}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/screens", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("screens"))
    parser.add_argument("--only", default="", help="pages whose view's name holds this")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--themes", nargs="+", default=THEMES, choices=THEMES)
    parser.add_argument("--sizes", nargs="+", default=SIZES, choices=tuple(walk.SIZES))
    parser.add_argument("--who", default="mo", choices=PEOPLE)
    parser.add_argument("--whole", action="store_true", help="the whole length of each page")
    return parser.parse_args()


def _places(browser: "Browser", shop: LiveShop, only: str) -> list[walk.Place]:
    with browser.new_context() as context:
        page = context.new_page()
        walk.log_in(page, shop.url, *walk.demo_person("mo"))
        return [place for place in walk.pages(shop, page) if only in place.name]


def _all(browser: "Browser", url: str, places: list[walk.Place], options: argparse.Namespace) -> Iterator[Path]:
    for language in options.languages:
        for theme in options.themes:
            dark = theme == "dark"
            context = browser.new_context(
                locale="sv-SE", timezone_id="Europe/Stockholm", color_scheme="dark" if dark else "light"
            )
            page = context.new_page()
            walk.log_in(page, url, *walk.demo_person(options.who))
            walk.speak(page, url, language)
            for place in places:
                for size in options.sizes:
                    width, height = walk.SIZES[size]
                    page.set_viewport_size({"width": width, "height": height})
                    page.goto(url + place.path)
                    file = options.folder / place.name.replace(":", "-") / f"{size}-{language}-{theme}.png"
                    walk.picture(page, file, whole=options.whole)
                    yield file
            context.close()


def _sheet(files: list[Path], folder: Path) -> str:
    """A page on which all pictures stand, by page."""
    lines = [HEAD]
    seen = ""
    for file in sorted(files):
        name = file.parent.name
        lines += [f"<h2>{escape(name)}</h2>"] if name != seen else []
        lines.append(f'<img loading="lazy" src="{escape(str(file.relative_to(folder)))}" title="{escape(file.stem)}">')
        seen = name
    return "\n".join(lines)


if __name__ == "__main__":
    main()
