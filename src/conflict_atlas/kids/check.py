"""The check of an edition: everything that can speak against showing it to children.

What may live here: the rules, each with its name and what to do. An error blocks publishing. How easy a text is, and which words
hurt or judge, is measured by ``plain``; here is what needs the claims of the dossier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from conflict_atlas.dossiers import markup, sentences
from conflict_atlas.dossiers.check import numbers
from conflict_atlas.dossiers.check.data import phrases
from conflict_atlas.dossiers.check.finding import Finding, in_order
from conflict_atlas.dossiers.claim import Claim, ClaimantRole
from conflict_atlas.dossiers.dates import DateError
from conflict_atlas.dossiers.dates import written as date_written
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.folder.layout import KIDS_FOLDER
from conflict_atlas.dossiers.markup import TermLink
from conflict_atlas.kids import drawings, glossary
from conflict_atlas.kids.blank import HINT
from conflict_atlas.kids.edition import SECTIONS, Edition, Telling, Word
from conflict_atlas.kids.reading import Passage, Written, labels, passages, teachers_passages, written
from conflict_atlas.plain import lint
from conflict_atlas.plain.levels import Level
from conflict_atlas.plain.readability import Readability

QUESTIONS = 4
DEATHS = frozenset({"killed", "casualties", "wounded", "injured", "missing", "captured"})
_NOT_AGREED = frozenset({"contradiction", "tension", "attributed_dispute"})
_SPEECH = {
    "en": re.compile(
        phrases("speech")
        + r"|\b(?:believe[sd]?|think|thinks|thought|doubt(?:ed|s)?|felt|agree[ds]?|blamed?|want(?:ed|s)?)\b", re.IGNORECASE),
    "es": re.compile(
        r"\b(?:según|dice[n]?|dijo|dijeron|decía[n]?|cree[n]?|creía[n]?|creyeron|piensa[n]?|pensaba[n]?|negó|negaron|pidió|pidieron|"
        r"informó|informaron|contó|contaron|llamó|llamaron|culpó|culparon|acusó|acusaron|prometió|escribió|escribieron|"
        r"opina[n]?|dud(?:a|an|ó|aron|aban)|ve[n]?|veía[n]?|vio|vieron|advirtieron|anunció|anunciaron|quería[n]?|condenó|condenaron)\b",
        re.IGNORECASE,
    ),
}  # fmt: skip
_DISAGREE = {
    "en": re.compile(r"\b(?:do not|don't|did not) agree\b|\bdisagree", re.IGNORECASE),
    "es": re.compile(r"\bno (?:está|están|se ponen|estaban) de acuerdo\b", re.IGNORECASE),
}
_HOW_MANY_DIED = {
    "en": re.compile(r"\bhow many\b.*\b(?:die[ds]?|dead|killed|hurt|wounded|missing)\b", re.IGNORECASE),
    "es": re.compile(r"\bcuánt[oa]s\b.*\b(?:murieron|muertos|heridos|mataron|desaparecid)", re.IGNORECASE),
}


@dataclass(frozen=True)
class Checked:
    """What was found in an edition, and the measure of each level; None for a level whose text cannot be read."""

    findings: tuple[Finding, ...]
    measures: Mapping[Level, Readability | None]

    @property
    def is_clean(self) -> bool:
        """Whether nothing blocks publishing."""
        return not any(finding.severity == "error" for finding in self.findings)


def check(edition: Edition, dossier: Dossier) -> Checked:
    """Look at an edition with the claims of its dossier."""
    file = f"{KIDS_FOLDER}/{edition.language}.yaml"
    found: list[Finding] = []
    measures: dict[Level, Readability | None] = {}
    for level in Level:
        telling = edition.telling(level)
        found += (
            Finding("error", rule, file, f"level {level}, {place}", what)
            for rule, place, what in _told(edition, telling, dossier)
        )
        measures[level], looked = _plain(edition, level, dossier)
        found += (_finding(finding.severity, finding.rule, file, place, finding.message) for place, finding in looked)
    found += (Finding("error", rule, file, place, what) for rule, place, what in _whole(edition, dossier))
    return Checked(in_order(found), measures)


def _finding(severity: str, rule: str, file: str, place: str, message: str) -> Finding:
    return Finding("error" if severity == "error" else "warning", rule, file, place, message)


def measured_text(edition: Edition, level: Level, dossier: Dossier) -> str:
    """The sentences that a level is measured by, as children read them. Raises MarkupError."""
    return "\n\n".join(item.text for item in written(edition, level, dossier))


_Found = Iterator[tuple[str, str, str]]


def _plain(edition: Edition, level: Level, dossier: Dossier) -> tuple[Readability | None, Iterable[tuple[str, lint.Finding]]]:
    """The measure of a level, and what ``plain`` finds in it, each with its place."""
    try:
        texts = written(edition, level, dossier)
    except markup.MarkupError:
        return None, ()
    whole = "\n\n".join(item.text for item in texts)
    checked = lint.check(whole, level, edition.language, glossary=_first_forms(glossary.words_of(edition).values(), whole))
    found = [(_place_of(finding, texts, level), finding) for finding in checked.findings]
    for place, text in labels(edition.telling(level)):
        banned = (item for item in lint.check(text, level, edition.language).findings if item.rule in lint.BANNED)
        found += ((f"level {level}, {place}", item) for item in banned)
    return checked.readability, found


def _first_forms(words: Iterable[Word], text: str) -> dict[str, str]:
    """Of the forms of each word the one that stands first, since only that is explained; the longest of several."""
    first: dict[str, str] = {}
    for word in words:
        places = [
            (match.start(), -len(form), form)
            for form in (word.word, *word.forms)
            if (match := re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text, re.IGNORECASE))
        ]
        if places:
            first[min(places)[2]] = word.short
    return first


def _place_of(finding: lint.Finding, texts: Iterable[Written], level: Level) -> str:
    at = 0
    if finding.words:
        for item in texts:
            end = at + len(item.text) + 2
            if at <= finding.start < end:
                start = " ".join(finding.words.split()[:8])
                return f'level {level}, {item.passage.place} ("{start}")'
            at = end
    return f"level {level}"


def _told(edition: Edition, telling: Telling, dossier: Dossier) -> _Found:
    yield from _complete(telling)
    claims = {claim.claim_id: claim for claim in dossier.claims}
    words = glossary.words_of(edition)
    disputed = _disputed(dossier)
    for passage in passages(telling):
        yield from _sentences(passage, claims, words, edition.language, disputed)
    for number, moment in enumerate(telling.moments, 1):
        place = f"timeline, step {number}"
        try:
            date_written(moment.when)
        except DateError as error:
            yield "date", place, str(error)
        kind, _, key = moment.picture.partition(":")
        known = drawings.all_keys() if kind == "drawing" else tuple(drawn.key for drawn in dossier.maps) if kind == "map" else ()
        if moment.picture and key not in known:
            yield (
                "picture",
                place,
                f"there is no picture {moment.picture!r}; write map:key of a map of the dossier, or drawing:key with one of "
                f"{', '.join(drawings.all_keys())}",
            )
        if moment.picture and not moment.alt.strip():
            yield "picture", place, "its picture has no words for those who do not see it; say in a sentence what it shows"
    yield from _quiz(telling, claims, edition.language)


def _complete(telling: Telling) -> _Found:
    for section in SECTIONS:
        if not getattr(telling, section).strip():
            yield "incomplete", section, "is empty; write it, or say that nobody has told it yet"
    for name, part in (("quick facts", telling.facts), ("timeline", telling.moments)):
        if not part:
            yield "incomplete", name, "is empty; write at least one entry"
    if len(telling.quiz) != QUESTIONS:
        yield "incomplete", "quiz", f"it has {len(telling.quiz)} questions; a quiz has {QUESTIONS}"
    texts = [passage.text for passage in passages(telling)] + [text for _, text in labels(telling)]
    left = sum(HINT in text for text in texts)
    if left:
        yield "incomplete", "the whole", f"{left} hints of the template ({HINT} ...) still stand; write what belongs there"


def _sentences(
    passage: Passage, claims: Mapping[str, Claim], words: Mapping[str, Word], language: str, disputed: frozenset[str]
) -> _Found:
    try:
        blocks = markup.parse(passage.text)
    except markup.MarkupError as error:
        yield "markup", passage.place, str(error)
        return
    for block in blocks:
        for run in markup.inlines_of(block):
            for inline in markup.walk(run):
                if isinstance(inline, TermLink) and inline.key not in words:
                    yield (
                        "unknown-word",
                        passage.place,
                        f"the glossary has no word {inline.key!r}; add it to the words of this edition",
                    )
        text_of_block = " ".join(sentence.text for sentence in sentences.of_block(block))
        for sentence in sentences.of_block(block):
            place = f'{passage.place} ("{" ".join(sentence.text.split()[:6])}")'
            unknown = [claim_id for claim_id in sentence.claims if claim_id not in claims]
            for claim_id in unknown:
                yield "unknown-claim", place, f"no claim of the published dossier is called {claim_id!r}; correct it"
            if passage.is_sourced or not passage.place.startswith("teachers"):
                yield from _figures(sentence, place, claims, language)
            if sentence.heading or unknown:
                continue
            if passage.is_sourced and not sentence.claims and not _needs_none(sentence.text, language):
                yield "unsourced", place, "states something without a claim; end it with [^claim-id]"
            known = [claims[claim_id] for claim_id in sentence.claims]
            disagrees = language in _DISAGREE and _DISAGREE[language].search(sentence.text)
            said = known and not disagrees and all(claim.claimant_role is not ClaimantRole.DOCUMENT for claim in known)
            if said and language in _SPEECH and not _SPEECH[language].search(sentence.text):
                who = " or ".join(dict.fromkeys(claim.claimant for claim in known))
                yield "attribution", place, f"this is what {who} says: say so in the sentence"
            if disputed & set(sentence.figures) and language in _DISAGREE and not _DISAGREE[language].search(text_of_block):
                yield (
                    "disputed-figure",
                    place,
                    "sources do not agree on this number: tell it where the paragraph says that people do not agree",
                )


def _figures(sentence: sentences.Sentence, place: str, claims: Mapping[str, Claim], language: str) -> _Found:
    text = lint.SPANISH_DATE.sub(" ", sentence.text) if language == "es" else sentence.text
    for found in numbers.figures(text):
        yield "without-claim", place, f"the number {found!r} has no claim behind it; write it as {{claim-id}}"
    for claim_id in sentence.figures:
        claim = claims.get(claim_id)
        if claim is not None and (claim.value, claim.low, claim.high) == (None, None, None):
            yield "without-claim", place, f"the claim {claim_id} has no number; write [^{claim_id}] behind the sentence"


def _needs_none(text: str, language: str) -> bool:
    """Questions, and sentences that say that people do not agree, lead to what has a source."""
    disagrees = language in _DISAGREE and _DISAGREE[language].search(text) is not None
    return disagrees or text.rstrip().endswith(("?", ":"))


def _disputed(dossier: Dossier) -> frozenset[str]:
    return frozenset(claim_id for item in dossier.disagreements if item.relation in _NOT_AGREED for claim_id in item.claims)


def _quiz(telling: Telling, claims: Mapping[str, Claim], language: str) -> _Found:
    for number, question in enumerate(telling.quiz, 1):
        place = f"quiz, question {number}"
        if not 1 <= question.answer <= len(question.options):
            yield "quiz", place, f"its answer {question.answer} is none of its {len(question.options)} options"
        if len(set(question.options)) < max(2, len(question.options)):
            yield "quiz", place, "needs at least two options, no two of them the same"
        if not question.explanation.strip():
            yield "quiz", place, "has no explanation; say why the answer is right"
        asks = language in _HOW_MANY_DIED and _HOW_MANY_DIED[language].search(question.question)
        try:
            told = [claims[claim_id] for claim_id in markup.references(question.explanation) if claim_id in claims]
        except markup.MarkupError:
            continue  # told above
        if asks or any(claim.measure in DEATHS for claim in told):
            yield "quiz", place, "asks or tells how many people were hurt or died: a quiz never does; ask about something else"


def _whole(edition: Edition, dossier: Dossier) -> _Found:
    if edition.slug != dossier.slug:
        yield "incomplete", "slug", f"it is of {edition.slug!r}, the dossier of {dossier.slug!r}"
    if not edition.title.strip() or HINT in edition.title:
        yield "incomplete", "title", "it has no title"
    part = edition.teachers
    for name in ("questions", "activities", "sources"):
        if not getattr(part, name).strip():
            yield "incomplete", f"teachers, {name}", "is empty; write it"
    claims = {claim.claim_id: claim for claim in dossier.claims}
    disputed = frozenset[str]()
    for passage in teachers_passages(edition):
        yield from _sentences(passage, claims, glossary.words_of(edition), edition.language, disputed)
        if HINT in passage.text:
            yield "incomplete", passage.place, f"a hint of the template ({HINT} ...) still stands; write what belongs there"
        for finding in lint.check(passage.text, Level.B, edition.language).findings:
            if finding.rule in ("graphic", "judging", "ancient-hatred"):
                yield finding.rule, f'{passage.place} ("{finding.words}")', finding.message
    shared = {word.key for word in glossary.shared(edition.language)}
    for word in edition.words:
        if word.key in shared:
            yield "doubled-word", f"words, {word.key}", "all editions share this word already; take it out here"
    for word in glossary.words_of(edition).values():
        if word in edition.words and not (word.short.strip() and word.meaning.strip()):
            yield "incomplete", f"words, {word.key}", "has no explanation"
