"""Keeps what parts are found by in step with what they are called: the fragment index and the spelling table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import F

from vaxel.business.catalog import rules
from vaxel.business.catalog.models import Part, PartCode, PartSearch, Spelling
from vaxel.kernel.db import rows

_BATCH = 500


def refresh(part_ids: Sequence[UUID]) -> None:
    """The parts are found by their present numbers, codes, names and brand, retired ones by nothing.

    Part of the action that changed them.
    """
    for start in range(0, len(part_ids), _BATCH):
        _refresh(part_ids[start : start + _BATCH])


def add(parts: Iterable[tuple[UUID, str, Sequence[tuple[str, str]], tuple[str, ...]]]) -> None:
    """Parts that were just stored are found: (id, number, (kind, code) of its codes, names), compared as stored.

    The same as `refresh`, without reading back what the caller knows. Part of the action that added them.
    """
    found = [
        (part_id, rules.search_text(norm=norm, codes=[code for _kind, code in sorted(codes)], names=names), names)
        for part_id, norm, codes, names in parts
    ]
    rows.insert(PartSearch, ("part", "text"), [(part_id, text) for part_id, text, _names in found])
    _spell(names for _id, _text, names in found)


def _refresh(part_ids: Sequence[UUID]) -> None:
    wanted = dict(texts(part_ids))
    held = dict(PartSearch.objects.filter(part__in=part_ids).values_list("part", "text"))
    text_of = {part_id: wanted[part_id][0] if part_id in wanted else "" for part_id in part_ids}
    rows.insert(PartSearch, ("part", "text"), [(one, text) for one, text in text_of.items() if one not in held])
    changed = [(one, text_of[one]) for one, text in held.items() if text != text_of[one]]
    if changed:
        rows.update(PartSearch, ("part",), ("text",), changed)
    _spell(names for _text, names in wanted.values())


def texts(part_ids: Iterable[UUID]) -> Iterator[tuple[UUID, tuple[str, tuple[str, ...]]]]:
    """(part, (the text it is to be found by, its names)) of those in use, from numbers, codes and names as they are."""
    part_ids = list(part_ids)
    codes: dict[UUID, list[str]] = defaultdict(list)
    for part_id, norm in (
        PartCode.objects.filter(part__in=part_ids).order_by("kind", "norm").values_list("part", "norm")
    ):
        codes[part_id].append(norm)
    in_use = Part.objects.filter(pk__in=part_ids, retired_at=None)
    rows = in_use.values_list("id", "norm", "name_sv", "name_en", "brand__name")
    found = {part_id: (norm, tuple(names)) for part_id, norm, *names in rows}
    for part_id in (one for one in part_ids if one in found):
        norm, names = found[part_id]
        yield part_id, (rules.search_text(norm=norm, codes=codes[part_id], names=names), names)


def _spell(many_names: Iterable[tuple[str, ...]]) -> None:
    words = {word for names in many_names for word in rules.spelled_words(names)}
    known = set(Spelling.objects.filter(form__in=words, word=F("form")).values_list("word", flat=True))
    wanted = [(form, word) for word in sorted(words - known) for form in sorted(rules.forms(word))]
    rows.insert_new(Spelling, ("form", "word"), wanted, key="form, word")
