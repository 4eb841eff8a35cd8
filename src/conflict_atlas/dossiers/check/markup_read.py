"""Rule: every text can be read as markup, and no other field holds HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#\d+|#x[0-9a-fA-F]+|[a-z]+);")


# Controls, zero-width blanks and marks that turn the direction of writing: with them a word can look like another.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


def _look(reading: Reading) -> Iterator[Finding]:
    for passage, error in reading.unreadable:
        yield RULE.error(passage.file, f"{passage.place}, line {error.line}", error.what)
    texts = [(p.file, p.place, p.text) for p in reading.passages] + [(n.file, n.place, n.text) for n in reading.labels]
    for file, place, text in texts:
        if hidden := _INVISIBLE.search(text):
            what = f"holds an invisible character (U+{ord(hidden.group()):04X}); write the words again without it"
            yield RULE.error(file, place, what)
    for label in reading.labels:
        if found := _TAG.search(label.text):
            yield RULE.error(label.file, label.place, f"holds HTML ({found.group()}); write the words alone")
    for claim in reading.dossier.claims:
        if found := _TAG.search(f"{claim.text} {claim.note} {claim.claimant}"):
            yield RULE.error(CLAIMS, claim.claim_id, f"holds HTML ({found.group()}); write the words alone")


RULE = Rule(
    "markup",
    "A text that is not in the markup (HTML, images, tables, a heading of the wrong level, a broken reference), HTML in a "
    "title, label or claim, or an invisible character.",
    'Write paragraphs, lists with "- ", headings with "### ", *stress*, links, figures and footnotes, and nothing else.',
    _look,
)
