"""The list of transfers, as the site where one stands sees them: what it is to send, and what comes to it."""

from collections.abc import Iterable, Mapping
from typing import ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.numbers import norm
from vaxel.business.locations.models import Site
from vaxel.business.stock.models import Transfer, TransferLine
from vaxel.doors import wording
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.counting import how_many
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Filter, Listing, View, from_day, numbered, to_day

UNDER_WAY = ("requested", "approved", "sent", "part_received")


def known(request: HttpRequest) -> QuerySet[Transfer]:
    """Those from or to a site that the person may know of (F-24)."""
    grants = desk(request).actor.grants
    rows = Transfer.objects.select_related("site", "to_site")
    if "*" in grants.get(None, ()):
        return rows
    mine = [site_id for site_id in grants if site_id]
    return rows.filter(Q(site__in=mine) | Q(to_site__in=mine))


def _to_send(request: HttpRequest) -> Q:
    return Q(site=desk(request).site, state__in=["requested", "approved"])


def _coming(request: HttpRequest) -> Q:
    return Q(to_site=desk(request).site, state__in=UNDER_WAY)


def _on_the_road(request: HttpRequest) -> Q:
    return Q(site=desk(request).site, state__in=["sent", "part_received"])


def _ours(request: HttpRequest) -> Q:
    return (Q(site=desk(request).site) | Q(to_site=desk(request).site)) & Q(state__in=UNDER_WAY)


def _sites(request: HttpRequest) -> Iterable[tuple[str, str | Promise]]:
    others = Site.objects.filter(closed_at=None).exclude(pk=desk(request).site.pk).order_by("name")
    return [(str(pk), name) for pk, name in others.values_list("pk", "name")]


class Transfers(Listing[Transfer]):
    """Goods between sites, the latest first."""

    key, title, icon = "transfers", _("Transfers"), "truck"
    row, template = "office/transfers/row.html", "office/transfers/list.html"
    placeholder = _("Transfer's number or part number")
    order = ("-number", "-id")
    columns: ClassVar = (
        Column[Transfer]("number", _("Transfer"), lambda one: one.number, ("-number", "-id")),
        Column[Transfer]("from", _("From"), lambda one: one.site.name),
        Column[Transfer]("to", _("To"), lambda one: one.to_site.name),
        Column[Transfer]("lines", _("Parts"), lambda one: one.n_lines, css="number fold"),  # type: ignore[attr-defined]
        Column[Transfer]("asked", _("Asked for"), lambda one: one.requested_at, ("-requested_at", "-id"), css="fold"),
        Column[Transfer]("by", _("By"), lambda one: one.requested_by, export_only=True),
        Column[Transfer]("state", _("Status"), lambda one: str(wording.word("transfer", one.state).text)),
    )
    views = (
        View("", _("Under way"), _ours),
        View("send", _("To send from here"), _to_send),
        View("coming", _("Coming here"), _coming),
        View("road", _("Sent, not all received"), _on_the_road),
        View("all", EVERYTHING),
    )
    filters = (
        Filter("other", _("Other site"), lambda value: Q(site=UUID(value)) | Q(to_site=UUID(value)), _sites),
        Filter("from", _("Asked from"), from_day("requested_at"), kind="day"),
        Filter("to", _("Asked to"), to_day("requested_at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Transfer]:
        """Those the person may know of."""
        return known(request)

    def with_more(self, rows: QuerySet[Transfer]) -> QuerySet[Transfer]:
        """With both sites and how many parts."""
        return rows.annotate(n_lines=how_many(TransferLine.objects.all(), "transfer"))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By its number, or a part on it."""
        on_it = TransferLine.objects.filter(part__norm__startswith=norm(text)) if norm(text) else None
        found = Q(pk__in=on_it.values("transfer")) if on_it is not None else Q(pk=None)
        return found | numbered(text, "number")

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """How many wait at each step. One query."""
        return self.rows(request).filter(state__in=UNDER_WAY).aggregate(
            send=Count("id", filter=_to_send(request)), coming=Count("id", filter=_coming(request)),
            road=Count("id", filter=_on_the_road(request)),
        )  # fmt: skip
