"""Counting shelves: begun, and counted by scanning or typing, several at once, while selling goes on (K-84 to K-89)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog.models import Brand, Category, Part
from vaxel.business.stock import bins, count_posting, count_rules, counts, places, rolling
from vaxel.business.stock.models import Bin, Count, CountLine, StockLocation
from vaxel.doors.office import happened, vouching
from vaxel.doors.office.builder import reading
from vaxel.doors.office.counts.listing import Counts, of_what
from vaxel.doors.office.desk import an_id, at_sites, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.scanning import Scanned, scanned
from vaxel.doors.templatetags.vaxel import named, quantity_
from vaxel.kernel.refusals import BadInput, Refused

MOST_LINES = 100
MOST_BINS = 300


class NothingChosen(BadInput):
    """A count is of something."""

    sentence = gettext_lazy("Choose what to count.")


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The counts under way here."""
    only_who_may(request, "counts.count", "counts.post")
    return answer(request, Counts(), may_begin=desk(request).may("counts.begin"))


@screen
def new(request: HttpRequest) -> HttpResponse:
    """What is to be counted is chosen; a count of it begins."""
    only_who_may(request, "counts.begin")
    here = desk(request)
    spots = StockLocation.objects.filter(site=here.site, kind__in=["store", "van", "quarantine"]).order_by("name")
    asked = request.POST.get("place") or request.GET.get("place", "")
    place = found(spots, asked) if asked else found(spots, places.store(here.site.pk))
    if request.method == "POST":
        made = counts.begin(
            here.site, place=place, blind=request.POST.get("blind") == "1", id=an_id(request.POST.get("once", "")),
            **_scope(request, place), **by(request),
        )  # fmt: skip
        return go(request, reverse("counts:show", args=[made.pk]))
    kinds, all_here = rolling.classes(place.pk, here.at), counts.there(place.pk)
    of_size = Counter(kinds.values())
    there = Part.objects.filter(pk__in=all_here.values("part"))
    context = {
        "place": place, "spots": list(spots), "classes": {kind: of_size[kind] for kind in count_rules.EVERY_DAYS},
        "due": len(rolling.due(place.pk, here.at, kinds=kinds)), "all": all_here.count(),
        "bins": Bin.objects.filter(location=place).order_by("walk")[:MOST_BINS],
        "brands": Brand.objects.filter(pk__in=there.values("brand")).order_by("name"),
        "categories": Category.objects.filter(pk__in=there.values("category")).order_by("key"),
    }  # fmt: skip
    return render(request, "office/counts/new.html", context)


def _scope(request: HttpRequest, place: StockLocation) -> dict[str, Any]:
    """What the form says is counted, as `counts.begin` takes it."""
    what = request.POST.get("what", "")
    if what == "all":
        return {"scope": "all"}
    if what in count_rules.EVERY_DAYS:
        return {"scope": "class", "kind": what}
    if what == "bins":
        return {"scope": "bins", "bin_codes": request.POST.getlist("bin")}
    there, about = counts.there(place.pk), _("What was due")
    if what == "due":
        wanted = [one.part_id for one in rolling.due(place.pk, desk(request).at)]
        there = there.filter(part__in=wanted)
    elif what == "brand":
        brand = found(Brand.objects.all(), request.POST.get(what, ""))
        there, about = there.filter(part__brand=brand), brand.name
    elif what == "category":
        category = found(Category.objects.all(), request.POST.get(what, ""))
        there, about = there.filter(part__category=category), named(category)
    else:
        raise NothingChosen()
    parts = Part.objects.filter(pk__in=there.values("part")).order_by("norm", "pk")
    return {"scope": "parts", "parts": list(parts), "about": about}


@screen
@require_GET
def show(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """The count: what is left to count, or what it came to."""
    return page(request, count_of(request, count_id))


def count_of(request: HttpRequest, count_id: UUID) -> Count:
    """The count, with its site and place, where this person may know of it; refuses with NotFound."""
    return found(at_sites(request, Count.objects.select_related("site", "location")), count_id)


@dataclass(frozen=True, slots=True)
class Ask:
    """A refusal that has an answer: what was meant, and the buttons that say it."""

    text: str
    part: Part
    quantity: str
    add: bool = False
    bins: Sequence[str] = ()
    other: bool = False
    lot: bool = False
    bin: str = ""
    code: str = ""


def page(request: HttpRequest, count: Count, *, status: int = 200, **more: Any) -> HttpResponse:
    """The count's page; for htmx only what changes while one counts. Refuses with Forbidden who has no part in it."""
    only_who_may(request, "counts.count", "counts.post")
    here = desk(request)
    shown = request.POST.get("show") or request.GET.get("show") or "left"
    context = {
        "count": count, "of_what": of_what(count),
        "sees_worth": here.may("prices.see_margin"),
        "may": {one: here.may(f"counts.{one}") for one in ("count", "finish", "reopen", "post", "cancel")},
        "show": shown, "bin": request.POST.get("bin", "").replace(bins.NOWHERE, ""),
    }  # fmt: skip
    if count.state == "open":
        context |= _left(count, shown) | {"result": counts.progress(count)}
    else:
        context |= {
            "result": count_posting.result(count),
            "differences": [(line, worth) for line, worth in count_posting.with_worth(count) if line.difference_milli],
            "others": vouching.who_may(here, "counts.post"), "told": happened.of(request, count.pk),
        }  # fmt: skip
    name = "body" if request.headers.get("HX-Request") else "show"
    return render(request, f"office/counts/{name}.html", context | more, status=status)


def _left(count: Count, shown: str) -> dict[str, Any]:
    """The lines to be counted, counted once more, or counted, in the order of the shelves."""
    rows = count.lines.select_related("part__brand", "bin", "lot")
    rows = rows.order_by("bin__walk", "bin__code", "part__norm", "lot__code", "pk")
    of = {"left": rows.filter(counted_milli=None), "again": rows.filter(again=True),
          "done": rows.filter(counted_milli__isnull=False, again=False)}  # fmt: skip
    lines = list(of.get(shown, of["left"])[:MOST_LINES])
    due = {} if count.blind else counts.expected_of(lines, count.location_id)
    return {"lines": [(line, due.get(line.pk)) for line in lines], "more": len(lines) == MOST_LINES}


@screen
@require_POST
def scan(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """A shelf was scanned: one counts there from now on. Or a part: so many more of it lie there."""
    count = count_of(request, count_id)
    text, code = request.POST.get("q", "").strip(), request.POST.get("bin", "").strip()
    kind, _colon, chosen = request.POST.get("what", "").partition(":")
    wanted = chosen if kind == "bin" else "" if kind else text.upper()
    spot = Bin.objects.filter(location=count.location_id, code=wanted).first() if wanted else None
    if spot is not None:
        return page(request, count, bin=spot.code, said=_("You count at %(bin)s.") % {"bin": spot.code})
    try:
        got = scanned(request)
        typed = request.POST.get("quantity", "").strip()
        milli = reading.quantity(typed, got.part.unit) if typed else got.quantity_milli
    except Refused as refusal:
        return page(request, count, status=422, fault=str(refusal))
    got = Scanned(got.part, milli, request.POST.get("lot", "").strip() or got.lot)
    return _counted(request, count, got, code, add=request.POST.get("add", "1") == "1")


@screen
@require_POST
def line(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """So many of the line lie there, in place of what was counted before."""
    count = count_of(request, count_id)
    row = found(CountLine.objects.filter(count=count).select_related("part__brand", "bin", "lot"),
                request.POST.get("line", ""))  # fmt: skip
    try:
        milli = reading.quantity(request.POST.get("quantity", ""), row.part.unit)
    except Refused as refusal:
        return page(request, count, status=422, fault=str(refusal))
    lot = row.lot.code if row.lot else ""
    spot = row.bin.code if row.bin else bins.NOWHERE
    return _counted(request, count, Scanned(row.part, milli, lot), spot, add=False)


def _counted(request: HttpRequest, count: Count, got: Scanned, code: str, *, add: bool) -> HttpResponse:
    together = request.POST.get("together") == "1"
    part, said = got.part, quantity_(got.quantity_milli)
    home = "" if part.tracking != "none" else code
    try:
        row = counts.count.once(
            once(request), count, part=part, quantity_milli=got.quantity_milli, bin_code=home, lot=got.lot, add=add,
            together=together, **by(request),
        )  # fmt: skip
    except counts.CountedByOther as refusal:
        ask = Ask(str(refusal), part, said, add, other=True, bin=code, code=got.lot)
        return page(request, count, status=422, ask=ask)
    except counts.SayWhichBin as refusal:
        lies = bins.where([part.pk], count.location_id)[part.pk]
        ask = Ask(str(refusal), part, said, add, bins=[one.code or bins.NOWHERE for one in lies])
        return page(request, count, status=422, ask=ask)
    except counts.SayWhichLot as refusal:
        return page(request, count, status=422, ask=Ask(str(refusal), part, said, add, lot=True, bin=code))
    except Refused as refusal:
        return page(request, count, status=422, fault=str(refusal))
    fresh = CountLine.objects.select_related("part__brand", "bin", "lot").get(pk=row.pk)
    return page(request, count, counted=fresh)
