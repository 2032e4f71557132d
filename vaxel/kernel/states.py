"""A state is a table: `TICKET = Machine("ticket", draft="quoted open", quoted="open void", void="")`."""

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import Conflict


class WrongState(Conflict):
    """The move is not in the table."""

    sentence = _("This %(thing)s is %(state)s and cannot become %(wanted)s.")


class Machine:
    """States and the moves allowed between them; every state that is named in a move must have its own row."""

    def __init__(self, thing: str, **moves: str) -> None:
        self.thing = thing
        self.moves = {state: frozenset(after.split()) for state, after in moves.items()}
        unknown = frozenset().union(*self.moves.values()) - self.moves.keys()
        if unknown:
            raise ValueError(f"{thing}: no row for {sorted(unknown)}")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For a model field."""
        return [(state, state) for state in self.moves]

    def allows(self, state: str, wanted: str) -> bool:
        """Whether the table has this move."""
        return wanted in self.moves[state]

    def check(self, state: str, wanted: str) -> str:
        """`wanted`, if the table has the move; refuses with WrongState otherwise."""
        if not self.allows(state, wanted):
            raise WrongState(thing=self.thing, state=state, wanted=wanted)
        return wanted
