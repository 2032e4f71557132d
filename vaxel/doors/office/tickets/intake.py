"""The new ticket's one box: what a plate, VIN, phone number or name leads to, and a form for the rest."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from vaxel.business.parties import folding
from vaxel.business.parties import queries as parties
from vaxel.business.parties.models import Party
from vaxel.business.tickets.intake import NewCustomer, NewVehicle
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles import plates, queries
from vaxel.business.vehicles.models import Ownership, Vehicle
from vaxel.business.vehicles.odometer import LowerReading, UnlikelyReading
from vaxel.doors.forms import Form, MomentField, PlateField, WholeField
from vaxel.doors.office.vehicles.forms import BESIDE

_PLATE = re.compile(r"[A-Z]{3}[0-9]{2}[A-Z0-9]")
MOST = 8


@dataclass(frozen=True, slots=True)
class Lead:
    """A vehicle with its owner, or a customer by themselves."""

    vehicle: Vehicle | None
    customer: Party | None
    why: str = ""
    open_ticket: Ticket | None = None

    @property
    def query(self) -> str:
        """The address's question that chooses it."""
        pieces = [f"vehicle={self.vehicle.pk}"] if self.vehicle else []
        return "&".join([*pieces, f"customer={self.customer.pk}"] if self.customer else pieces)


def leads(text: str) -> list[Lead]:
    """Cars first (each with its owner and a ticket that is open already), then customers with their cars."""
    found: dict[tuple[object, object], Lead] = {}
    cars = {one.vehicle.pk: one for one in queries.find(text, MOST)}
    for vehicle in _cars(list(cars)):
        lead = _of(vehicle, cars[vehicle.pk].reason)
        found[vehicle.pk, lead.customer and lead.customer.pk] = lead
    people = [] if found and _looks_like_plate(text) else parties.search(text, MOST)
    owned = _cars_of(people)
    for person in people:
        for vehicle in owned.get(person.pk, []):
            found.setdefault((vehicle.pk, person.pk), _of(vehicle, "owner"))
        found.setdefault((None, person.pk), Lead(None, person, "customer"))
    return list(found.values())[: 2 * MOST]


def certain(text: str, found: list[Lead]) -> Lead | None:
    """The one car whose plate was typed whole, when nothing is under way for it: then there is nothing to choose."""
    exact = [one for one in found if one.vehicle and one.vehicle.plate == plates.stripped(text)]
    return exact[0] if len(found) == len(exact) == 1 and exact[0].open_ticket is None else None


def _looks_like_plate(text: str) -> bool:
    return bool(_PLATE.fullmatch(plates.stripped(text)))


def _cars(ids: list[Any]) -> list[Vehicle]:
    owners = Ownership.objects.filter(valid_to=None).select_related("party")
    under_way = Ticket.objects.filter(state__in=("draft", "quoted", "open")).order_by("-made_at")
    rows = Vehicle.objects.filter(pk__in=ids).prefetch_related(
        Prefetch("ownerships", owners, to_attr="owned"), Prefetch("tickets", under_way, to_attr="under_way")
    )
    return sorted(rows, key=lambda vehicle: ids.index(vehicle.pk))


def _of(vehicle: Any, why: str) -> Lead:
    owner = vehicle.owned[0].party if vehicle.owned else None
    return Lead(vehicle, owner, why, vehicle.under_way[0] if vehicle.under_way else None)


def _cars_of(people: list[Party]) -> dict[Any, list[Vehicle]]:
    rows = Ownership.objects.filter(party__in=people, valid_to=None).values_list("party_id", "vehicle_id")
    by_owner: dict[Any, list[Any]] = {}
    for party_id, vehicle_id in rows:
        by_owner.setdefault(party_id, []).append(vehicle_id)
    cars = {car.pk: car for car in _cars([one for ids in by_owner.values() for one in ids])}
    return {party_id: [cars[one] for one in ids if one in cars] for party_id, ids in by_owner.items()}


def guess(text: str) -> dict[str, str]:
    """Which field of the form the text belongs in: a plate, a VIN, a phone number, an address or a name."""
    bare = plates.stripped(text)
    if _looks_like_plate(text):
        return {"plate": bare}
    if len(bare) == 17 and not set(bare) & set("IOQ"):
        return {"vin": bare}
    if folding.phone_digits(text):
        return {"phone": text}
    return {"email": text} if "@" in text else {"name": text}


class NewTicketForm(Form):
    """Whatever of car and customer is not known yet, and what the customer says."""

    beside = BESIDE | {LowerReading: "odometer", UnlikelyReading: "odometer"}

    plate = PlateField(required=False)
    vin = forms.CharField(
        label=_("VIN"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "class": "code"}),
    )  # fmt: skip
    make = forms.CharField(label=_("Make"), required=False, max_length=60)
    model = forms.CharField(label=_("Model"), required=False, max_length=80)
    model_year = forms.IntegerField(label=_("Model year"), required=False, min_value=1885, max_value=2100)
    kind = forms.ChoiceField(
        label=_("Kind of customer"), choices=[(Party.PRIVATE, _("Private customer")), (Party.COMPANY, _("Company"))],
        widget=forms.RadioSelect, initial=Party.PRIVATE, required=False,
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    concern = forms.CharField(label=_("The customer says"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    odometer = WholeField(label=_("Odometer in"), required=False)
    odometer_reason = forms.CharField(label=_("Why the reading is lower than before"), required=False, max_length=200)
    promise_at = MomentField(label=_("Promised"), required=False)

    @staticmethod
    def settled(vehicle: Vehicle | None, customer: Party | None) -> set[str]:
        """The fields that are not asked for, because the car or the customer is chosen."""
        of_car = {"plate", "vin", "make", "model", "model_year"} if vehicle else set()
        return of_car | ({"kind", "name", "phone", "email"} if customer else set())

    def new_vehicle(self) -> NewVehicle | None:
        """The car as typed; None when nothing was."""
        said = {name: self.cleaned_data[name] for name in ("plate", "vin", "make", "model", "model_year")}
        return NewVehicle(**said) if any(said.values()) else None

    def new_customer(self) -> NewCustomer | None:
        """The customer as typed; None when nothing was."""
        said = {name: self.cleaned_data[name] for name in ("name", "phone", "email")}
        return NewCustomer(**said, kind=self.cleaned_data["kind"] or Party.PRIVATE) if any(said.values()) else None
