"""The catalogues of words: whole, with the places and tags of their texts, and every form of a plural that the language has."""

from __future__ import annotations

import re

import pytest
from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from conflict_atlas import locale

CODES = [language.code for language in locale.LISTED if language.code != locale.SOURCE]
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd%]")
TAGS = re.compile(r"</?[a-z]+[^>]*>")


@pytest.fixture(scope="module", params=CODES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with locale.catalogue(request.param).open("rb") as file:
        return read_po(file, locale=request.param)


def messages(held: Catalog) -> list[Message]:
    return [message for message in held if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """Each translation beside the text that it stands for; a plural's forms beside its many."""
    if isinstance(message.id, tuple):
        return [(message.id[1], form) for form in message.string]
    return [(message.id, str(message.string))]


def test_every_text_is_translated_and_none_is_a_guess(catalogue: Catalog) -> None:
    held = messages(catalogue)
    assert len(held) > 1000
    assert [message.id for message in held if not all(form for _, form in forms(message))] == []
    assert [message.id for message in held if message.fuzzy] == []


def test_a_translation_has_the_places_and_tags_of_its_text(catalogue: Catalog) -> None:
    for message in messages(catalogue):
        for text, translation in forms(message):
            assert sorted(PLACES.findall(translation)) == sorted(PLACES.findall(text)), translation
            assert sorted(TAGS.findall(translation)) == sorted(TAGS.findall(text)), translation


def test_a_plural_has_every_form_of_its_language(catalogue: Catalog) -> None:
    rule = Locale.parse(str(catalogue.locale)).plural_form
    assert catalogue.num_plurals == len({*rule.tags, "other"})
    plurals = [message for message in messages(catalogue) if isinstance(message.id, tuple)]
    assert plurals
    assert {len(message.string) for message in plurals} == {catalogue.num_plurals}


def test_arabic_has_six_forms_and_its_own_words_in_each() -> None:
    with locale.catalogue("ar").open("rb") as file:
        held = read_po(file, locale="ar")
    assert held.num_plurals == 6
    deaths = next(message for message in messages(held) if message.id == ("%(number)s death", "%(number)s deaths"))
    zero, one, two, few, many, other = deaths.string
    assert (one, two) == ("وفاة واحدة (%(number)s)", "وفاتان (%(number)s)")
    assert few != many
    assert (zero, many) == (few, other)


def test_beginnings_and_ends_stay_where_texts_are_joined(catalogue: Catalog) -> None:
    """A text that begins with a comma or semicolon continues another one, and so does its translation."""
    for message in messages(catalogue):
        for text, translation in forms(message):
            if text[0] in ",;":
                assert translation.strip("\u00a0")[0] in ",;،؛", translation


def test_a_language_says_how_it_runs_and_whether_somebody_has_signed_it() -> None:
    assert [(language.code, language.direction) for language in locale.LISTED] == [
        ("en", "ltr"),
        ("es", "ltr"),
        ("fr", "ltr"),
        ("ar", "rtl"),
    ]
    assert not locale.of("en").is_draft
    assert all(locale.of(code).is_draft for code in CODES)
    assert all(locale.is_built(code) for code in ("en", *CODES))
