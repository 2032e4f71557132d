"""Documents by the number on their paper."""

import re

from django.db.models import Q

from vaxel.business.billing.models import Document

_NUMBER = re.compile(r"#?(?:(?P<register>.+?)(?P<device>[A-Z]+)-)?(?P<number>[0-9]{1,15})\Z")


def by_number(text: str) -> Q:
    """Those whose paper says the number that is written: `412`, `#412`, or `K1A-17` of a till that numbers by itself.

    None for anything else.
    """
    found = _NUMBER.match(text.strip().upper())
    if found is None:
        return Q(pk__in=())
    wanted = Q(number=int(found["number"]))
    if found["device"]:
        ours = Q(kind__in=(Document.RECEIPT, Document.RETURN_RECEIPT), series__endswith=f":{found['device']}")
        wanted &= ours & Q(register__name__iexact=found["register"])
    return wanted
