"""Why an answer about jobs is not taken (S-87 to S-99)."""

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput, Conflict


class NobodyAnswered(BadInput):
    """An approval says something of some job."""

    sentence = _("Choose yes, no or later for at least one job.")


class BadAnswer(BadInput):
    """An answer is one of three, once for each job of this ticket."""

    sentence = _("Answer each job of the ticket once: yes, no or later.")


class WhoMissing(BadInput):
    """A person said it (S-92)."""

    sentence = _("Write the name of the person who said it.")


class NoSuchMethod(BadInput):
    """How it was said."""

    sentence = _("Say how the answer came: in person, by phone, SMS, e-mail, link, signature or purchase order.")


class NumberMissing(BadInput):
    """By phone: which number, and the gist of the words (S-92)."""

    sentence = _("An answer by phone needs the number and, in a few words, what was said.")


class StalePage(Conflict):
    """A newer version has been sent than the one that was answered (R-52)."""

    sentence = _("There is a newer version of this quote, and nothing was stored. Read it, and answer again.")


class NotShown(Conflict):
    """An answer binds only what was shown."""

    sentence = _("That job is not in the quote that was shown. Nothing was stored.")


class QuoteExpired(Conflict):
    """Prices hold until the validity date."""

    sentence = _("The quote was valid until %(day)s. Call us for a new one.")


class DecidedAlready(Conflict):
    """A yes is taken back by talking to the shop, not by a tick."""

    sentence = _("“%(job)s” is approved already. Call us if you want to change that.")


class OneOption(BadInput):
    """Of a choice, one (S-49)."""

    sentence = _("“%(one)s” and “%(other)s” stand against each other. Say yes to one of them.")


class GoesWith(BadInput):
    """An extra is nothing without what it adds to (S-89)."""

    sentence = _("“%(extra)s” is an extra of “%(job)s”. Say yes to that as well, or leave the extra.")


class WorkBegun(Conflict):
    """Work that is under way is cancelled, not declined."""

    sentence = _("The work on “%(job)s” has begun. Cancel the job instead, with a reason.")


class SignatureMissing(BadInput):
    """The shop asks for a signature (S-89)."""

    sentence = _("Sign with your finger or the mouse before you send the answer.")


class EstimateFirst(Conflict):
    """Where the rule wants it in writing, a yes by word of mouth comes after a quote (S-99)."""

    sentence = _("The rule here asks for a written quote before the answer. Send or print one first.")


class RecordMissing(BadInput):
    """The rule says what is kept of an answer (S-99)."""

    sentence = _("The rule here wants this on file with the answer: %(what)s.")
