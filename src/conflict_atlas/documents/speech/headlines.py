"""Headlines: "...: ministry", "... - Kan broadcaster", "UN: ...".

What may live here: how a headline names its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.speech.acts import Speech
from conflict_atlas.documents.speech.names import PLACE_LEAD, names_a_source, tidied


def headline(view: str, start: int, end: int) -> Iterator[Speech]:
    """Headlines: "...: ministry", "... - Kan broadcaster", "UN: ...", "ISRAEL KAN TV: ..."."""
    line = view[start:end]
    behind = re.search(r"(?::|\s-)\s+(?P<who>[^:|]{2,60})$", line)
    if behind and len(behind.group("who").split()) <= 6 and names_a_source(behind.group("who")):
        yield Speech(
            tidied(behind.group("who")),
            ":",
            (start + behind.start(), start + behind.start() + 1),
            (start, start + behind.start()),
            "speech-headline",
        )
        return
    ahead = re.match(r"(?P<who>[^:|]{2,40}):\s+(?=\S)", line)
    counts = (
        ahead is not None
        and len(ahead.group("who").split()) <= 3
        and re.match(r"(?:at least |over |more than |about |some )?\d", line[ahead.end() :], re.IGNORECASE)
    )
    if (
        ahead
        and len(ahead.group("who").split()) <= 5
        and (names_a_source(ahead.group("who")) or (counts and not PLACE_LEAD.search(ahead.group("who"))))
    ):
        yield Speech(
            tidied(ahead.group("who")),
            ":",
            (start + ahead.end("who"), start + ahead.end("who") + 1),
            (start + ahead.end(), end),
            "speech-headline",
        )
