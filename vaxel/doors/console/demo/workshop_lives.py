"""Lives of cars in the workshop, from the door to the books: quoted, answered, supplied, repaired, invoiced, paid."""

from collections.abc import Generator
from datetime import datetime, timedelta
from random import Random

from vaxel.business.billing.models import Document
from vaxel.business.inspections import inspections, reports, sheets
from vaxel.business.payments import corrections, deposits, tenders
from vaxel.business.payments.tenders import Tender
from vaxel.business.service import approvals, clocks, deferred, handover, links, supply, voiding, work
from vaxel.business.service.approvals import Answer
from vaxel.business.stock import receipts
from vaxel.business.stock.short import Short
from vaxel.business.tickets import canned, jobs, tickets
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.vehicles import odometer
from vaxel.doors.console.demo import menu, names
from vaxel.doors.console.demo.calendar import Life, after, moment, workday_from
from vaxel.doors.console.demo.stage import Car, Place, Stage

STOPS = ("draft", "quoted", "approved", "parts", "working", "ready", "unpaid")
DEPOSIT_MINOR = 50_000


class Visit:
    """One car's errand. `stop` names the state it is left in, for the board of the last day."""

    def __init__(self, stage: Stage, place: Place, car: Car, stop: str = "") -> None:
        self.stage, self.place, self.car, self.stop = stage, place, car, stop
        self.advisor = place.who("advisor", "manager")
        self.ticket: Ticket
        self.jobs: list[Job] = []

    def life(self, when: datetime) -> Life:
        """From the car's arrival until it has left and is paid for, or as far as `stop`."""
        at = yield when
        self._arrive(at)
        if self.stop == "draft":
            return
        at = yield after(at, self.stage.dice.randint(20, 120))
        if self.stage.chance(3) and not self.stop:
            voiding.void(self.ticket, reason="Kunden ångrade sig", by=self.advisor, at=at)
            return
        asked = approvals.ask(self.ticket, sent_to=self.car.owner.email, by=self.advisor, at=at)
        if self.stop == "quoted":
            return
        at = yield after(at, self.stage.dice.randint(10, 500))
        if not self._answer(asked, at):
            return
        if not self.stop and self.stage.chance(6):
            at = yield after(at, 15)
            self._deposit(at)
        if self.stop == "approved":
            return
        done = yield from self._repair(at)
        if done:
            yield from self._leave(done)

    def _arrive(self, at: datetime) -> None:
        stage, day = self.stage, at.date()
        promised = stage.due if self.stop else workday_from(day + timedelta(days=stage.dice.choice((0, 1, 1, 2))))
        self.ticket = tickets.open_ticket(
            self.place.site, customer=self.car.owner, vehicle=self.car.vehicle, concern=stage.pick(names.CONCERNS),
            promise_at=moment(promised, stage.pick((12, 15, 16))), register=self.place.register, by=self.advisor, at=at,
        )  # fmt: skip
        km = self.car.odometer(day)
        odometer.record(
            self.car.vehicle, value=km, source="check_in", ticket_id=self.ticket.pk, by=self.advisor, at=at
        )  # fmt: skip
        po = f"PO-{stage.dice.randrange(1000, 9999)}" if self.car.owner.po_number_required else ""
        tickets.change(self.ticket, odometer_in_km=km, po_number=po, by=self.advisor, at=at)
        waiting = deferred.waiting(self.car.vehicle.pk)
        if waiting and stage.chance(60):
            self.jobs += deferred.take_up(self.ticket, works=waiting[:1], by=self.advisor, at=at)
        for key in self._wanted():
            self.jobs.append(canned.apply(self.ticket, stage.canned[key], by=self.advisor, at=at))
        if stage.chance(10) and self.jobs[0].pricing == "lines":
            jobs.discount(self.jobs[0], ppm=50_000, by=self.advisor, at=at)

    def _wanted(self) -> list[str]:
        stage, tyre_shop = self.stage, self.place.site.code == "GBG"
        offered = [one for one in menu.CANNED if one.share and (one.category == "tyres" or not tyre_shop)]
        if self.stop == "parts":
            return ["bearing"]
        wanted: list[str] = []
        for _ in range(stage.dice.choice((1, 1, 2, 2, 3)) if not tyre_shop else 1):
            key = stage.dice.choices(offered, [one.share for one in offered])[0].key
            if key not in wanted:
                wanted.append(key)
        return wanted

    def _answer(self, asked: approvals.Asked, at: datetime) -> bool:
        """The customer has said yes to most, by the link or by phone; whether anything was approved."""
        stage = self.stage
        answers = [
            Answer(job, "approve") if self.stop or stage.chance(84) else
            Answer(job, stage.pick(("decline", "decline", "later")), stage.pick(names.DECLINED))
            for job in self.jobs
        ]  # fmt: skip
        if stage.chance(65):
            link = links.find(asked.token, at)
            customer = links.customer(link)
            approvals.open_link(link, by=customer, at=at)
            approvals.answer_link(
                link, version=asked.version, answers=answers, name=self.car.owner.name, address="192.0.2.10",
                browser="Mobile", by=customer, at=at,
            )  # fmt: skip
        else:
            approvals.record(
                self.ticket, answers=answers, said_by=self.car.owner.name, method="phone", version=asked.version,
                contact=self.car.owner.phone, note="Ringde tillbaka, gick igenom jobben", by=self.advisor, at=at,
            )  # fmt: skip
        said = dict(zip(self.jobs, answers, strict=True))
        self.jobs = [job for job in self.jobs if said[job].decision == "approve"]
        return bool(self.jobs)

    def _deposit(self, at: datetime) -> None:
        self.ticket.refresh_from_db()
        amount = min(DEPOSIT_MINOR, self.ticket.gross_minor)
        deposits.take(
            self.ticket, amount_minor=amount, paid=[Tender("card", amount, "Visa •••• 4242")],
            register=self.place.register, by=self.advisor, at=at,
        )  # fmt: skip

    def _repair(self, at: datetime) -> Generator[datetime, datetime, datetime | None]:
        """Each approved job has been worked on and completed; when that was, None when it went no further."""
        self._inspect(at)
        for n, job in enumerate(self.jobs):
            at = yield from self._supply(job, at)
            if self.stop == "parts":
                return None
            at = yield from self._work(job, at, last=n == len(self.jobs) - 1)
            if self.stop == "working":
                return None
        return None if self.stop == "ready" else at

    def _inspect(self, at: datetime) -> None:
        """One car in eight is looked over; dice of its own, so that the rest of the story stays as it is."""
        dice = Random(self.ticket.ref)
        if dice.random() > 0.125 and not self.stop:
            return
        technician = self.place.actors[self.place.technicians()[0]]
        one = inspections.begin(self.ticket, by=technician, at=at)
        items = list(sheets.items(sheets.opened(one.sheet)))
        seen = [_looked(item, dice) for item in (items[:7] if self.stop == "working" else items)]
        inspections.record(one, seen=seen, by=technician, at=at)
        if self.stop != "working":
            inspections.finish(one, by=technician, at=at)
            inspections.confirm(one, by=self.advisor, at=at)
            reports.show(one, by=self.advisor, at=at)

    def _supply(self, job: Job, at: datetime) -> Generator[datetime, datetime, datetime]:
        """What the store did not have has come in, unless it is to be waited for."""
        job.refresh_from_db()
        if job.work != "on_hold" or self.stop == "parts":
            return at
        at = yield after(at, self.stage.dice.randint(300, 1000))
        lines = list(Line.objects.filter(job=job, kind="part").select_related("part"))
        lacking = {one.part_id: one.missing_milli for one in supply.missing(lines)}
        parts = {line.part_id: line.part for line in lines if line.part}
        wanted = [(part, lacking[part.pk], part.cost_minor) for part in parts.values() if part.pk in lacking]
        who = self.place.who("manager", "owner")
        if wanted:
            receipts.receive(self.place.site, lines=wanted, text="Beställt till jobb", by=who, at=at)
        work.resume(job, by=self.advisor, at=at)
        return at

    def _work(self, job: Job, at: datetime, *, last: bool) -> Generator[datetime, datetime, datetime]:
        """A technician has been clocked on the job, has fetched the parts, and has finished it."""
        stage, place = self.stage, self.place
        key = min(place.technicians(), key=lambda one: place.free_at.get(one, at))
        minutes = max(20, int(job_minutes(job) * stage.dice.uniform(0.7, 1.2)))
        starts = max(at, place.free_at.get(key, at))
        place.free_at[key] = after(starts, minutes)
        at = yield starts
        person, technician = place.staff[key], place.actors[key]
        for line in Line.objects.filter(job=job, kind="labour").select_related("ticket"):
            work.assign(line, shares=[(person, 1_000_000)], by=self.advisor, at=at)
        clocks.on(job, by=technician, at=at)
        self._fetch(job, at)
        if self.stop == "working":
            return at
        at = yield max(at, place.free_at[key])
        cause, correction = stage.pick(names.CAUSES)
        work.complete(job, cause=cause, correction=correction, by=technician, at=at)
        return at

    def _fetch(self, job: Job, at: datetime) -> None:
        technician = self.place.actors[self.place.technicians()[0]]
        for line in Line.objects.filter(job=job, kind="part").select_related("ticket", "part"):
            try:
                supply.hand_out(line, by=technician, at=at)
            except Short:
                continue

    def _leave(self, at: datetime) -> Life:
        """The invoice is posted, the car is fetched, and the money comes at once or when the invoice falls due."""
        stage = self.stage
        at = yield after(at, stage.dice.randint(10, 90))
        document = self._post(at)
        if not self.stop and stage.chance(2):
            at = yield after(at, 60)
            corrections.correct(document, reason="Fel kund på fakturan", by=self.advisor, at=at)
            document = self._post(at)
        if self.stop == "unpaid":
            return
        if self.car.owner.kind == "company":
            yield from self._pay_later(document, at)
            return
        at = yield after(at, stage.dice.randint(5, 60))
        self._pay(document, at)

    def _post(self, at: datetime) -> Document:
        km = self.car.odometer(at.date(), driven=3)
        posted: Document = handover.post_ticket(
            self.ticket, odometer_out_km=km, overrides={}, by=self.advisor, at=at
        )  # fmt: skip
        return posted

    def _pay_later(self, document: Document, at: datetime) -> Life:
        if self.stage.chance(12):
            return
        at = yield after(at, 510 * self.stage.dice.randint(8, 26))
        if not document.open_minor:
            return
        bank = Tender("bank", document.open_minor, "Bankgiro")
        tenders.take(document, [bank], by=self.stage.finance, at=at)

    def _pay(self, document: Document, at: datetime) -> None:
        owed = document.open_minor
        if not owed:
            return
        how = self.stage.dice.randrange(100)
        if how < 70:
            paid = [Tender("card", owed, "Visa •••• 4242")]
        elif how < 85:
            paid = [Tender("swish", owed, "Swish")]
        elif how < 93 or owed < 40_000:
            paid = [Tender("cash", -(-owed // 10_000) * 10_000)]
        else:
            notes = owed // 3 // 10_000 * 10_000
            paid = [Tender("card", owed - notes, "Mastercard •••• 5454"), Tender("cash", notes)]
        tenders.take(document, paid, register=self.place.register, by=self.advisor, at=at)


def _looked(item: sheets.Item, dice: Random) -> inspections.Seen:
    """What the technician saw: mostly green."""
    if item.limits:
        good = item.limits.amber_below_milli
        worn = item.limits.more_is_worse
        low, high = (good // 4, good) if worn else (good, good * 2)
        measures = {key: dice.randint(low, high) // 100 * 100 for key, _sv, _en in item.places}
        if dice.random() < 0.15:
            measures[next(iter(measures))] = good + 500 if worn else max(good - 700, 0)
        return inspections.Seen(item.key, measures={key: max(0, value) for key, value in measures.items()})
    result = dice.choices(("green", "amber", "red"), (88, 8, 4))[0]
    return inspections.Seen(item.key, result, note="" if result == "green" else "Bör åtgärdas")


def job_minutes(job: Job) -> int:
    """How long the job is sold as, in minutes."""
    milli = sum(Line.objects.filter(job=job, kind="labour").values_list("quantity_milli", flat=True))
    return milli * 60 // 1000


def evenings(stage: Stage, place: Place, days: list[datetime]) -> Life:
    """Whoever is on shift goes home."""
    from vaxel.business.service import time_entries

    for evening in days:
        at = yield evening
        for key in place.technicians():
            if time_entries.state_of(place.staff[key]).on_shift:
                clocks.shift_off(place.site, by=place.actors[key], at=at)
