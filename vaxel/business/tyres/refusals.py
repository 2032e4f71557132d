"""Why the tyre hotel says no."""

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput, Conflict


class BadPlaces(BadInput):
    """Places are made by rack, shelf and numbers."""

    sentence = _("Write a rack, a shelf and numbers from 1, at most %(most)s places at a time.")


class PlaceThere(Conflict):
    """A place has one name."""

    sentence = _("%(place)s is there already.")


class PlaceFull(Conflict):
    """A set lies there."""

    sentence = _("%(place)s is taken. Choose another place.")


class PlaceElsewhere(BadInput):
    """A set lies at the site it is at."""

    sentence = _("%(place)s is not at this site, or is out of use.")


class PlaceInUse(Conflict):
    """A place with wheels on it stays."""

    sentence = _("Wheels lie on %(place)s. Move them first.")


class BadSet(BadInput):
    """A set has a season, and wheels that have a place on the car each."""

    sentence = _("Choose the season, and write each wheel once.")


class BadTread(BadInput):
    """Tread is a few millimetres."""

    sentence = _("“%(text)s” is no tread depth. Write millimetres, for example 5,5.")


class BadDot(BadInput):
    """A DOT code ends in week and year."""

    sentence = _("“%(text)s” is no DOT code. Write its last four digits: week and year.")


class NotStored(Conflict):
    """What does not lie here cannot be moved or taken out."""

    sentence = _("Set %(number)s does not lie in the tyre hotel.")


class StoredAlready(Conflict):
    """A set lies in one place."""

    sentence = _("Set %(number)s lies in the tyre hotel already. Move it instead.")


class OtherCar(Conflict):
    """The wrong wheels are not fitted (S-174)."""

    sentence = _("Set %(number)s belongs to %(plate)s, not to this car.")
