"""Rule: a word that takes a side stands only in a quotation with its speaker and a footnote to that speaker's claim."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers.check import quotations, speakers
from conflict_atlas.dossiers.check.data import LoadedWord, any_loaded_word, loaded_exceptions, loaded_words
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading, Told


def _look(reading: Reading) -> Iterator[Finding]:
    before: Told | None = None
    for told in reading.told:
        for found, word in _loaded(quotations.outside(told.sentence.text)):
            what = f"{found!r} takes a side ({word.why}); write {word.instead}, or quote it with its speaker and a footnote"
            yield RULE.error(told.passage.file, told.place, what)
        quoted = [found for quotation in quotations.quoted(told.sentence.text) for found, _ in _loaded(quotation)]
        if quoted and not told.sentence.heading:
            follows = before is not None and before.passage == told.passage
            yield from _attributed(reading, told, before.sentence.text if before and follows else "", quoted)
        elif quoted:
            yield RULE.error(told.passage.file, told.place, f"a heading cannot say whose word {quoted[0]!r} is; write it without")
        before = told
    for label in reading.labels:
        for found, word in _loaded(label.text):
            what = f"{found!r} takes a side ({word.why}), and no speaker can stand here; write {word.instead}"
            yield RULE.error(label.file, label.place, what)
    for claim in reading.dossier.claims:
        for field, text in (("text", claim.text), ("note", claim.note), ("side", claim.side or "")):
            for found, word in _loaded(quotations.outside(text)):
                what = f"{found!r} in its {field} takes a side ({word.why}); write {word.instead}, or put it in quotation marks"
                yield RULE.error(CLAIMS, claim.claim_id, what)


def _attributed(reading: Reading, told: Told, before: str, quoted: list[str]) -> Iterator[Finding]:
    claims = [reading.claims[claim_id] for claim_id in told.sentence.claims if claim_id in reading.claims]
    words = ", ".join(repr(word) for word in dict.fromkeys(quoted))
    if not claims:
        what = f"{words} is quoted without a footnote; add [^claim-id] of a claim of the speaker"
        yield RULE.error(told.passage.file, told.place, what)
    elif not any(speakers.is_named(claim, told.sentence.text, before) for claim in claims):
        who = " or ".join(dict.fromkeys(claim.claimant for claim in claims))
        what = f"{words} is quoted, but the sentence does not say that {who} says it; name the speaker with a word of speech"
        yield RULE.error(told.passage.file, told.place, what)


def _loaded(text: str) -> Iterator[tuple[str, LoadedWord]]:
    if any_loaded_word().search(text) is None:
        return
    bare = loaded_exceptions().sub(quotations.GAP, text)
    for word in loaded_words():
        for match in word.pattern.finditer(bare):
            yield match.group(), word


RULE = Rule(
    "loaded-word",
    "A word that takes a side or settles guilt (the list is `loaded_words.yaml`) outside quotation marks, in a title or label, "
    "or in a quotation whose sentence names no speaker or has no footnote to a claim of that speaker.",
    'Write the plain word that the finding proposes, or: Armenia called the step "illegal".[^claim-of-armenia]',
    _look,
)
