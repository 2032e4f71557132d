"""A state is a table: `TICKET = Machine("ticket", draft="quoted open", quoted="open void", void="")`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import Conflict


class WrongState(Conflict):
    """The move is not in the table."""

    sentence = _("The %(thing)s is “%(state)s” and cannot become “%(wanted)s”.")

    def __init__(self, machine: "Machine", state: str, wanted: str) -> None:
        super().__init__(thing=machine.thing, state=state, wanted=wanted)
        self.machine = machine

    def __str__(self) -> str:
        call = self.machine.names.get
        return str(self.sentence) % {key: call(value, value) for key, value in self.params.items()}


class Machine:
    """States and the moves allowed between them; every state that is named in a move must have its own row."""

    def __init__(self, thing: str, **moves: str) -> None:
        self.thing = thing
        self.names: dict[str, str | Promise] = {}
        self.moves = {state: frozenset(after.split()) for state, after in moves.items()}
        unknown = frozenset().union(*self.moves.values()) - self.moves.keys()
        if unknown:
            raise ValueError(f"{thing}: no row for {sorted(unknown)}")

    def called(self, thing: str | Promise, **states: str | Promise) -> "Machine":
        """The same machine, with what people call the thing and its states in a sentence that says no."""
        self.names = {**states, self.thing: thing}
        return self

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
            raise WrongState(self, state, wanted)
        return wanted
