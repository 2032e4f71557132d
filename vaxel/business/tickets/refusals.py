"""Why a ticket, job or line cannot be changed as asked: sentences that several modules of this rung share."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput, Conflict, Forbidden, Refused


class TicketClosed(Conflict):
    """Nothing changes on a posted or void ticket."""

    sentence = _("Ticket %(ref)s is closed. What was posted is corrected with a credit note.")


class LineChanged(Conflict):
    """Two people changed the same line (S-12)."""

    sentence = _("Someone else changed this line meanwhile: now %(theirs)s, you wrote %(yours)s. Choose again.")


class BadQuantity(BadInput):
    """A quantity of zero, or a negative one where nothing is returned."""

    sentence = _("The quantity must be above zero. To take goods back, make a return from the receipt.")


class TooMany(BadInput):
    """A quantity beyond all reason."""

    sentence = _("The quantity is at most 1 000 000.")


class SumTooLarge(BadInput):
    """Lines that together are beyond what amounts can hold (M-4)."""

    sentence = _("Together this becomes too large an amount. Check quantities and prices.")


class TooPrecise(BadInput):
    """More decimals than the unit has."""

    sentence = _("%(unit)s are counted with at most %(decimals)s decimals.")


class BadPrice(BadInput):
    """A price below zero or beyond all reason."""

    sentence = _("A price is between 0 and 10 000 000. To give money back, make a return or a discount.")


class BadDiscount(BadInput):
    """A discount that is not between nothing and everything."""

    sentence = _("A discount is between 0 and 100 percent, and never larger than what it is taken from.")


class DiscountAboveLimit(Forbidden):
    """The actor's role may not give so much; a second person may (S-82)."""

    code: ClassVar[str] = "discount_above_limit"
    sentence = _("Your limit is %(limit)s %%. A discount of %(asked)s %% needs a second person's PIN and a reason.")


class BelowCost(Forbidden):
    """The line sells below cost (G11)."""

    code: ClassVar[str] = "below_cost"
    sentence = _("%(text)s would sell below cost. It needs a second person's PIN and a reason.")


class MayNotPrice(Forbidden):
    """The role may not type prices."""

    sentence = _("You may not change prices. Ask someone who may, and let them enter their PIN.")


class ReasonMissing(BadInput):
    """What another person answers for needs a reason."""

    sentence = _("Give a reason: it is kept with your name.")


class OwnApprover(Refused):
    """The second person is the first (F-20)."""

    sentence = _("The second person must be someone else than you.")


class UnknownPart(BadInput):
    """No such part."""

    sentence = _("There is no part %(number)s. Search again, or add it as a free line.")
