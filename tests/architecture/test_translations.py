"""Every sentence people may read is said in Swedish too, with the same values in it, and no word stands outside."""

import polib
import pytest

from tests.architecture import translations
from tests.architecture.translations import CATALOGUE, ROOT, Message


@pytest.fixture(scope="module")
def said() -> dict[Message, polib.POEntry]:
    """The Swedish catalogue."""
    po = polib.pofile(str(CATALOGUE))
    return {Message(one.msgctxt or "", one.msgid, one.msgid_plural or ""): one for one in po if not one.obsolete}


def texts(entry: polib.POEntry) -> list[str]:
    """What the entry says in Swedish, both forms of a plural."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_message_has_a_swedish_text(said: dict[Message, polib.POEntry]) -> None:
    missing = [
        f"{path}: {message.text}"
        for message, path in translations.messages().items()
        if message not in said or "fuzzy" in said[message].flags or not all(texts(said[message]))
    ]
    assert missing == [], "python -m tests.architecture.translations adds them to the catalogue"


def test_the_catalogue_says_nothing_that_nobody_asks_for(said: dict[Message, polib.POEntry]) -> None:
    assert sorted(message.text for message in said.keys() - translations.messages().keys()) == []


def test_a_translation_holds_the_same_values(said: dict[Message, polib.POEntry]) -> None:
    different = [
        message.text
        for message, entry in said.items()
        for text in texts(entry)
        if not translations.placeholders(text) <= translations.placeholders(message.text + message.plural)
        or translations.placeholders(message.plural or message.text) - translations.placeholders(text)
    ]
    assert different == []


def test_a_sentence_ends_in_swedish_as_it_does_in_english(said: dict[Message, polib.POEntry]) -> None:
    signs = (".", "?", ":", "…")
    different = [
        message.text
        for message, entry in said.items()
        for text in texts(entry)
        if any(message.text.endswith(sign) != text.endswith(sign) for sign in signs)
    ]
    assert different == []


def test_no_word_of_a_template_stands_outside_a_translation() -> None:
    bare = {
        str(path.relative_to(ROOT)): words
        for path in translations.sources(".html")
        if (words := translations.bare_text(path.read_text()))
    }
    assert bare == {}


def test_words_are_found_wherever_they_stand() -> None:
    python = "from django.utils.translation import gettext as _, ngettext\n_('One')\nngettext('%(n)s a', '%(n)s as', 2)"
    assert list(translations.in_python(python)) == [Message("", "One", ""), Message("", "%(n)s a", "%(n)s as")]
    template = (
        '{% load i18n %}{% if a %}{% translate "Two" %}{% else %}{% for b in c %}{% translate "Three" context "x" %}'
        "{% empty %}{% blocktranslate count n=b trimmed %}\n {{ n }} four{% plural %}{{ n }} fours\n"
        "{% endblocktranslate %}{% endfor %}{% endif %}"
    )
    assert set(translations.in_template(template)) == {
        Message("", "Two", ""), Message("x", "Three", ""), Message("", "%(n)s four", "%(n)s fours"),
    }  # fmt: skip
    assert translations.bare_text('<p title="Hello">{{ x }} there <kbd>Esc</kbd></p>') == ["Hello", "there"]
