"""Large XML files as a stream of records (PIES' items, ACES' applications), read by expat, one by one.

A file with a document type (the door of every entity bomb) is refused at once; so is one that is not well-formed, as
soon as that shows. Names lose their namespaces, which differ between versions.
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput

MOST_NODES, DEEPEST = 50_000, 40
_PIECE = 1 << 18


class NotThatXml(BadInput):
    """XML of another kind, or none."""

    sentence = _("The file is not %(kind)s, or is damaged: %(why)s.")


class HasDoctype(BadInput):
    """Neither standard has a document type; one only brings entities."""

    sentence = _("The file declares a document type, which such files never do. It is not read.")


class RecordTooLarge(BadInput):
    """A limit on everything."""

    sentence = _("A record of the file is larger than any real one is.")


def records(path: Path, root: str, names: Collection[str]) -> Iterator[Element]:
    """Each element of these names, without namespaces; forgotten once it was used.

    Refuses with NotThatXml when the outermost element is not `root` or the file is damaged, HasDoctype, RecordTooLarge.
    """
    reader = _Reader(root, names)
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                reader.parser.Parse(piece, False)
                yield from reader.taken()
            reader.parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise NotThatXml(kind=root, why=expat.ErrorString(fault.code)) from None
    except (LookupError, ValueError):
        raise NotThatXml(kind=root, why="encoding") from None
    yield from reader.taken()


def root_of(path: Path) -> str:
    """The outermost element's name, as far as it can be read; empty when it cannot."""
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _facts: found.append(name.rsplit(" ", 1)[-1])
    try:
        with path.open("rb") as file:
            parser.Parse(file.read(_PIECE), False)
    except (expat.ExpatError, LookupError, ValueError):
        pass
    return found[0] if found else ""


class _Reader:
    """Builds the records as the parser comes to them."""

    def __init__(self, root: str, names: Collection[str]) -> None:
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self._root, self._names = root, frozenset(names)
        self._done: list[Element] = []
        self._builder: TreeBuilder | None = None
        self._depth = self._nodes = self._record_depth = 0

    def taken(self) -> list[Element]:
        """The records that are whole since one asked."""
        done, self._done = self._done, []
        return done

    def _doctype(self, *_what: object) -> None:
        raise HasDoctype()

    def _start(self, name: str, facts: dict[str, str]) -> None:
        local = name.rsplit(" ", 1)[-1]
        if not self._depth and local != self._root:
            raise NotThatXml(kind=self._root, why=local[:40])
        self._depth += 1
        if self._builder is None and local in self._names:
            self._builder, self._nodes, self._record_depth = TreeBuilder(), 0, self._depth
        if self._builder is not None:
            self._count(1)
            self._builder.start(local, facts)

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._count(1 + len(text) // 1_000)
            self._builder.data(text)

    def _end(self, name: str) -> None:
        if self._builder is not None:
            self._builder.end(name.rsplit(" ", 1)[-1])
            if self._depth == self._record_depth:
                self._done.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def _count(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES or self._depth > DEEPEST:
            raise RecordTooLarge()
