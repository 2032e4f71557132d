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

    @property
    def trail(self) -> dict[str, str]:
        """For the line's price trail and history."""
        return {"reason": self.reason, "second": self.second.name if self.second else ""}


NOBODY = Answer()


@dataclass(frozen=True, slots=True)
class Permit:
    """What the actor, with the second person's answer, may do about prices at a site."""

    by: Actor
    answer: Answer
    site_id: UUID

    def __post_init__(self) -> None:
        """Refuses with OwnApprover when both are one person, ReasonMissing when a second person gives none (F-20)."""
        second = self.answer.second
        if second is not None:
            if second.id == self.by.id:
                raise OwnApprover()
            if not self.answer.reason.strip():
                raise ReasonMissing()

    def may(self, permission: str) -> bool:
        """Whether one of the two has the permission at the site."""
        second = self.answer.second
        return self.by.may(permission, self.site_id) or bool(second and second.may(permission, self.site_id))

    def check_discount(self, *, off_minor: int, base_minor: int) -> None:
        """Nothing, when the discount is within either's limit; refuses with BadDiscount, DiscountAboveLimit."""
        if off_minor == 0:
            return
        if off_minor < 0 or off_minor > base_minor:
            raise BadDiscount()
        limit = limits.discount_ppm(self.by, self.site_id)
        second = self.answer.second
        most = max(limit, limits.discount_ppm(second, self.site_id)) if second else limit
        if off_minor > rdiv(base_minor * most, MILLION):
            raise DiscountAboveLimit(limit=percent(limit), asked=percent(-(-off_minor * MILLION // base_minor)))

    def check_price(self) -> None:
        """Nothing, when one of the two may type prices; refuses with MayNotPrice."""
        if not self.may("prices.override"):
            raise MayNotPrice(permission="prices.override")

    def check_cost(self, *, net_minor: int, cost_minor: int, text: str) -> None:
        """Nothing, when the net is not below the cost or someone who may answers for it; refuses with BelowCost."""
        if net_minor < cost_minor and not self.may("prices.below_cost"):
            raise BelowCost(permission="prices.below_cost", text=text)


def percent(ppm: int) -> str:
    """Parts per million as percent for a sentence: 125 000 is `12.5`."""
    hundredths = rdiv(ppm, 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
