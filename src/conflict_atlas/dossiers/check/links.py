"""Rule: every link inside the guide leads to something."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.markup import ConflictLink, Figure, Note, TermLink
from conflict_atlas.events.catalogue import tracked


def _look(reading: Reading) -> Iterator[Finding]:
    terms = {term.key for term in reading.dossier.terms}
    for passage, inline in reading.inlines:
        if isinstance(inline, TermLink) and inline.key not in terms:
            what = f"links to term:{inline.key}, which terms.yaml does not explain; add it or take the link out"
            yield RULE.error(passage.file, passage.place, what)
        if isinstance(inline, ConflictLink) and not _is_tracked(inline.slug):
            what = f"links to conflict:{inline.slug}, which this guide does not track; correct the slug or take the link out"
            yield RULE.error(passage.file, passage.place, what)
        if passage.part == "terms" and isinstance(inline, Figure | Note):
            what = "an explanation of a word holds a figure or footnote; tell that in the text, and explain the word alone"
            yield RULE.error(passage.file, passage.place, what)
    for other in reading.dossier.see_also:
        if other.conflict is not None and not _is_tracked(other.conflict):
            what = f"names the conflict {other.conflict!r}, which this guide does not track; correct the slug or leave it out"
            yield RULE.error("see-also.yaml", other.title, what)
    for defined in reading.dossier.terms:
        if not defined.text.strip():
            yield RULE.error("terms.yaml", defined.key, "explains nothing; write its text or take it out")


def _is_tracked(slug: str) -> bool:
    return tracked.by_slug(slug) is not None or tracked.redirect(slug) is not None


RULE = Rule(
    "link",
    'A `term:` link to a word that is not explained, a `conflict:` link or "see also" to a conflict that is not tracked; an '
    "explanation of a word that is empty or holds figures.",
    "Add the term, or correct the key or slug.",
    _look,
)
