"""The list of forecasts by country, and the public scoreboard.

What may live here: what these two pages show. What is told of one unit is in ``outlook``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from conflict_atlas.analysis.forecast.models import OURS
from conflict_atlas.analysis.scores import scoreboard
from conflict_atlas.analysis.scores.issued import IssuedScore
from conflict_atlas.analysis.scores.scoreboard import Board
from conflict_atlas.analysis.scores.scored import Scores
from conflict_atlas.publish.drawing.pit_histogram import pit_histogram
from conflict_atlas.publish.drawing.reliability_diagram import ReliabilityPoint, ReliabilityWords, reliability_diagram
from conflict_atlas.publish.drawing.score_dots import ScoreDot, score_dots
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk, forecasting
from conflict_atlas.site.pages import outlook, words
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, render
from conflict_atlas.site.pages.outlook import FlagLine, OutlookView
from conflict_atlas.site.pages.statuses import label_of_country


@dataclass(frozen=True)
class ForecastLine:
    """One country in the list."""

    name: str
    path: str
    last_three: str
    last_three_path: str
    worse: str
    any_month_25: str
    next_month: str
    flags: tuple[FlagLine, ...]


@dataclass(frozen=True)
class ForecastsPage:
    """Every country with recent violence, the one with most deaths in the last three months first. ``progress`` says how far
    a forecast is that is being made; empty where none is."""

    lines: tuple[ForecastLine, ...]
    without_skill: tuple[str, ...]
    about: OutlookView | None
    progress: str
    has_failed: bool
    trouble: str


@dataclass(frozen=True)
class ScoreCell:
    """One score: ``against`` is its ratio to the baseline."""

    text: str
    against: str
    is_worse: bool


@dataclass(frozen=True)
class ScoreLine:
    """A model over one window, score by score, as the table has its columns."""

    model: str
    window: str
    n: str
    cells: tuple[ScoreCell, ...]
    is_ours: bool


@dataclass(frozen=True)
class CalibrationLine:
    """One tenth of the forecasts of 25 deaths or more: said, and come."""

    n: str
    said: str
    came: str


@dataclass(frozen=True)
class BoardView:
    """One target. A drawing is empty where nothing was measured."""

    id: str
    target: str
    source: str
    measured: str
    lost: str
    years: tuple[ScoreLine, ...]
    horizons: tuple[ScoreLine, ...]
    pit: tuple[str, ...]
    reliability: tuple[CalibrationLine, ...]
    covered: str
    above: str
    dots_svg: str
    reliability_svg: str
    pit_svg: str


@dataclass(frozen=True)
class IssuedLine:
    """A forecast that this installation issued, with the score of the months that have come."""

    origin: str
    period: str
    model: str
    target: str
    is_preliminary: bool
    n: str
    crps: str
    ign: str


@dataclass(frozen=True)
class ScoreboardPage:
    """Every board, and the issued forecasts."""

    boards: tuple[BoardView, ...]
    baseline: str
    issued: tuple[IssuedLine, ...]
    waiting: int


_SCORES = ("crps", "ign", "mis", "log_crps", "crps_without_top5")


def _forecasts(here: desk.Desk, place: Place) -> bytes:
    issue = outlook.issue_of(outlook.COUNTRY)
    views = [outlook.view(issue, item, label_of_country(here, item.unit), ()) for item in issue.outlooks] if issue else []
    with_skill = [
        (item.last_three, view) for item, view in zip(issue.outlooks if issue else (), views, strict=True) if item.has_skill
    ]
    with_skill.sort(key=lambda pair: -pair[0])
    state = forecasting.state(here.root)
    page = ForecastsPage(
        tuple(_line(view) for _, view in with_skill),
        tuple(sorted(view.name for view in views if not view.has_skill)),
        views[0] if views else None,
        state.text,
        state.has_failed,
        outlook.trouble(),
    )
    title = _("Forecasts")
    head = Head(title, _("What the next months may bring, by country, as chances."), (Crumb(title),), "forecasts")
    return render("forecasts.html", place, head, page)


def _line(view: OutlookView) -> ForecastLine:
    first = view.lines[0]
    return ForecastLine(
        view.name,
        f"{view.path}#forecast",
        view.last_three,
        view.last_three_path,
        view.worse,
        view.any_month_25,
        f"{first.median} ({first.interval})",
        view.flags,
    )


def _scoreboard(here: desk.Desk, place: Place) -> bytes:
    scored = forecasting.issued_scores(here)
    page = ScoreboardPage(
        tuple(_board(number, board) for number, board in enumerate(scoreboard.shipped(), start=1)),
        scoreboard.BASELINE,
        tuple(map(_issued, scored)),
        forecasting.waiting(here, scored),
    )
    title = _("Scoreboard")
    head = Head(
        title,
        _("How good the forecasts have been, beside simple baselines, lost years included."),
        (Crumb(_("Forecasts"), "forecasts/"), Crumb(title)),
    )
    return render("scoreboard.html", place, head, page)


def _board(number: int, board: Board) -> BoardView:
    lost = board.lost()
    id = f"board-{number}"
    return BoardView(
        id=id,
        target=board.target,
        source=board.source,
        measured=_("%(day)s, commit %(commit)s") % {"day": board.measured_on, "commit": board.commit},
        lost=words.joined(lost) if lost else _("none"),
        years=tuple(
            _score_line(row.model, row.window, row.scores, board.of(scoreboard.BASELINE, row.window)) for row in board.years
        ),
        horizons=tuple(_score_line(row.model, row.window, row.scores, _at(board, row.window)) for row in board.horizons),
        pit=tuple(map(words.number, board.pit)),
        reliability=tuple(
            CalibrationLine(words.number(item.n), words.percent(item.probability), words.percent(item.frequency))
            for item in board.reliability
        ),
        covered=words.percent(board.covered),
        above=words.percent(board.above),
        dots_svg=_dots(board, f"{id}-dots"),
        reliability_svg=_reliability(board, f"{id}-reliability"),
        pit_svg=_pit(board, f"{id}-tenths"),
    )


def _dots(board: Board, id: str) -> str:
    pairs = [(year, board.of(OURS, year), board.of(scoreboard.BASELINE, year)) for year in board.windows]
    lost = board.lost()
    rows = [
        ScoreDot(year, ours.crps / theirs.crps, _("lost") if year in lost else _("won"))
        for year, ours, theirs in pairs
        if ours and theirs and theirs.crps
    ]
    if not rows:
        return ""
    measure = _("CRPS as a part of that of %(baseline)s") % {"baseline": scoreboard.BASELINE}
    return score_dots(
        rows,
        measure=measure,
        better=_("← better"),
        worse=_("worse →"),
        title=_("%(measure)s, by year: %(target)s") % {"measure": measure, "target": board.target},
        description="; ".join(f"{row.label}: {row.words}" for row in rows) + ".",
        id=id,
    )


def _reliability(board: Board, id: str) -> str:
    points = [
        ReliabilityPoint(
            item.probability,
            item.frequency,
            item.n,
            _("said %(said)s, came %(came)s, %(n)s cells")
            % {"said": words.percent(item.probability), "came": words.percent(item.frequency), "n": words.number(item.n)},
        )
        for item in board.reliability
    ]
    if not points:
        return ""
    names = ReliabilityWords(
        said=_("Said: chance of 25 deaths or more"),
        came=_("Came: part with 25 deaths or more"),
        above=_("came more often"),
        below=_("came less often"),
    )
    title = _("Chance of 25 or more in a month, said and come: %(target)s") % {"target": board.target}
    return reliability_diagram(points, names, title=title, description="; ".join(point.words for point in points) + ".", id=id)


def _pit(board: Board, id: str) -> str:
    cells = sum(board.pit)
    if not cells:
        return ""
    return pit_histogram(
        board.pit,
        measure=_("Part of all cells"),
        even=_("even: %(share)s in each") % {"share": words.percent(1 / len(board.pit))},
        axis=_("tenth of the forecast, lowest first"),
        title=_("Where in the distribution what came lay: %(target)s") % {"target": board.target},
        description=_("Cells by tenth, the lowest first: %(counts)s. Even would be %(even)s in each.")
        % {"counts": "; ".join(map(words.number, board.pit)), "even": words.number(round(cells / len(board.pit)))},
        id=id,
    )


def _at(board: Board, horizon: str) -> Scores | None:
    found = (row.scores for row in board.horizons if (row.model, row.window) == (scoreboard.BASELINE, horizon))
    return next(found, None)


def _score_line(model: str, window: str, scores: Scores, baseline: Scores | None) -> ScoreLine:
    cells = []
    for name in _SCORES:
        value = getattr(scores, name)
        other = getattr(baseline, name) if baseline else 0.0
        ratio = value / other if other else None
        cells.append(ScoreCell(f"{value:.3f}", f"{ratio:.2f}" if ratio is not None else "", ratio is not None and ratio >= 1))
    return ScoreLine(model, window, words.number(scores.n), tuple(cells), model == OURS)


def _issued(item: IssuedScore) -> IssuedLine:
    return IssuedLine(
        item.name.split("-country")[0].split("-conflict")[0],
        words.period(item.first, item.last),
        item.model,
        item.target,
        item.preliminary,
        words.number(item.scores.n),
        f"{item.scores.crps:.3f}",
        f"{item.scores.ign:.3f}",
    )


def _prepare(asked: Asked) -> Publication:
    here = desk.current()
    state = forecasting.state(Path(settings.ATLAS_WORKSPACE))
    return page_publication(asked, here, lambda place: _forecasts(here, place), (outlook.state(), state.text))


def _prepare_scoreboard(asked: Asked) -> Publication:
    here = desk.current()
    return page_publication(asked, here, lambda place: _scoreboard(here, place), (outlook.state(),))


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The list of forecasts and the scoreboard."""
    return (
        Kind("forecasts", "{language}/forecasts/", _prepare, lambda: [f"{lang}/forecasts/" for lang in languages]),
        Kind(
            "scoreboard",
            "{language}/forecasts/scoreboard/",
            _prepare_scoreboard,
            lambda: [f"{lang}/forecasts/scoreboard/" for lang in languages],
        ),
    )
