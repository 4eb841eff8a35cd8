"""Rule: the head of the page is complete, and says its language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.markup import CLAIM_ID

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")


def _look(reading: Reading) -> Iterator[Finding]:
    d = reading.dossier
    if not CLAIM_ID.fullmatch(d.slug):
        yield RULE.error("dossier.yaml", "head", f"its slug {d.slug!r} is no address; write small letters, digits and hyphens")
    if not d.title.strip():
        yield RULE.error("dossier.yaml", "head", "has no title")
    if not d.lead.strip():
        yield RULE.error("lead.md", "the lead", "is empty; say in a few sentences what the conflict is and where it stands")
    if not d.how_we_know.strip():
        yield RULE.warning("how-we-know.md", "how we know", "is empty; say what was read and how, and what was not")
    if not d.sources:
        yield RULE.error("sources.yaml", "sources", "names no source; list the documents that were read")
    for place, language in (("head", d.language), *((source.key, source.language) for source in d.sources)):
        if not _LANGUAGE.fullmatch(language):
            file = "dossier.yaml" if place == "head" else "sources.yaml"
            yield RULE.error(file, place, f"its language {language!r} is no language tag; write en, hy, az, zh-Hant, ...")
    for fact in d.quick_facts:
        if not fact.text.strip():
            what = "is empty; write what is known, or that the documents read do not say"
            yield RULE.error("quick-facts.yaml", fact.kind.value, what)
    for event in d.timeline:
        if not (event.title.strip() and event.text.strip()):
            yield RULE.error("timeline.yaml", event.key, "has no title or no text; say what happened, with a footnote")
    for number, correction in enumerate(d.corrections, start=1):
        if not (correction.was.strip() and correction.now.strip()):
            yield RULE.error("dossier.yaml", f"correction {number}", "does not say what was wrong and what stands there now")


RULE = Rule(
    "incomplete",
    "A page without slug, title, lead or source, a language that is no tag, an empty line of the quick facts, an event without "
    'title or text, a correction that does not say what was wrong and what is right (errors); nothing under "how we know" '
    "(warning).",
    "Write it. Where nothing is known, say that the documents read do not say.",
    _look,
)
