"""The icons of the screens: those of lucide that we use, as one sprite in static/vendor/icons.svg.

Nothing of it is committed; `python -m vaxel.doors.icons` runs at set-up, after `npm ci`.
"""

import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent / "static" / "vendor" / "icons.svg"
NAMES = tuple(
    """
    archive arrow-down arrow-left arrow-left-right arrow-right arrow-up arrow-up-down badge-percent ban banknote
    barcode battery-charging bed bell book-open bookmark bookmark-plus box boxes building calculator calendar
    calendar-check calendar-clock calendar-days camera camera-off car chart-column chart-line check chevron-down
    chevron-left chevron-right chevron-up chevrons-down chevrons-up circle circle-alert circle-check circle-dashed
    circle-dot circle-gauge circle-help circle-pause circle-play circle-question-mark circle-x clipboard-check
    clipboard-list clipboard-pen clock clock-alert cloud-off coffee coins columns-3 container contrast copy
    credit-card database disc-3 download droplets earth ellipsis eraser external-link eye factory file-check
    file-clock file-down file-minus file-plus file-spreadsheet file-text file-up file-x files flag
    flag-triangle-right fuel funnel gauge gift globe graduation-cap grip-vertical hammer hand hand-coins hard-drive
    hash history hourglass house id-card image inbox info kanban key key-round keyboard land-plot landmark languages
    layers layout-grid lightbulb link link-2 list list-checks list-filter list-plus lock lock-open log-in log-out
    mail mail-open map-pin menu message-circle message-square messages-square minus monitor monitor-smartphone moon
    package package-check package-open package-plus package-search package-x paintbrush pause pen-line pencil
    percent percent-circle phone pin play plug plus printer printer-check qr-code receipt receipt-text refresh-cw
    rotate-ccw rotate-ccw-clock rows-3 ruler save scan-barcode search send settings sheet shield shield-alert
    shopping-bag shopping-cart shuffle signature sliders-horizontal smartphone sparkles split square square-check
    square-kanban square-pen star store sun tablet tag tags thermometer thumbs-down timer trash trending-down
    trending-up triangle-alert truck undo undo-2 unlink upload user user-check user-cog user-plus users users-round
    wallet warehouse wifi wifi-off wrench x zap
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
