"""Makes, lists and revokes API tokens."""

import sys
from argparse import Namespace
from typing import Any

from vaxel.business.locations import tokens
from vaxel.business.locations.company import the_company
from vaxel.business.locations.models import ApiToken
from vaxel.doors.console.acting import console, site_of
from vaxel.doors.console.trouble import Trouble
from vaxel.kernel import clock


def run(options: Namespace) -> int:
    """The token's text was printed; or the tokens listed; or those of the name revoked. Refuses as tokens.make does."""
    the_company()
    if options.list:
        for token in _open_tokens():
            print(f"{token.name:<30} {token.role.key:<14} {token.site.code if token.site else 'every site'}")
        return 0
    if not options.name:
        raise Trouble("Say what the token is for, such as: vaxel token webshop")
    said: dict[str, Any] = {"by": console(), "at": clock.now()}
    if options.revoke:
        found = [token for token in _open_tokens() if token.name == options.name]
        if not found:
            raise Trouble(f"No token named {options.name} opens anything.")
        for token in found:
            tokens.revoke(token, **said)
        print(f"{options.name} opens nothing any more.")
        return 0
    _token, text = tokens.make(name=options.name, role=options.role, site=site_of(options.site), **said)
    print("This is the token. It is shown only now:", file=sys.stderr)
    print(text)
    return 0


def _open_tokens() -> list[ApiToken]:
    return list(ApiToken.objects.filter(revoked_at=None).select_related("role", "site").order_by("name"))
