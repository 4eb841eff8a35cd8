"""A dossier in another language: which of its texts can be translated, what is behind its source, and what a reader meets.

What may live here: naming the texts, their digests, and putting a translation in their place. Nothing is copied but words: a
figure in a translated text is the same claim, written in its language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from conflict_atlas.dossiers.dossier import SECTIONS, Dossier, NarratedEvent, QuickFact, TranslatedText, Translation


def texts(dossier: Dossier) -> Mapping[str, str]:
    """Every text that can be translated, by its name: ``title``, ``lead`` and the other sections, ``quick_facts/KIND`` or
    ``quick_facts/KIND/SIDE``, ``side/SIDE``, ``timeline/KEY/title`` and ``timeline/KEY``."""
    found = {"title": dossier.title}
    found |= {section: getattr(dossier, section) for section in SECTIONS}
    found |= {_fact_name(fact): fact.text for fact in dossier.quick_facts}
    found |= {_side_name(fact.side): fact.side for fact in dossier.quick_facts if fact.side}
    for event in dossier.timeline:
        found |= {f"timeline/{event.key}/title": event.title, f"timeline/{event.key}": event.text}
    return {name: text for name, text in found.items() if text.strip()}


def digest(text: str) -> str:
    """What names the exact text that was translated: 16 hexadecimal digits of its sha256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def translation_into(dossier: Dossier, language: str) -> Translation | None:
    """The translation into a language, or None."""
    return next((item for item in dossier.translations if item.language == language), None)


@dataclass(frozen=True)
class Told:
    """A dossier as it is told in a language.

    ``dossier`` has the translated texts in the place of their sources. ``translated`` names those texts, ``behind`` those of
    them whose source has changed since; all others are in ``dossier.language``.
    """

    dossier: Dossier
    language: str
    translation: Translation | None
    translated: frozenset[str]
    behind: tuple[str, ...]
    is_whole: bool
    """Whether every text that can be translated is."""

    def language_of(self, name: str) -> str:
        """The language in which a text is told."""
        return self.language if name in self.translated else self.dossier.language

    def fact(self, fact: QuickFact) -> str:
        """The language of a quick fact."""
        return self.language_of(_fact_name(fact))


def told_in(dossier: Dossier, language: str) -> Told:
    """The dossier as far as it is translated into a language. A text whose source is gone is left out."""
    translation = translation_into(dossier, language) if language != dossier.language else None
    if translation is None:
        return Told(dossier, language, None, frozenset(), (), language == dossier.language)
    sources = texts(dossier)
    given = {item.of: item for item in translation.texts if item.of in sources and item.text.strip()}
    behind = tuple(name for name in sources if name in given and given[name].source != digest(sources[name]))
    names = frozenset(given)
    told = names | _names_after(dossier, given)
    return Told(_with_texts(dossier, given), language, translation, told, behind, set(sources) <= names)


def _with_texts(dossier: Dossier, given: Mapping[str, TranslatedText]) -> Dossier:
    def text(name: str, source: str) -> str:
        return given[name].text if name in given else source

    def event_in(event: NarratedEvent) -> NarratedEvent:
        name = f"timeline/{event.key}"
        return replace(event, title=text(f"{name}/title", event.title), text=text(name, event.text))

    sections: dict[str, Any] = {section: text(section, getattr(dossier, section)) for section in SECTIONS}
    return replace(
        dossier,
        title=text("title", dossier.title),
        **sections,
        quick_facts=tuple(
            replace(
                fact,
                text=text(_fact_name(fact), fact.text),
                side=text(_side_name(fact.side), fact.side) if fact.side else fact.side,
            )
            for fact in dossier.quick_facts
        ),
        timeline=tuple(map(event_in, dossier.timeline)),
    )


def _names_after(dossier: Dossier, given: Mapping[str, TranslatedText]) -> frozenset[str]:
    """The names of quick facts under their translated side, under which they are asked for afterwards."""
    return frozenset(
        f"quick_facts/{fact.kind.value}/{given[_side_name(fact.side)].text}"
        for fact in dossier.quick_facts
        if fact.side and _side_name(fact.side) in given and _fact_name(fact) in given
    )


def _fact_name(fact: QuickFact) -> str:
    return f"quick_facts/{fact.kind.value}" + (f"/{fact.side}" if fact.side else "")


def _side_name(side: str) -> str:
    return f"side/{side}"
