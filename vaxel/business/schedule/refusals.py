"""What the schedule says no to, where more than one action does."""

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput, Conflict, Refused


class BadHours(BadInput):
    """Hours are of one day, and the break lies inside them."""

    sentence = _("Write when work begins and ends that day, and a break between the two.")


class NoTime(Refused):
    """Nothing is worked then."""

    sentence = _("Nobody works at that time: %(when)s is closed. Choose another day or time.")


class Away(Refused):
    """The person is away, or the thing cannot be used."""

    sentence = _("%(who)s is away then (%(reason)s, until %(until)s). Choose someone else or another time.")


class Taken(Conflict):
    """A place holds one car at a time."""

    sentence = _("%(where)s is taken by %(car)s %(from)s–%(until)s. Choose another time or another place.")


class NothingLeft(Refused):
    """Finished work is not planned."""

    sentence = _("“%(job)s” is done or cancelled, so there is nothing left to plan.")


class NotHere(Refused):
    """The resource stands at another site."""

    sentence = _("%(who)s is not at %(site)s.")
