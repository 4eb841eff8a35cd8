"""The table of the documents: what the rules read on annotated pages and on the seeds of the Nagorno-Karabakh dossier.

Reads the public examples with their scorer and the seeds, in the folder that ``CONFLICT_ATLAS_SHARED`` names or in ``shared``
beside the repository, and the annotated pages of the tests. The seeds have no public annotation: the hand-written claims of the
dossier are what the project itself read there, each with its place. Writes ``docs/seeds-report.md``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.figures import Figure
from conflict_atlas.documents.document import Document, about_of, compared, document_of
from conflict_atlas.documents.extraction import extract
from conflict_atlas.documents.pack import Pack, load_pack
from conflict_atlas.documents.records import Agreement, Disagreement, Event, Place, Record, as_jsonl
from conflict_atlas.documents.records import Figure as Counted
from conflict_atlas.documents.suggesting import sentence_around
from conflict_atlas.dossiers import folder
from conflict_atlas.dossiers.claim import Claim, ClaimantRole, ClaimKind
from conflict_atlas.dossiers.dates import read_edtf

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CONFLICT_ATLAS_SHARED") or ROOT.parent / "shared")
OPEN = SHARED / "text" / "open"
SCORER = SHARED / "text" / "score_extraction.py"
SEEDS = SHARED / "seeds"
OURS = ROOT / "tests" / "fixtures" / "texts"
PAIRS = ROOT / "tests" / "fixtures" / "pairs"
ATTRIBUTIONS = ROOT / "tests" / "fixtures" / "attributions.json"
SERIOUS = ("contradiction", "tension", "time_change")
"""Relations that a reader is told to be careful of."""
HELD_OUT = ROOT / "tests" / "fixtures" / "texts-held-out"
DOSSIER = ROOT / "src" / "conflict_atlas" / "starter" / "dossiers" / "nagorno-karabakh"
REPORT = ROOT / "docs" / "seeds-report.md"
NOTHING = "not measurable here: no example data"

MUSTS: tuple[tuple[str, str, str, float], ...] = (
    ("dates found", "timex", "recall", 0.90),
    ("dates, value right", "timex", "value_acc", 0.80),
    ("figures found", "figure", "recall", 0.85),
    ("figures, value or range right", "figure", "value_acc", 0.85),
    ("figures, kind right", "figure", "kind_acc", 0.80),
    ("explicit attributions right", "figure", "attr_acc", 0.85),
    ("figures right in full", "figure", "full", 0.65),
    ("places, F1", "place", "f1", 0.85),
    ("places geocoded within tolerance", "place", "value_acc", 0.85),
    ("core events, recall", "event", "core_recall", 0.70),
    ("events, precision (of a selection)", "event", "precision", 0.65),
    ("agreements found", "agreement", "recall", 0.75),
)
MEASURES = {
    "killed": ("killed",),
    "died": ("killed",),
    "captured": ("prisoners",),
    "arms": ("arms_value", "money"),
    "production": ("oil_production",),
    "territory": ("territory_share", "territory_area"),
    "share": ("share", "population_share", "displaced_share", "territory_share"),
    "vote": ("votes_for", "votes_against", "count"),
}
"""Words of hand-written claims, and what the rules call the same."""
NOT_COUNTS = ("duration", "agreements", "ceasefires", "districts")
"""Measures of claims that the rules give as durations or as counts of things, which are no figures of people or control."""


def measure() -> list[Figure]:
    """Every row of the table that can be measured here."""
    figures = [*_pages("the annotated examples", OPEN, MUSTS), *_pages("our own pages", OURS, MUSTS)]
    figures += _pages(
        "pages that the rules were not made on", HELD_OUT, tuple((name, kind, key, 0.0) for name, kind, key, _ in MUSTS)
    )
    return [*figures, *_seeds(), *_pairs(), *_called(), *_attributions(), *_speed()]


def _pages(name: str, pages: Path, musts: tuple[tuple[str, str, str, float], ...]) -> list[Figure]:
    """The scorer's table on a folder of annotated pages."""
    if not SCORER.is_file() or not (pages / "docs.json").is_file():
        return [Figure(f"documents, {name}", 0, "", note=NOTHING)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for row in json.loads((pages / "docs.json").read_text(encoding="utf-8")):
            text = (pages / row["doc"]).read_bytes().decode("utf-8")
            file.write(as_jsonl(row["doc"], extract(row["doc"], text, about_of(row)).records))
        file.flush()
        done = subprocess.run(
            [sys.executable, str(SCORER), file.name, "--gold", str(pages), "--json"], capture_output=True, text=True, check=True
        )
    scores = json.loads(done.stdout)
    found = [
        Figure(
            f"documents, {name}: {what}", scores[kind][key] or 0.0, "", least=least or None, note=f"{scores[kind]['gold']} in all"
        )
        for what, kind, key, least in musts
    ]
    named = scores["figure"]["gold"] - scores["figure"]["attr_gold"]
    invented = scores["figure"]["invented_attr"] / max(named, 1)
    note = f"{scores['figure']['invented_attr']} of {named}"
    return [*found, Figure(f"documents, {name}: attributions invented", invented, "", 0.02, note=note)]


@dataclass(frozen=True)
class _Line:
    """One hand-written claim and what became of it: found, wrong, missed."""

    claim: Claim
    outcome: str
    what: str = ""


def _seeds() -> list[Figure]:
    """The hand-written claims of the dossier beside what the rules read in the same documents."""
    if not SEEDS.is_dir():
        return [Figure("documents, the seeds", 0, "", note=NOTHING)]
    pack = load_pack("nagorno-karabakh")
    documents = [document_of(path.read_bytes(), path.name) for path in sorted(SEEDS.glob("*.txt"))]
    read = {document.sha256: (document, document.extraction(pack).records) for document in documents}
    claims = [claim for claim in folder.read(DOSSIER).claims if claim.sha256 in read]
    figures = [_figure(claim, read[claim.sha256][1]) for claim in claims if _is_count(claim)]
    events = [_event(claim, *read[claim.sha256]) for claim in claims if claim.kind is ClaimKind.EVENT and _days(claim)]
    agreements = list(_agreements(read))
    speakers = list(_speakers(claims, read))
    shown, called, in_all = _disagreements(documents, pack)
    _write_report(figures, events, agreements, speakers, shown)
    places = [record for _, records in read.values() for record in records if isinstance(record, Place)]
    return [
        _share("figures found", [line.outcome != "missed" for line in figures], 0.90),
        _share("figures, value or range right", [line.what != "value" for line in figures if line.outcome != "missed"], 0.90),
        _share("figures, kind right", [line.what != "kind" for line in figures if line.outcome != "missed"], 0.85),
        _share("explicit attributions right", [line.outcome == "found" for line in speakers if line.what != "invented"], 1.0),
        Figure("documents, the seeds: attributions invented", sum(line.what == "invented" for line in speakers), "", 0),
        _share("dated events told by claims, found with their date", [line.outcome == "found" for line in events], 0.85),
        _share("agreements of the dossier, found", [line.outcome == "found" for line in agreements], 14 / 17),
        _share("places with coordinates", [place.lat is not None for place in places]),
        *(
            Figure(f"documents, the seeds: {what}", 0, "", note="not measurable here: no annotation of it")
            for what in ("dates found", "places F1", "precision of events")
        ),
        _share("disagreements of the dossier, shown with the right relation", list(shown.values()), 45 / 62),
        Figure("documents, the seeds: contradictions called where the dossier tells another relation", called, "", 0),
        Figure("documents, the seeds: relations called in all", in_all, ""),
    ]


def _disagreements(documents: list[Document], pack: Pack) -> tuple[dict[str, bool], int, int]:
    """For each disagreement of the dossier whether two of its claims were put side by side with its relation; how many
    contradictions were called that no disagreement of the dossier calls one; and how many relations were called in all."""
    names = {document.sha256: document.name for document in documents}
    found = compared(documents, pack)
    dossier = folder.read(DOSSIER)
    shown: dict[str, bool] = {}
    confirmed: set[int] = set()
    for item in dossier.disagreements:
        claims = [claim for name in item.claims if (claim := dossier.claim(name)) is not None and claim.sha256 in names]
        relations = set()
        for number, record in enumerate(found):
            touched = sum(
                any(doc == names[claim.sha256] and start < claim.end and claim.start < end for doc, start, end in record.spans)
                for claim in claims
            )
            if touched >= min(2, len(claims)):
                relations.add(record.relation)
                if item.relation == record.relation == "contradiction":
                    confirmed.add(number)
        shown[f"{item.topic} ({item.relation})"] = item.relation in relations
    called = sum(record.relation == "contradiction" and number not in confirmed for number, record in enumerate(found))
    return shown, called, len(found)


def _pairs() -> list[Figure]:
    """The pairs of texts that disagree: what of their annotation is told, and what is told that is no disagreement."""
    annotated = json.loads((PAIRS / "disagreements.json").read_text(encoding="utf-8"))
    told: list[bool] = []
    mistaken = 0
    for pair, names in annotated["pairs"].items():
        texts = {name: (PAIRS / name).read_text(encoding="utf-8") for name in names}
        found = compared([document_of((PAIRS / name).read_bytes(), name) for name in names])
        for row in (row for row in annotated["rows"] if row["pair"] == pair):
            told.append(any(item.relation == row["relation"] and _touches(item, texts, row["quotes"]) for item in found))
        for row in (row for row in annotated["not"] if row["pair"] == pair):
            mistaken += sum(item.relation in SERIOUS and _touches(item, texts, row["quotes"]) for item in found)
    name = "documents, pairs of texts on other wars"
    return [
        Figure(
            f"{name}: disagreements shown with the right relation", sum(told) / len(told), "", note=f"{sum(told)} of {len(told)}"
        ),
        Figure(f"{name}: called where there is none", mistaken, "", 0, note=f"{len(annotated['not'])} pairs of passages"),
    ]


def _touches(record: Disagreement, texts: dict[str, str], quotes: list[str]) -> bool:
    """Whether two of some quotes lie in the passages of a record, in part at least."""
    here = [
        (name, text.find(quote), text.find(quote) + len(quote))
        for quote in quotes
        for name, text in texts.items()
        if quote in text
    ]
    return sum(any(doc == name and start < last and at < end for doc, start, end in record.spans) for name, at, last in here) >= 2


def _called() -> list[Figure]:
    """The relations called on the pages and pairs, beside what was judged by hand of such calls."""
    judged = {
        (row["of"], row["rule"], row["relation"], *row["quotes"]): row["is_right"]
        for row in json.loads((PAIRS / "judged.json").read_text(encoding="utf-8"))
    }
    calls = [judged.get(key) for key in _calls()]
    known = [is_right for is_right in calls if is_right is not None]
    note = f"{sum(known)} of {len(known)} judged; {len(calls)} called, {len(calls) - len(known)} not judged"
    return [
        Figure(
            "documents, pages and pairs: relations called that a reader agrees with",
            sum(known) / max(len(known), 1),
            "",
            note=note,
        )
    ]


def _calls() -> Iterator[tuple[str, ...]]:
    for pages in (OPEN, OURS):
        if (pages / "docs.json").is_file():
            for row in json.loads((pages / "docs.json").read_text(encoding="utf-8")):
                text = (pages / row["doc"]).read_bytes().decode("utf-8")
                for record in extract(row["doc"], text, about_of(row)).of(Disagreement):
                    yield _key(row["doc"], record, {row["doc"]: text})
    for pair, names in json.loads((PAIRS / "disagreements.json").read_text(encoding="utf-8"))["pairs"].items():
        documents = [document_of((PAIRS / name).read_bytes(), name) for name in names]
        for record in compared(documents):
            yield _key(pair, record, {document.name: document.text for document in documents})


def _key(of: str, record: Disagreement, texts: dict[str, str]) -> tuple[str, ...]:
    quotes = (texts[doc][start:end][:60] for doc, start, end in record.spans[:2])
    return of, record.rule_id, record.relation, *quotes


def _attributions() -> list[Figure]:
    """The list of ways of attributing: how many of its figures have the speaker that a reader gives them."""
    right = invented = in_all = 0
    for row in json.loads(ATTRIBUTIONS.read_text(encoding="utf-8")):
        found = {figure.quote: figure.attributed_to for figure in extract("x", row["text"]).of(Counted)}
        for quote, speaker in row["speakers"].items():
            in_all += 1
            said = found.get(quote)
            right += quote in found and _bare(said) == _bare(speaker)
            invented += speaker is None and said is not None
    name = "documents, ways of attributing"
    return [
        Figure(f"{name}: speakers right", right / in_all, "", note=f"{right} of {in_all}"),
        Figure(f"{name}: speakers invented", invented, "", 0),
    ]


def _bare(name: str | None) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", (name or "").lower())


def _share(name: str, right: list[bool], least: float | None = None) -> Figure:
    return Figure(
        f"documents, the seeds: {name}", sum(right) / max(len(right), 1), "", least=least, note=f"{sum(right)} of {len(right)}"
    )


def _is_count(claim: Claim) -> bool:
    return claim.kind is ClaimKind.FIGURE and claim.measure not in NOT_COUNTS


def _figure(claim: Claim, records: tuple[Record, ...]) -> _Line:
    found = [item for item in records if isinstance(item, Counted) and item.start < claim.end and claim.start < item.end]
    if not found:
        return _Line(claim, "missed")
    same = [item for item in found if _same_number(claim, item)]
    if not same:
        return _Line(claim, "wrong", "value")
    kinds = MEASURES.get(claim.measure or "", (claim.measure,))
    if not any(item.kind in kinds for item in same):
        return _Line(claim, "wrong", "kind")
    return _Line(claim, "found")


def _same_number(claim: Claim, figure: Counted) -> bool:
    if claim.value is not None:
        return figure.value is not None and abs(figure.value - claim.value) <= 1e-3 * max(1, abs(claim.value))
    return (claim.low, claim.high) == (figure.low, figure.high)


def _speakers(claims: list[Claim], read: dict[str, tuple[Any, tuple[Record, ...]]]) -> Iterator[_Line]:
    """Figures whose claim names a speaker, and those whose document speaks itself but got one."""
    for claim in filter(_is_count, claims):
        found = [
            item
            for item in read[claim.sha256][1]
            if isinstance(item, Counted) and item.start < claim.end and claim.start < item.end
        ]
        said = {item.attributed_to for item in found if item.attributed_to}
        names_nobody = claim.claimant_role is ClaimantRole.DOCUMENT or "whose authors" in claim.claimant
        if names_nobody:
            if said:
                yield _Line(claim, "wrong", "invented")
            continue
        words = {word.lower() for word in claim.claimant.replace(",", " ").split() if word[0].isupper()}
        is_right = any(words & {word.lower() for word in name.split()} for name in said)
        yield _Line(claim, "found" if is_right else "wrong" if said else "missed", ", ".join(sorted(said)))


def _days(claim: Claim) -> tuple[date, date] | None:
    if not claim.period:
        return None
    found = read_edtf(claim.period)
    return (found.first, found.last) if found.first and found.last and (found.last - found.first).days <= 366 else None


def _event(claim: Claim, document: Any, records: tuple[Record, ...]) -> _Line:
    days = _days(claim)
    here = sentence_around(document.text, claim.start, claim.end)
    found = [item for item in records if isinstance(item, Event) and item.start < here[1] and here[0] < item.end]
    if not found or days is None:
        return _Line(claim, "missed")
    slack = timedelta(days=10)
    for event in found:
        first = date.fromisoformat(event.from_) if event.from_ else date.min
        last = date.fromisoformat(event.to) if event.to else date.max
        if first <= days[1] + slack and days[0] - slack <= last:
            return _Line(claim, "found")
    return _Line(claim, "wrong", "date")


def _agreements(read: dict[str, tuple[Any, tuple[Record, ...]]]) -> Iterator[_Line]:
    """The agreements of the dossier that were made: found where a record of one stands in a sentence that the dossier tells it by."""
    dossier = folder.read(DOSSIER)
    for deal in dossier.agreements:
        if deal.signed is None:
            # Talks that go on, or failed: a rule that called them an agreement would be wrong.
            continue
        told = re.findall(r"[\[{]\^?([a-z0-9-]+)[\]}]", " ".join((*deal.terms, deal.status)))
        claims = [claim for name in told if (claim := dossier.claim(name)) is not None and claim.sha256 in read]
        if claims:
            is_found = any(_has_agreement(claim, *read[claim.sha256]) for claim in claims)
            yield _Line(claims[0], "found" if is_found else "missed", deal.name)


def _has_agreement(claim: Claim, document: Any, records: tuple[Record, ...]) -> bool:
    here = sentence_around(document.text, claim.start, claim.end)
    return any(isinstance(item, Agreement) and item.start < here[1] and here[0] < item.end for item in records)


def _write_report(
    figures: list[_Line], events: list[_Line], agreements: list[_Line], speakers: list[_Line], disagreements: dict[str, bool]
) -> None:
    """The report for the docs: what of the hand-written claims the rules found, missed, or read otherwise."""
    groups = (("Figures", figures), ("Speakers of figures", speakers), ("Dated events", events), ("Agreements", agreements))
    lines = [
        "# What the rules read in the seeds",
        "",
        "Written by `python -m benchmarks documents`. The claims of the Nagorno-Karabakh dossier were read by hand, each with its",
        "place in the document; here they stand beside what the rules read in the same documents without an editor. A claim is",
        "*found* where a record with the same number and kind, the same speaker or date, or an agreement, stands at its place;",
        "*wrong* where a record stands there and says something else; *missed* where none does. A disagreement of the dossier is",
        "found where a comparison puts two of its claims side by side with its relation.",
        "",
        "| claims | in all | found | wrong | missed |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, group in groups:
        counts = [sum(line.outcome == outcome for line in group) for outcome in ("found", "wrong", "missed")]
        lines.append(f"| {name} | {len(group)} | {' | '.join(map(str, counts))} |")
    found = sum(disagreements.values())
    lines.append(f"| Disagreements | {len(disagreements)} | {found} | 0 | {len(disagreements) - found} |")
    for name, group in groups:
        other = [line for line in group if line.outcome != "found"]
        lines += ["", f"## {name}: wrong and missed", ""]
        lines += [f"- `{line.claim.claim_id}` {line.outcome}{f' ({line.what})' if line.what else ''}" for line in other] or [
            "None."
        ]
    lines += ["", "## Disagreements: missed", "", *(f"- {topic}" for topic, is_found in disagreements.items() if not is_found)]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _speed() -> list[Figure]:
    """Characters a second on one core, on the seeds or our own pages."""
    paths = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else sorted(OURS.glob("*.txt"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    extract("speed", text)
    best = min(_seconds(text) for _ in range(5))
    return [
        Figure("documents: characters a second, one core", len(text) / best, "", least=100_000, note=f"{len(text):,} characters")
    ]


def _seconds(text: str) -> float:
    before = process_time()
    extract("speed", text)
    return process_time() - before
