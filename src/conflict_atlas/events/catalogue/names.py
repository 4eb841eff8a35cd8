"""Forms of names: places and actors that are called one thing by some and another by others.

What may live here: the table of forms and finding them in a text. A form is found as whole words only, so that a search
for one form finds the pages that use another. No form is marked as the right one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from conflict_atlas.events.catalogue.files import CatalogueError, parse_yaml_list, read_text
from conflict_atlas.events.catalogue.matching import name_key

NAMES_FILE = "names.yaml"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class NameForm:
    """One way in which a place or actor is written."""

    form: str
    language: str
    used_by: str
    since: str | None = None
    """From when, as precise as the source: YYYY, YYYY-MM or YYYY-MM-DD."""
    until: str | None = None


@dataclass(frozen=True)
class NamedThing:
    """A place or an actor with all its forms, in the order of the file."""

    key: str
    kind: str
    """place or actor."""
    forms: tuple[NameForm, ...]
    both: tuple[str, ...] = ()
    """The forms of the two sides, which a first mention gives; empty where the sides use the same name."""

    @property
    def both_forms(self) -> str:
        """What a first mention writes so that it takes no side: "Shusha / Shushi"; the first form where one is enough."""
        return " / ".join(self.both or (self.forms[0].form,))

    def has_both(self, mentioned: tuple[Mention, ...]) -> bool:
        """Whether the mentions give a form of each side; another form of the same language stands for its side."""
        language = {form.form: form.language for form in self.forms}
        given = {language[mention.form] for mention in mentioned if mention.thing == self}
        return given.issuperset(language[form] for form in self.both)


@dataclass(frozen=True)
class Mention:
    """One form of a thing that stands in a text."""

    thing: NamedThing
    form: str


def parse(text: str, file: str = NAMES_FILE) -> tuple[NamedThing, ...]:
    """Read and check a table of names. Raises CatalogueError at the first wrong entry."""
    things = tuple(_thing(raw, number, file) for number, raw in enumerate(parse_yaml_list(text, file), start=1))
    owner: dict[str, str] = {}
    for thing in things:
        for form in thing.forms:
            first = owner.setdefault(name_key(form.form), thing.key)
            if first != thing.key:
                raise CatalogueError(file, thing.key, f"the form {form.form!r} is also listed at {first}; keep it at one")
    if len({thing.key for thing in things}) < len(things):
        raise CatalogueError(file, "the file", "two entries have the same key; give each its own")
    return things


def _thing(raw: dict[str, Any], number: int, file: str) -> NamedThing:
    place = f"entry {number} ({raw.get('key', 'without a key')})"
    if not isinstance(raw.get("key"), str) or raw.get("kind") not in ("place", "actor") or not raw.get("forms"):
        raise CatalogueError(file, place, "needs key (a slug), kind (place or actor) and forms (a list)")
    forms = tuple(_form(form, place, file) for form in raw["forms"])
    both = tuple(raw.get("both") or ())
    languages = {form.language for form in forms if form.form in both}
    if both and not (len(both) == len(languages) == 2):
        raise CatalogueError(file, place, "both must name two of its forms, in two languages: the form of each side")
    return NamedThing(raw["key"], raw["kind"], forms, both)


def _form(raw: Mapping[str, Any], place: str, file: str) -> NameForm:
    for field in ("form", "language", "used_by"):
        if not isinstance(raw.get(field), str) or not raw[field].strip():
            raise CatalogueError(file, place, f"a form has no {field}; write it as text")
    for field in ("from", "to"):
        if raw.get(field) is not None and not _DATE.fullmatch(str(raw[field])):
            what = f"{field} of {raw['form']!r} must be written YYYY, YYYY-MM or YYYY-MM-DD, or left out"
            raise CatalogueError(file, place, what)
    since, until = (str(raw[field]) if raw.get(field) is not None else None for field in ("from", "to"))
    return NameForm(raw["form"], raw["language"], raw["used_by"], since, until)


@cache
def all() -> tuple[NamedThing, ...]:
    """Every place and actor of the table."""
    return parse(read_text(NAMES_FILE))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], NamedThing], ...]:
    return tuple(
        (re.compile("|".join(rf"(?<!\w){re.escape(name_key(form.form))}(?!\w)" for form in thing.forms)), thing)
        for thing in all()
    )


@cache
def _every_form() -> tuple[re.Pattern[str], Mapping[str, Mention]]:
    mentions = {name_key(form.form): Mention(thing, form.form) for thing in all() for form in thing.forms}
    longest_first = sorted(mentions, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), mentions


def mentions(text: str) -> tuple[Mention, ...]:
    """Every form that stands in the text, in its order; of forms inside one another the longest ("Republic of Artsakh")."""
    pattern, mentions = _every_form()
    return tuple(mentions[match.group()] for match in pattern.finditer(name_key(text)))


def find(text: str) -> tuple[NamedThing, ...]:
    """The places and actors of which some form stands in the text as whole words; case and accents do not count."""
    key = name_key(text)
    return tuple(thing for pattern, thing in _patterns() if pattern.search(key))


def forms_of(text: str) -> tuple[str, ...]:
    """Every form of every place or actor that the text names: what a search must look for."""
    return tuple(form.form for thing in find(text) for form in thing.forms)
