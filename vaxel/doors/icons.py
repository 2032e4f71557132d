"""The icons of the screens: those of lucide that we use, as one sprite in static/vendor/icons.svg.

Nothing of it is committed; `python -m vaxel.doors.icons` runs at set-up, after `npm ci`.
"""

import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent / "static" / "vendor" / "icons.svg"
NAMES = tuple(
    """
    archive arrow-down arrow-left arrow-right arrow-up arrow-up-down ban banknote barcode box boxes building calendar
    calendar-check calculator camera car check chevron-down chevron-left chevron-right chevron-up circle circle-check
    circle-dashed circle-dot circle-pause circle-play circle-question-mark circle-x clipboard-check clipboard-list clock
    clock-alert coins contrast copy credit-card download ellipsis external-link eye file-minus file-text flag funnel
    gauge gift grip-vertical hammer hand-coins hourglass house id-card inbox info key-round keyboard landmark languages
    layers layout-grid list-checks lock log-out mail map-pin menu message-square minus monitor moon package package-open
    pause pencil percent phone play plus printer receipt receipt-text refresh-cw rotate-ccw rotate-ccw-clock rows-3
    scan-barcode search send settings shield-alert shopping-cart split star store sun tag thumbs-down timer trash
    triangle-alert undo undo-2 user user-check user-plus users wallet warehouse wrench x zap
    """.split()  # noqa: SIM905 - a list of ninety words reads better as text
)


def symbol(name: str, svg: str) -> str:
    """One icon as a symbol of the sprite: its paths alone; size, colour and stroke come from the style sheet."""
    inner = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    inner = re.sub(r"</?svg[^>]*>", "", inner, flags=re.DOTALL)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inner.split())}</symbol>'


def sprite(icons: Path) -> str:
    """All of NAMES in one file."""
    symbols = [symbol(name, (icons / f"{name}.svg").read_text()) for name in NAMES]
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"


if __name__ == "__main__":
    modules = Path(sys.argv[1] if len(sys.argv) > 1 else "node_modules")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(sprite(modules / "lucide-static" / "icons"))
