"""What an endpoint is given: who asks, when and with which key; how it finds things and has an action done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.doors.api.routes import Endpoint
from vaxel.doors.api.shapes import Money, UnitPrice, dec_hook, enc_hook
from vaxel.kernel.actions import Action
from vaxel.kernel.actors import Actor, covers
from vaxel.kernel.db.hints import beside
from vaxel.kernel.once import answered
from vaxel.kernel.refusals import BadInput, Forbidden, NotFound

type Sites = frozenset[UUID] | None


class UnknownThing(BadInput):
    """A body names an id that does not exist, or not for this actor: the same answer for both (F-24)."""

    status = 422
    sentence = _("%(path)s: there is nothing with the id %(id)s, or it belongs to another site.")


class SiteMissing(BadInput):
    """A token for every site must say at which one."""

    status = 422
    sentence = _("site: say at which site, since this token is for all of them.")


class WrongCurrency(BadInput):
    """An amount in another currency than the site's or company's."""

    status = 422
    sentence = _("%(path)s: amounts here are in %(currency)s, not in %(given)s.")


def minor(amount: Money | None, currency: str, path: str) -> int:
    """The amount's minor units, 0 for none; WrongCurrency unless it is in `currency`."""
    if amount is None:
        return 0
    if amount.currency != currency:
        raise WrongCurrency(path=path, currency=currency, given=amount.currency)
    return amount.minor


def price_cm(price: UnitPrice | None, currency: str, path: str) -> int | None:
    """The price in hundredths of a minor unit, None for none; WrongCurrency unless it is in `currency`."""
    if price is not None and price.currency != currency:
        raise WrongCurrency(path=path, currency=currency, given=price.currency)
    return price.cm if price else None


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a known actor."""

    by: Actor
    at: datetime
    key: str
    endpoint: Endpoint
    asked: str = ""

    def sites(self, may: str = "") -> Sites:
        """The sites where the actor has the permission (or, without one, any standing); None is every site."""
        if any(not may or covers(patterns, may) for site_id, patterns in self.by.grants.items() if site_id is None):
            return None
        return frozenset(
            site_id for site_id, patterns in self.by.grants.items() if site_id and (not may or covers(patterns, may))
        )

    def check(self) -> None:
        """Refuses with Forbidden when the endpoint's permission is held at no site."""
        if self.endpoint.may and self.sites(self.endpoint.may) == frozenset():
            raise Forbidden(permission=self.endpoint.may)

    def mine[M: Model](self, query: QuerySet[M], site: str = "site_id", wanted: UUID | None = None) -> QuerySet[M]:
        """The rows at sites where the actor may read, of `wanted` alone when given; `site` is the column's name."""
        sites = self.sites(self.endpoint.may)
        if wanted is not None:
            return query.filter(beside(site, [wanted])) if sites is None or wanted in sites else query.none()
        return query if sites is None else query.filter(beside(site, sites))

    def one[M: Model](self, query: QuerySet[M], thing_id: UUID, site: str = "") -> M:
        """The row with the id in the address; NotFound when missing or at a site that is not the actor's (F-24)."""
        found = (self.mine(query, site) if site else query).filter(pk=thing_id).first()
        if found is None:
            raise NotFound()
        return found

    def named[M: Model](self, query: QuerySet[M], thing_id: UUID, path: str, site: str = "") -> M:
        """The row a body's field `path` names; UnknownThing when missing or at another's site."""
        found = (self.mine(query, site) if site else query).filter(pk=thing_id).first()
        if found is None:
            raise UnknownThing(path=path, id=thing_id)
        return found

    def keyed[M: Model](self, query: QuerySet[M], path: str, key: str) -> M:
        """The row a body's field `path` names by a key of words; UnknownThing when missing."""
        found = query.first()
        if found is None:
            raise UnknownThing(path=path, id=key)
        return found

    def maybe[M: Model](self, query: QuerySet[M], thing_id: UUID | None, path: str, site: str = "") -> M | None:
        """As `named`, and None when the body names nothing."""
        return None if thing_id is None else self.named(query, thing_id, path, site)

    def site(self, site_id: UUID | None) -> Site:
        """The site a body names, else the token's own; SiteMissing when neither, UnknownThing when not the token's."""
        wanted = site_id or self.by.site_id
        if wanted is None:
            raise SiteMissing()
        return self.named(Site.objects.all(), wanted, "site", "id")

    def do[R, S](self, action: Action[..., R], shape: Callable[[R], S], /, *args: Any, **kwargs: Any) -> S:
        """The action's answer in its shape: performed now, or as it was the first time this key was used (F-1)."""
        said: dict[str, Any] = {**kwargs, "asked": self.asked, "by": self.by, "at": self.at}
        answer = action.once(self.key, *args, kept_as=lambda made: _plain(shape(made)), **said)
        read: S = msgspec.convert(answer, self.endpoint.answers, dec_hook=dec_hook)
        return read

    def allowed(self, action: Action[..., Any], site_id: UUID) -> None:
        """Refuses with Forbidden when the actor may not do the action at the site; for what only asks outside."""
        if not self.by.may(action.name, site_id):
            raise Forbidden(permission=action.name)

    def answered(self) -> Any:
        """The answer this key was given before, for this very request and someone who may have it; None otherwise.

        For a retry that comes when what it names is gone, because the first try did it (F-1).
        """
        found = answered(self.key, self.asked) if self.key else None
        if found is None:
            return None
        action, kept = found
        site = kept.get("site") if isinstance(kept, dict) else None
        sites = self.sites(action)
        theirs = sites is None or bool(sites and (site is None or UUID(site) in sites))
        return msgspec.convert(kept, self.endpoint.answers, dec_hook=dec_hook) if theirs else None


def _plain(answer: Any) -> Any:
    return msgspec.to_builtins(answer, enc_hook=enc_hook)
