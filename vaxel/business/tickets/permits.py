"""Prices and discounts are wishes until the server has agreed: who may give what, and who must answer for it (S-82)."""

from dataclasses import dataclass
from uuid import UUID

from vaxel.business.locations import limits
from vaxel.business.tickets.refusals import (
    BadDiscount,
    BelowCost,
    DiscountAboveLimit,
    MayNotPrice,
    OwnApprover,
    ReasonMissing,
)
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import MILLION, rdiv


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers for an unusual price: the second person vouched for by a PIN, if any, and the reason."""

    second: Actor | None = None
    reason: str = ""

    def checked(self, by: Actor) -> "Answer":
        """Itself; refuses with OwnApprover when both are one person, ReasonMissing when a second person gives none."""
        if self.second is not None:
            if self.second.id == by.id:
                raise OwnApprover()
            if not self.reason.strip():
                raise ReasonMissing()
        return self

    @property
    def trail(self) -> dict[str, str]:
        """For the line's price trail and history."""
        return {"reason": self.reason, "second": self.second.name if self.second else ""}


def may(by: Actor, answer: Answer, permission: str, site_id: UUID) -> bool:
    """Whether the actor or the second person has the permission at the site."""
    return by.may(permission, site_id) or (answer.second is not None and answer.second.may(permission, site_id))


def check_discount(by: Actor, answer: Answer, site_id: UUID, *, off_minor: int, base_minor: int) -> None:
    """Nothing, when the discount is within the role's limit or a second person's; refuses otherwise."""
    if off_minor == 0:
        return
    if off_minor < 0 or off_minor > base_minor:
        raise BadDiscount()
    asked = -(-off_minor * MILLION // base_minor)
    limit = limits.discount_ppm(by, site_id)
    if asked <= limit:
        return
    if answer.second is not None and asked <= limits.discount_ppm(answer.second, site_id):
        return
    raise DiscountAboveLimit(limit=percent(limit), asked=percent(asked))


def check_price(by: Actor, answer: Answer, site_id: UUID) -> None:
    """Nothing, when one of the two may type prices; refuses with MayNotPrice."""
    if not may(by, answer, "prices.override", site_id):
        raise MayNotPrice(permission="prices.override")


def check_cost(by: Actor, answer: Answer, site_id: UUID, *, net_minor: int, cost_minor: int, text: str) -> None:
    """Nothing, when the net is not below the cost or someone who may answers for it; refuses with BelowCost (G11)."""
    if net_minor < cost_minor and not may(by, answer, "prices.below_cost", site_id):
        raise BelowCost(permission="prices.below_cost", text=text)


def percent(ppm: int) -> str:
    """Parts per million as percent for a sentence: 125 000 is `12.5`."""
    hundredths = rdiv(ppm, 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
