"""Work orders: listed by who does them and when they are promised, and printed together."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.desk import an_id, at_sites, desk, language, screen
from vaxel.doors.office.documents.printing import NothingChosen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.orders.listing import Orders
from vaxel.doors.papers import pdfs, reading, work_orders
from vaxel.doors.papers.blocks import Paper

MOST = 50


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The work orders under way, those promised soonest first."""
    return answer(request, Orders())


@screen
@require_POST
def papers(request: HttpRequest) -> HttpResponse:
    """The chosen work orders in one file, by number. Refuses with NothingChosen."""
    ids = [an_id(one) for one in request.POST.getlist("pick")][:MOST]
    rows = Ticket.objects.filter(pk__in=ids, work_order_number__isnull=False)
    chosen = list(
        at_sites(request, rows).select_related("site", "customer", "vehicle", "made_by").order_by("work_order_number")
    )
    if not chosen:
        raise NothingChosen()

    def made() -> Iterator[Paper]:
        for ticket in chosen:
            yield work_orders.paper(reading.work_order(ticket), language=language())

    body = pdfs.together(made(), title=_("Work orders"), author=desk(request).site.name, language=language())
    headers = {"Content-Disposition": 'inline; filename="work-orders.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
