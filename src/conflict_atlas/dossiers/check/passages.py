"""The texts of a dossier, each with its file and place, in the order in which the page shows them.

What may live here: listing what is written (passages, in markup) and what is named (labels, without markup). A new text
field of ``dossier.py`` is added here once, and every rule on texts sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from conflict_atlas.dossiers.dossier import Dossier

Stands = Literal["each", "once", "free"]


@dataclass(frozen=True)
class Passage:
    """A text in markup.

    ``part`` is the part of the page that holds it. ``stands`` says what it needs: a source for ``each`` sentence, ``once``
    somewhere in the text, or ``free`` (it tells of the page itself, or explains a word).
    """

    file: str
    place: str
    part: str
    text: str
    stands: Stands


@dataclass(frozen=True)
class Label:
    """A text without markup: a title, a name, a label, an alternative text."""

    file: str
    place: str
    part: str
    text: str
    title: bool = True
    """Whether readers see it as a title or name; an alternative text or a note is none."""


def passages(dossier: Dossier) -> tuple[Passage, ...]:
    """Every text in markup that is not empty, in reading order."""
    return tuple(passage for passage in _passages(dossier) if passage.text.strip())


def labels(dossier: Dossier) -> tuple[Label, ...]:
    """Every text without markup that is not empty."""
    return tuple(label for label in _labels(dossier) if label.text.strip())


def _passages(d: Dossier) -> Iterator[Passage]:
    yield Passage("lead.md", "the lead", "lead", d.lead, "each")
    for fact in d.quick_facts:
        place = fact.kind.value + (f" ({fact.side})" if fact.side else "")
        yield Passage("quick-facts.yaml", place, "quick_facts", fact.text, "each")
    yield Passage("background.md", "background", "background", d.background, "each")
    yield Passage("developments.md", "recent developments", "developments", d.developments, "each")
    yield Passage("concerns.md", "concerns", "concerns", d.concerns, "each")
    for event in d.timeline:
        yield Passage("timeline.yaml", event.key, "timeline", event.text, "each")
    for actor in d.actors:
        for number, role in enumerate(actor.roles, start=1):
            yield Passage("actors.yaml", f"{actor.key}, role {number} ({role.role})", "actors", role.text, "once")
    for status in d.territory:
        yield Passage("territory.yaml", f"{status.territory}, {status.period}", "territory", status.text, "once")
    for tally in d.casualties:
        yield Passage("casualties.yaml", tally.title, "casualties", tally.note, "free")
    for disagreement in d.disagreements:
        yield Passage("disagreements.yaml", disagreement.topic, "disagreements", disagreement.text, "once")
        if disagreement.settles:
            yield Passage("disagreements.yaml", f"{disagreement.topic}, settles", "disagreements", disagreement.settles, "free")
    for agreement in d.agreements:
        for number, term in enumerate(agreement.terms, start=1):
            yield Passage("agreements.yaml", f"{agreement.key}, term {number}", "agreements", term, "once")
        yield Passage("agreements.yaml", f"{agreement.key}, status", "agreements", agreement.status, "once")
    for picture in d.pictures:
        yield Passage("pictures.yaml", picture.key, "pictures", picture.caption, "free")
    for drawn in d.maps:
        yield Passage("maps.yaml", drawn.key, "maps", drawn.caption, "once")
    yield Passage("how-we-know.md", "how we know", "how_we_know", d.how_we_know, "free")
    yield Passage("interests.md", "funding and interests", "interests", d.interests, "free")
    for explained in d.terms:
        yield Passage("terms.yaml", explained.key, "terms", explained.text, "free")


def _labels(d: Dossier) -> Iterator[Label]:
    yield Label("dossier.yaml", "title", "head", d.title)
    for fact in d.quick_facts:
        yield Label("quick-facts.yaml", fact.kind.value, "quick_facts", fact.side or "")
    for event in d.timeline:
        yield Label("timeline.yaml", f"{event.key}, title", "timeline", event.title)
        yield Label("timeline.yaml", f"{event.key}, place", "timeline", event.place or "")
    for actor in d.actors:
        yield Label("actors.yaml", f"{actor.key}, name", "actors", actor.name)
        for role in actor.roles:
            yield Label("actors.yaml", f"{actor.key}, toward", "actors", role.toward or "")
    for status in d.territory:
        place = f"{status.territory}, {status.period}"
        for text in (status.territory, status.governed_by, status.recognised):
            yield Label("territory.yaml", place, "territory", text)
    for tally in d.casualties:
        yield Label("casualties.yaml", f"{tally.title}, title", "casualties", tally.title)
    for disagreement in d.disagreements:
        yield Label("disagreements.yaml", f"{disagreement.topic}, topic", "disagreements", disagreement.topic)
    for agreement in d.agreements:
        for text in (agreement.name, *agreement.parties, *agreement.brokers):
            yield Label("agreements.yaml", f"{agreement.key}, names", "agreements", text)
    for picture in d.pictures:
        yield Label("pictures.yaml", f"{picture.key}, alt", "pictures", picture.alt, title=False)
        yield Label("pictures.yaml", f"{picture.key}, sensitive", "pictures", picture.sensitive, title=False)
    for drawn in d.maps:
        yield Label("maps.yaml", f"{drawn.key}, title", "maps", drawn.title)
        yield Label("maps.yaml", f"{drawn.key}, alt", "maps", drawn.alt, title=False)
        for text in (*(a.label for a in drawn.areas), *(n.label for n in drawn.lines), *(e.text for e in drawn.legend)):
            yield Label("maps.yaml", f"{drawn.key}, labels", "maps", text)
        for place_label in drawn.places:
            yield Label("maps.yaml", f"{drawn.key}, place {place_label.label}", "map_places", place_label.label)
    for other in d.see_also:
        yield Label("see-also.yaml", other.title, "see_also", other.title)
        yield Label("see-also.yaml", f"{other.title}, note", "see_also", other.note, title=False)
    for resource in d.resources:
        yield Label("resources.yaml", f"{resource.title}, note", "resources", resource.note, title=False)
    for source in d.sources:
        yield Label("sources.yaml", f"{source.key}, note", "sources", source.note, title=False)
    if d.assessment is not None:
        yield Label("dossier.yaml", "assessment", "head", d.assessment.reason, title=False)
    for name, flag in (("risk_alert", d.risk_alert), ("resolution_opportunity", d.resolution_opportunity)):
        if flag is not None:
            yield Label("dossier.yaml", name, "head", flag.reason, title=False)
    if d.lens is not None:
        yield Label("dossier.yaml", "lens", "head", d.lens.reason, title=False)
    # What was wrong is quoted as it was, a loaded word too.
    for number, correction in enumerate(d.corrections, start=1):
        yield Label("dossier.yaml", f"correction {number}", "corrections", correction.now, title=False)
    for defined in d.terms:
        yield Label("terms.yaml", f"{defined.key}, term", "terms", defined.term)
