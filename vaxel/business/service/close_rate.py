"""How much of what was recommended customers said yes to, by colour, advisor and age (S-112)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from vaxel.business.inspections.models import Finding
from vaxel.business.locations.models import Site
from vaxel.business.service.models import ApprovalItem, DeferredWork
from vaxel.kernel.money import MILLION

AGES = ("same_visit", "months", "year", "older")


@dataclass(frozen=True, slots=True)
class Asked:
    """One job that somebody was asked about: its value at the newest answer, whether that was yes, and what it was."""

    gross_minor: int
    approved: bool
    colour: str = ""
    advisor: str = ""
    waited_days: int | None = None

    @property
    def age(self) -> str:
        """How long it had waited on the car when it was answered."""
        if self.waited_days is None:
            return "same_visit"
        return "months" if self.waited_days < 90 else "year" if self.waited_days < 365 else "older"


@dataclass(frozen=True, slots=True)
class Rate:
    """Value approved over value recommended."""

    recommended_minor: int
    approved_minor: int

    @property
    def ppm(self) -> int:
        """The share, in parts per million; nothing recommended is no share."""
        return self.approved_minor * MILLION // self.recommended_minor if self.recommended_minor else 0


def rate(asked: Iterable[Asked]) -> Rate:
    """The rate of these. Pure."""
    held = list(asked)
    return Rate(sum(one.gross_minor for one in held), sum(one.gross_minor for one in held if one.approved))


def by(asked: Iterable[Asked], name: str) -> Mapping[str, Rate]:
    """The rate for each value of `colour`, `advisor` or `age`. Pure."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        groups[getattr(one, name)].append(one)
    return {key: rate(rows) for key, rows in groups.items()}


def asked(site: Site, since: datetime, until: datetime) -> list[Asked]:
    """Each job of the site that was answered between the moments, by its newest answer in them. Three queries."""
    items = ApprovalItem.objects.filter(
        approval__ticket__site=site, approval__happened_at__gte=since, approval__happened_at__lt=until
    ).exclude(approval__method="unreached").order_by("pk")  # fmt: skip
    newest = {
        row[0]: row
        for row in items.values_list(
            "job_id", "gross_minor", "decision", "approval__ticket__made_by__name", "approval__happened_at"
        )
    }
    colours = dict(Finding.objects.filter(job__in=newest).order_by("-pk").values_list("job_id", "result"))
    waited = dict(DeferredWork.objects.filter(on_job__in=newest).values_list("on_job_id", "made_at"))
    return [
        Asked(gross, decision == "approve", colours.get(job, ""), advisor or "",
              max(0, (at - waited[job]).days) if job in waited else None)
        for job, gross, decision, advisor, at in newest.values()
    ]  # fmt: skip
