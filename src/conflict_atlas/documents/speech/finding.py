"""Who says what in a sentence: speaker, verb and the part of the sentence that is said.

What may live here: which ways of attributing are looked for, in order. Where a text says "reportedly" or "it was reported" there is
no speaker. Pronouns are followed to the last speaker or subject of the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.speech.acts import Speakers, Speech
from conflict_atlas.documents.speech.headlines import headline
from conflict_atlas.documents.speech.names import PRONOUN, subject_of
from conflict_atlas.documents.speech.sources import (
    according,
    accounts,
    before_a_quote,
    by_whom,
    counts_of,
    if_right,
    in_brackets,
    quoted,
)
from conflict_atlas.documents.speech.verbs import gapped, verbs

_QUOTE = re.compile(r'"[^"]{15,}')
"""A sentence that opens with a quote, not with a word in quotation marks."""


def find_speech(view: str, start: int, end: int, speakers: Speakers, is_headline: bool = False) -> list[Speech]:
    """The acts of saying in a sentence, those that begin later last. ``speakers`` is brought up to date."""
    found: list[Speech] = []
    for begin, stop in _segments(view, start, end):
        of_segment = [*according(view, begin, stop), *(headline(view, begin, stop) if is_headline else ())]
        of_segment += [*quoted(view, begin, stop), *before_a_quote(view, begin, stop)]
        of_segment += verbs(view, begin, stop, speakers, of_segment)
        of_segment += by_whom(view, begin, stop)
        of_segment += accounts(view, begin, stop)
        of_segment += counts_of(view, begin, stop)
        of_segment += [*in_brackets(view, begin, stop), *if_right(view, begin, stop)]
        of_segment += gapped(view, begin, stop, of_segment)
        found += of_segment
        for speech in sorted(of_segment, key=lambda act: act.scope):
            if speech.speaker is not None and speech.is_statement:
                speakers.last = speech.speaker
    found.sort(key=lambda speech: speech.scope)
    is_quote = _QUOTE.match(view, start, end) is not None
    if is_quote and not found and speakers.is_quoting and speakers.last is not None:
        # A quote goes on in the next sentence: "...," said X. "...".
        found.append(Speech(speakers.last, '"', (start, start + 1), (start, end), "speech-quote"))
    speakers.is_quoting = '"' in view[start:end] and any(act.speaker for act in found)
    subject = subject_of(view, start, end)
    if subject is not None:
        speakers.subject = subject
        if not found:
            speakers.last = None if speakers.last is None or not PRONOUN.match(view[start:end].split()[0]) else speakers.last
    return found


def _segments(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence between semicolons: what one says does not reach into what another says."""
    begin = start
    for match in re.finditer(r";\s+", view[start:end]):
        yield begin, start + match.start()
        begin = start + match.end()
    yield begin, end
