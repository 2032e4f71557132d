"""A list's page, and its saved views."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.locations import saved_views
from vaxel.doors.auth.required import safe_next
from vaxel.doors.office.desk import by, desk, go, screen
from vaxel.doors.office.lists import exports
from vaxel.doors.office.lists.listing import Column, Listing
from vaxel.kernel.refusals import BadInput, NotFound


def answer(request: HttpRequest, listing: Listing[Any], **more: Any) -> HttpResponseBase:
    """The page of the list, or with `?as=csv` or `?as=xlsx` all its rows as a file. `more` goes to the templates."""
    kind = request.GET.get("as", "")
    if kind in exports.KINDS:
        exports.refuse_many(request, listing)
        return exports.answer(request, listing, kind)
    return render(request, listing.template, context(request, listing) | more)


def context(request: HttpRequest, listing: Listing[Any]) -> dict[str, Any]:
    """What the list's template shows."""
    here, page, view = desk(request), listing.page(request), listing.view(request)
    counts, chosen = listing.counts(request), {one.key: value for one, value in listing.chosen(request)}
    return {
        "listing": listing, "page": page, "rows": zip(page.rows, listing.shown(request, page.rows), strict=True),
        "q": listing.text(request), "view": view, "views": [(one, counts.get(one.key)) for one in listing.views],
        "columns": [_head(request, listing, one) for one in listing.columns if _seen(request, one)],
        "filters": [(one, chosen.get(one.key, ""), list(one.options(request))) for one in listing.filters],
        "narrowed": len(chosen), "export": exports.ticket(request, listing),
        "bulk": [one for one in listing.bulk if not one.needs or here.may(one.needs)],
        "kept": [(key, value) for key, value in request.GET.items() if key in ("view", "sort")],
        **kept_views(request, listing.key),
    }  # fmt: skip


def kept_views(request: HttpRequest, on: str) -> dict[str, Any]:
    """What the menu of saved views shows (`saved_views.html`): those of the list or report `on`, and which is open."""
    query = saved_views.lasting(request.GET.urlencode())
    saved = saved_views.of_list(on, desk(request).actor)
    return {
        "on": on,
        "query": query,
        "saved": saved,
        "opened": next((one for one in saved if one.query == query), None),
    }


def _seen(request: HttpRequest, column: Column[Any]) -> bool:
    return not column.export_only and (not column.needs or desk(request).may(column.needs))


def _head(request: HttpRequest, listing: Listing[Any], column: Column[Any]) -> dict[str, Any]:
    """The head's cell: its word, what pressing it asks for, and which way it is sorted now."""
    now = request.GET.get("sort", "")
    by_this = bool(column.order) and (
        now.lstrip("-") == column.key or (not listing.sort(request)[0] and column.order == listing.order)
    )
    turned = by_this and not now.startswith("-")
    way = ""
    if by_this:
        way = "descending" if column.order[0].startswith("-") != now.startswith("-") else "ascending"
    return {"column": column, "sort": f"-{column.key}" if turned else column.key, "way": way}


@screen
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The list that the form's page showed, as a file: at once, or as long work when it is long."""
    listing, asked = exports.opened(request)
    kind = request.POST.get("as", "")
    if kind not in exports.KINDS:
        raise BadInput()
    if exports.is_long(asked, listing):
        return exports.ask(request, listing, asked.GET.urlencode(), kind)
    return exports.answer(asked, listing, kind)


@screen
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """The list as it stands now can be opened under a name."""
    view = saved_views.save(
        on=request.POST.get("on", "")[:40], name=request.POST.get("name", ""), query=request.POST.get("query", ""),
        shared=request.POST.get("shared") == "1", **by(request),
    )  # fmt: skip
    path = safe_next(request, request.POST.get("next", "/"))
    return go(request, f"{path.split('?')[0]}?{view.query}", _("The view is saved."))


@screen
@require_POST
def forget(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """The saved view is removed; *Undo* saves it again."""
    here = desk(request)
    view = saved_views.one(view_id, here.actor)
    if view is None:
        raise NotFound()
    saved_views.forget(view, **by(request))
    path = safe_next(request, request.POST.get("next", "/"))
    return go(request, path, _("The view “%(name)s” is removed.") % {"name": view.name})
