"""Every sentence that people may read, found in Python and in templates, and the Swedish catalogue kept in step.

python -m tests.architecture.translations       adds what is missing (untranslated), drops what nobody says any more
"""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polib

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "vaxel" / "locale" / "sv" / "LC_MESSAGES" / "django.po"
# Function of django.utils.translation → which arguments are context, message and plural.
SAYING = {
    "gettext": (None, 0, None), "gettext_lazy": (None, 0, None), "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1), "ngettext_lazy": (None, 0, 1), "pgettext": (0, 1, None), "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2), "npgettext_lazy": (0, 1, 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%(?=[^(%])|%%")


class Message(NamedTuple):
    """A sentence with its context and plural, empty when it has none."""

    context: str
    text: str
    plural: str


def sources(suffix: str) -> list[Path]:
    """The product's files of a kind, tests left out."""
    return sorted(path for path in (ROOT / "vaxel").rglob(f"*{suffix}") if "tests" not in path.parts)


def messages() -> dict[Message, str]:
    """Every message, and the file it is said in first."""
    found: dict[Message, str] = {}
    for path in sources(".py"):
        for one in in_python(path.read_text()):
            found.setdefault(one, str(path.relative_to(ROOT)))
    for path in sources(".html"):
        for one in in_template(path.read_text()):
            found.setdefault(one, str(path.relative_to(ROOT)))
    return found


def in_python(source: str) -> Iterator[Message]:
    """What the calls of gettext and its kin say, under whatever names they were imported."""
    tree = ast.parse(source)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {one.asname or one.name: one.name for one in node.names if one.name in SAYING}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            places = SAYING[names[node.func.id]]
            texts = [_text(node.args[place]) if place is not None else "" for place in places]
            if None not in texts:
                yield Message(*(text or "" for text in texts))


def _text(node: ast.expr) -> str | None:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def in_template(source: str) -> Iterator[Message]:
    """What translate and blocktranslate say, as Django itself compiles them."""
    from django.template import Template
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for node in _nodes(Template(source)):
        if isinstance(node, TranslateNode):
            context = str(node.message_context.var) if node.message_context else ""
            yield Message(context, str(node.filter_expression.var.literal), "")
        elif isinstance(node, BlockTranslateNode):
            context = str(node.message_context.var) if node.message_context else ""
            texts = [node.render_token_list(tokens)[0] for tokens in (node.singular, node.plural or [])]
            if node.trimmed:
                texts = [" ".join(line.strip() for line in text.splitlines()).strip() for text in texts]
            yield Message(context, *texts)


def _nodes(template: Any) -> Iterator[Any]:
    from django.template.base import Node

    seen: set[int] = set()
    waiting = list(template.nodelist)
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        for name in dir(node):
            held = getattr(node, name, None) if name.startswith(("nodelist", "conditions", "blocks")) else None
            if name == "conditions_nodelists":
                held = [one for _condition, nodes in node.conditions_nodelists for one in nodes]
            if isinstance(held, (list, tuple)):
                waiting += [one for one in held if isinstance(one, Node)]
            elif isinstance(held, dict):
                waiting += [one for one in held.values() if isinstance(one, Node)]


def placeholders(text: str) -> set[str]:
    """The named values in a sentence."""
    return {found.group(1) for found in PLACEHOLDER.finditer(text) if found.group(1)}


def bare_text(source: str) -> list[str]:
    """Words of a template that no translate tag says: in the text, or in an attribute that is read or read out."""
    plain = re.sub(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", "", source, flags=re.DOTALL)
    plain = re.sub(r"\{%\s*block (?:page|size)\s*%\}.*?\{%\s*endblock\s*%\}", "", plain, flags=re.DOTALL)  # classes
    plain = re.sub(r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}", "", plain, flags=re.DOTALL)
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", plain, flags=re.DOTALL)
    plain = re.sub(r"<(script|style|kbd)\b.*?</\1>", "", plain, flags=re.DOTALL)
    plain = re.sub(r"<(?!html)(\w+)[^>]*\slang=\"[^\"]*\"[^>]*>.*?</\1>", "", plain, flags=re.DOTALL)  # named in itself
    read_out = re.findall(r"\b(?:aria-label|placeholder|title|alt)=\"([^\"]*)\"", plain)
    texts = [*read_out, *re.sub(r"<[^>]*>", "\n", plain).splitlines()]
    return [word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text) if word not in NAMES]


# Names and signs that are the same in every language.
NAMES = {
    "Växel", "VIN", "PDF", "PIN", "SMS", "Svenska", "English", "mm", "kr", "quot", "amp", "nbsp", "times", "kl",
}  # fmt: skip


def keep_in_step() -> tuple[int, int]:
    """The catalogue holds every message and no other; how many were added and dropped."""
    wanted = messages()
    po = polib.pofile(str(CATALOGUE), wrapwidth=110) if CATALOGUE.exists() else polib.POFile(wrapwidth=110)
    held = {Message(one.msgctxt or "", one.msgid, one.msgid_plural or ""): one for one in po}
    for message in held.keys() - wanted.keys():
        po.remove(held[message])
    for message in wanted.keys() - held.keys():
        plural = {"msgid_plural": message.plural, "msgstr_plural": {0: "", 1: ""}} if message.plural else {}
        po.append(polib.POEntry(msgid=message.text, msgctxt=message.context or None, **plural))
    po.sort(key=lambda one: (wanted[Message(one.msgctxt or "", one.msgid, one.msgid_plural or "")], one.msgid))
    for one in po:
        one.occurrences, one.comment, one.flags, one.previous_msgid = [], "", [], None
        one.tcomment = ""
    po.save(str(CATALOGUE))
    return len(wanted.keys() - held.keys()), len(held.keys() - wanted.keys())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    import django

    django.setup()
    print("{} added, {} dropped".format(*keep_in_step()))
