"""Rule: the quote of a claim is exactly the part of the document that its offsets name."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading
from conflict_atlas.dossiers.claim import Claim, Source


def _look(reading: Reading) -> Iterator[Finding]:
    absent = []
    for source in reading.dossier.sources:
        document = reading.document(source)
        if document is not None:
            yield from _same_document(source, document)
        elif source.sha256 is not None:
            absent.append(source.key)
    for claim in reading.dossier.claims:
        yield from _claim(claim, reading)
    if absent:
        what = f"the text of {', '.join(absent)} is not at hand, so offsets were checked by length only and copying was not looked for"
        yield RULE.notice("sources.yaml", "documents", what)


def _same_document(source: Source, document: str) -> Iterator[Finding]:
    try:
        digest = sha256(document.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        digest = "no digest, since it is no UTF-8"
    if digest != source.sha256:
        what = (
            f"the document at hand has the digest {digest[:12]}..., not {str(source.sha256)[:12]}...; give the file that was read"
        )
        yield RULE.error("sources.yaml", source.key, what)
    if source.chars is not None and source.chars != len(document):
        yield RULE.error("sources.yaml", source.key, f"chars is {source.chars}, but the document has {len(document)}; correct it")


def _claim(claim: Claim, reading: Reading) -> Iterator[Finding]:
    if not 0 <= claim.start < claim.end:
        what = f"its offsets {claim.start} to {claim.end} are no part of a text; count from 0, the end behind the last character"
        yield RULE.error(CLAIMS, claim.claim_id, what)
        return
    if claim.end - claim.start != len(claim.quote):
        what = f"its offsets span {claim.end - claim.start} characters, its quote has {len(claim.quote)}; correct one of them"
        yield RULE.error(CLAIMS, claim.claim_id, what)
        return
    source = reading.sources.get(claim.source)
    if source is None or source.sha256 != claim.sha256:
        return
    if source.chars is not None and claim.end > source.chars:
        what = f"ends at {claim.end}, behind the end of {source.key} ({source.chars} characters); correct the offsets"
        yield RULE.error(CLAIMS, claim.claim_id, what)
        return
    document = reading.document(source)
    if document is not None and document[claim.start : claim.end] != claim.quote:
        yield RULE.error(CLAIMS, claim.claim_id, _where(claim, document))


def _where(claim: Claim, document: str) -> str:
    there = document[claim.start : claim.end][:60]
    what = f"at {claim.start} to {claim.end} the document reads {there!r}, not {claim.quote!r}"
    first = document.find(claim.quote)
    if first < 0:
        return f"{what}; the quote stands nowhere in it, copy it exactly"
    if document.find(claim.quote, first + 1) >= 0:
        return f"{what}; the quote stands there more than once, first at {first}: take the right place"
    return f"{what}; it stands at {first} to {first + len(claim.quote)}"


RULE = Rule(
    "offsets",
    "Offsets that are no part of the document, that do not fit the length of the quote or, with the document at hand, at which "
    "it reads otherwise; a document at hand whose digest or length is not the one under sources. Without the document, one "
    "notice says what was not checked.",
    "Count code points of the text decoded as UTF-8, without changing its line ends. The finding says where the quote stands.",
    _look,
)
