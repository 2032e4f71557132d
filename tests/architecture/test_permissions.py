"""Permission is checked by every action, whoever calls it and through whichever door (F-18); made from the list."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps

import vaxel.business
from vaxel.business.locations.roles_ready import ALWAYS, OWNER_ONLY, READY
from vaxel.business.locations.tests.cast import AT
from vaxel.kernel.actions import REGISTRY, Action
from vaxel.kernel.actors import Actor, covers
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import History
from vaxel.kernel.refusals import Forbidden, NotFound


def _load() -> None:
    for module in pkgutil.walk_packages(vaxel.business.__path__, "vaxel.business."):
        if not {"tests", "migrations"} & set(module.name.split(".")):
            importlib.import_module(module.name)


_load()
ACTIONS = sorted(name for name in REGISTRY if not name.startswith("sample."))


class Anything:
    """Stands for any argument: has every attribute, is known to no site."""

    def __getattr__(self, name: str) -> "Anything":
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __iter__(self) -> Iterator["Anything"]:
        return iter([Anything()])

    def __getitem__(self, _at: object) -> "Anything":
        return Anything()

    def __len__(self) -> int:
        return 1


def attempt(action: Action[..., Any], by: Actor) -> None:
    """Call the action with anything for every argument it demands."""
    args, kwargs = [], {}
    for parameter in inspect.signature(action.function).parameters.values():
        if parameter.name in ("by", "at") or parameter.default is not parameter.empty:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY:
            kwargs[parameter.name] = Anything()
        elif parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
            args.append(Anything())
    action(*args, **kwargs, by=by, at=AT)


def rows() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of actions whose body ran: none may."""
    ran: list[str] = []

    def marked(name: str) -> Callable[..., None]:
        return lambda *_args, **_kwargs: ran.append(name)

    for name in ACTIONS:
        function = REGISTRY[name].function
        double = marked(name)
        double.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]
        monkeypatch.setattr(REGISTRY[name], "function", double)
    return ran


def test_there_are_actions_to_check() -> None:
    assert len(ACTIONS) > 60


@pytest.mark.django_db
def test_who_has_no_standing_learns_nothing_and_stores_nothing_but_the_attempt(asked: list[str]) -> None:
    before = rows()
    for name in ACTIONS:
        with pytest.raises(NotFound):
            attempt(REGISTRY[name], Actor("staff", "Nobody", id=new_id()))
    assert asked == []
    assert list(History.objects.order_by("action").values_list("action", "outcome")) == [
        (name, "refused") for name in ACTIONS
    ]
    assert rows() == before | {"kernel.History": len(ACTIONS)}


@pytest.mark.django_db
@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.key)
def test_a_role_without_the_action_is_refused_and_the_attempt_is_in_history(asked: list[str], ready: Any) -> None:
    held = frozenset(ready.actions) | frozenset(ALWAYS)
    by = Actor("staff", ready.name_en, id=new_id(), grants={None: held})
    without = [name for name in ACTIONS if not covers(held, name)]
    before = rows()
    for name in without:
        with pytest.raises(Forbidden):
            attempt(REGISTRY[name], by)
    assert asked == []
    assert sorted(History.objects.filter(outcome="refused").values_list("action", flat=True)) == without
    assert rows() == before | {"kernel.History": len(without)}
    assert without or ready.key == "owner"


@pytest.mark.django_db
def test_a_role_at_one_site_is_none_at_another(asked: list[str]) -> None:
    here = new_id()
    by = Actor("staff", "Sam", id=new_id(), site_id=new_id(), grants={here: frozenset({"*"})})
    for name in ACTIONS:
        if not any(covers(frozenset({own}), name) for own in ALWAYS):
            with pytest.raises(Forbidden):
                attempt(REGISTRY[name], by)
    assert asked == []


def test_every_action_is_in_some_role_besides_the_owner_s_or_named_as_the_owner_s_alone() -> None:
    roles = [frozenset(ready.actions) for ready in READY if ready.key not in ("owner", "api_full")]
    alone = {name for name in ACTIONS if not any(covers(held, name) for held in (*roles, frozenset(ALWAYS)))}
    assert alone == {name for name in ACTIONS if covers(frozenset(OWNER_ONLY), name)}
