"""Which permissions an endpoint needs: a read says so itself, a write by the actions its function names."""

import ast
import inspect
import textwrap
from functools import cache

from vaxel.doors.api.routes import ANYONE, Endpoint
from vaxel.kernel.actions import Action


@cache
def permissions(endpoint: Endpoint) -> tuple[str, ...]:
    """The names of the permissions, in order; none for what any token may see."""
    if not endpoint.writes:
        return () if endpoint.may in ("", ANYONE) else (endpoint.may,)
    tree = ast.parse(textwrap.dedent(inspect.getsource(endpoint.call)))
    known = endpoint.call.__globals__
    named = (
        getattr(known.get(node.value.id), node.attr, None)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    )
    return tuple(sorted({one.name for one in named if isinstance(one, Action)}))
