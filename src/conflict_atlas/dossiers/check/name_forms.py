"""Rule: a place or actor with forms of two sides is given in both at its first mention, and on every map."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.events.catalogue import names


def _look(reading: Reading) -> Iterator[Finding]:
    seen: set[str] = set()
    for told in reading.told:
        mentioned = names.mentions(told.sentence.text)
        for thing in dict.fromkeys(mention.thing for mention in mentioned):
            if thing.key in seen or not thing.both:
                continue
            seen.add(thing.key)
            if not thing.has_both(mentioned):
                what = f"first mention of {_form(thing, mentioned)!r}; write both forms: {' / '.join(thing.both)}"
                yield RULE.error(told.passage.file, told.place, what)
    for label in reading.labels:
        if label.part != "map_places":
            continue
        mentioned = names.mentions(label.text)
        for thing in dict.fromkeys(mention.thing for mention in mentioned):
            if thing.both and not thing.has_both(mentioned):
                what = f"a map stands alone, so its label gives both forms: {' / '.join(thing.both)}"
                yield RULE.error(label.file, label.place, what)


def _form(thing: names.NamedThing, mentioned: tuple[names.Mention, ...]) -> str:
    return next(mention.form for mention in mentioned if mention.thing == thing)


RULE = Rule(
    "name-forms",
    "A place or actor of the names table that two sides call differently, with one form only at its first mention in the order "
    "of the page (titles do not count), or on a place of a map.",
    'Write "Shusha / Shushi" or "Nagorno-Karabakh (Artsakh in Armenian usage)"; later mentions may use one form.',
    _look,
)
