"""Today at a glance: each figure is what the list it leads to shows, at one site and at all, for a fixed price."""

import re
from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.locations import roles, sites, staff
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, SAID, Floor, workshop
from vaxel.business.tickets import intake, jobs, tickets
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(monkeypatch: pytest.MonkeyPatch) -> Floor:
    """Three cars promised by now: one whose work is approved, one with a quote and one that is only written down; and
    a counter sale that nobody has paid."""
    made = workshop()
    cast = made.shop
    kim: dict[str, Any] = {"by": cast.kim, "at": AT}
    tickets.change(made.ticket, promise_at=AT + timedelta(hours=2), **kim)
    made.phone(Answer(made.brakes, "approve"))
    for _n in range(2):
        other = tickets.open_ticket(cast.workshop, customer=cast.ada, promise_at=AT + timedelta(hours=2), **kim)
        jobs.add(other, title="Service", **kim)
    intake.start_sale(cast.workshop, Wish(part=made.blades), register=cast.k1, by=cast.sam, at=AT)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=3))
    return made


def figures(page: str) -> dict[str, tuple[str, str]]:
    """Name → (value, address) of the figures that lead somewhere."""
    found = re.findall(
        r'<li><a href="([^"]+)"><span class="figure-name">([^<]+)</span><span class="figure-value number">([^<]+)', page
    )
    return {name: (value, url.replace("&amp;", "&")) for url, name, value in found}


@pytest.mark.parametrize("where", ["/reports", "/reports?site=all"])
def test_a_figure_counts_what_its_list_shows(floor: Floor, where: str) -> None:
    mo = Desk("mo")
    seen = figures(mo.get(where).text)
    assert (seen["Late"][0], seen["Cars in the house"][0]) == ("1", "3")
    for name in ("Late", "Cars in the house", "Ready to be fetched"):
        value, url = seen[name]
        assert mo.get(url).text.count('<tr class="go">') == int(value), name


def test_figures_of_all_sites_lead_to_lists_of_all_sites(floor: Floor) -> None:
    mo = Desk("mo")
    assert all("site=all" in url for _value, url in figures(mo.get("/reports?site=all").text).values())
    assert not any("site=all" in url for _value, url in figures(mo.get("/reports").text).values())


def test_each_site_says_what_it_sold_and_the_whole_is_their_sum(floor: Floor) -> None:
    cast = floor.shop
    sold = [Wish(part=floor.blades, quantity_milli=1000)]
    sales.ring_up(cast.k1, sold, [Tender("card", 25_000)], by=cast.mo, at=AT)
    page = Desk("mo").get("/reports?site=all").text
    assert figures(page)["Sold today, without VAT"][0] == "200 kr"
    assert figures(page)["Number of sales"][0] == "1"
    rows = re.findall(r'<span class="grow">(\w+)</span><span class="muted small">(\d+) .*?number">([\d ,]+\d)', page)
    assert rows == [("Däckhuset", "0", "0,00"), ("Verkstaden", "1", "200,00")]


def test_today_costs_as_much_for_more_sites_and_less_for_who_may_not_see_the_margin(floor: Floor) -> None:
    reader = roles.make(key="reader", name_sv="Läsare", name_en="Reader", actions=["reports.read"], **SAID)
    staff.assign(floor.tess, role=reader, site=floor.shop.workshop, **SAID)
    mo = Desk("mo")
    one, every = asked(mo, "/reports/now"), asked(mo, "/reports/now?site=all")
    assert asked(Desk("tess"), "/reports/now") == one - 1
    for n in range(2):
        sites.open(code=f"S{n}", name=f"Filial {n}", address="Gatan 1", fiscal_profile="SE_EXEMPT",
                   fiscal_reason="Omsättning under fyra prisbasbelopp", **SAID)  # fmt: skip
    assert asked(mo, "/reports/now") == one == every == asked(mo, "/reports/now?site=all")
