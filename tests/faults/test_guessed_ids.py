"""F-24 on the screens: an id of another site in any address answers as one that nobody has; made from the addresses.

The API's routes have the same test beside them.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.invariants.world import changed, grown
from vaxel.business.inspections.models import Inspection, Photo
from vaxel.business.locations.models import ApiToken, Device, Role, SavedView
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.schedule.models import Booking, Loan, PlannedTime, Resource
from vaxel.business.service.models import DeferredWork
from vaxel.business.tickets.models import Job, Line
from vaxel.doors.api.tests import cast
from vaxel.doors.office.tests.cast import Desk, Page
from vaxel.kernel import tray
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import StoredFile, TrayItem

pytestmark = pytest.mark.django_db
# No site's own: everyone who may see customers and cars sees them, and what waits on a car that comes to any site.
OF_THE_COMPANY = {
    "party_id", "part_id", "vehicle_id", "work_id", "canned_id", "fee_id", "brand_id", "category_id", "price_list_id",
    "operation_id", "role_id",
}  # fmt: skip


KNOWN_TO_NOBODY = new_id()  # of the company's: nothing to tell apart


def addressed(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every address with an id of a site's own thing in it."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addressed(one, route)
        elif isinstance(one, URLPattern) and set(re.findall(r"<uuid:(\w+)>", route)) - OF_THE_COMPANY:
            yield "/" + route


# A site's page for asking for a time is for everybody.
PUBLIC = {"/book/<uuid:site_id>"}
ADDRESSES = sorted(set(addressed(get_resolver())) - PUBLIC)


@pytest.fixture
def house() -> Shop:
    return shop()


@pytest.fixture
def theirs(house: Shop) -> dict[str, UUID]:
    """A thing of the tyre shop for each name of an id."""
    car = cast.vehicle("AAA111")
    ticket = cast.ticket(house.tyres, house.bo, car)
    job = Job.objects.create(id=new_id(), ticket=ticket, title="Deras")
    line = Line.objects.create(id=new_id(), ticket=ticket, job=job, kind="part", text="Deras")
    work = DeferredWork.objects.create(
        id=new_id(), vehicle=car, customer=house.bo, ticket=ticket, job=job, title="Deras", decision="later",
        gross_minor=1, body={}, made_at=AT,
    )  # fmt: skip
    tray.lay("overpaid", ticket, site_id=house.tyres.pk, at=AT)
    lift = Resource.objects.create(site=house.tyres, kind="bay", name="Deras")
    stretch = {"starts_at": AT, "ends_at": AT + timedelta(hours=1)}
    sheet = Inspection.objects.create(
        ticket=ticket, vehicle=car, template_key="car", template_version=1, name_sv="Deras", sheet=[], begun_at=AT
    )
    file = StoredFile.objects.create(sha256="0" * 64, kind="image/jpeg", bytes=1, made_at=AT)
    view = SavedView.objects.create(on="tickets", name="Deras", query="", made_at=AT, staff=house.staff["mo"])
    role = Role.objects.get(key="counter")
    return {
        "planned_id": PlannedTime.objects.create(
            site=house.tyres, job=job, resource=lift, minutes=60, made_at=AT, **stretch
        ).pk,
        "booking_id": Booking.objects.create(site=house.tyres, ticket=ticket, starts_at=AT, booked_at=AT).pk,
        "loan_id": Loan.objects.create(resource=lift, ticket=ticket, **stretch).pk, "inspection_id": sheet.pk,
        "photo_id": Photo.objects.create(inspection=sheet, item="tread", file=file, taken_at=AT).pk,
        "view_id": view.pk, "thing_id": ticket.pk, "site_id": house.tyres.pk, "person_id": house.staff["mo"].pk,
        "device_id": Device.objects.create(site=house.tyres, name="Deras").pk,
        "token_id": ApiToken.objects.create(
            name="Deras", token_hash="0" * 64, role=role, site=house.tyres, made_at=AT
        ).pk,
        "ticket_id": ticket.pk, "job_id": job.pk, "line_id": line.pk, "work_id": work.pk, "register_id": house.k2.pk,
        "document_id": cast.document(house.tyres, house.bo).pk, "payment_id": cast.payment(house.tyres).pk,
        "report_id": cast.z_report(house.k2).pk, "item_id": TrayItem.objects.get().pk,
        "vehicle_id": car.pk, "party_id": house.bo.pk, "part_id": cast.part().pk,
    }  # fmt: skip


def filled(address: str, ids: dict[str, UUID]) -> str:
    """The address with its ids, and a word for each word."""
    path = re.sub(r"<uuid:(\w+)>", lambda found: str(ids.get(found.group(1)) or KNOWN_TO_NOBODY), address)
    return re.sub(r"<str:\w+>", "complete", path)


def nobodys(ids: dict[str, UUID]) -> dict[str, UUID]:
    """Ids that nobody has; what is the company's stays."""
    return {name: pk if name in OF_THE_COMPANY else new_id() for name, pk in ids.items()}


def said(page: Page) -> str:
    """What the page says, without ids and keys."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"[^\"]{40,}\"", "*", page.text)


def test_every_address_of_a_site_s_own_things_is_tried() -> None:
    assert len(ADDRESSES) > 30


@pytest.mark.parametrize("method", ["get", "form"])
def test_another_site_s_thing_is_nobody_s(house: Shop, theirs: dict[str, UUID], method: str) -> None:
    kim, before, told = Desk("kim"), grown(), []
    ask: Callable[[str], Page] = getattr(kim, method)
    for address in ADDRESSES:
        there, missing = ask(filled(address, theirs)), ask(filled(address, nobodys(theirs)))
        same = there.status == missing.status and said(there) == said(missing)
        if not same or there.status not in (403, 404, 405):
            told.append(f"{address}: {there.status}, and {missing.status} for what is nobody's")
    assert not told, "\n".join(told)
    assert grown() == before, changed(before, grown())
