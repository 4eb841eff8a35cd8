"""The table of the rule "trend": false labels, what becomes of labels, first prints against final figures, known changes.

Reads the example data, in the folder that ``CONFLICT_ATLAS_SHARED`` names or in ``shared`` beside the repository; without it
only the rows on generated series are measured. Keeps the table in the package, where the methodology page finds it.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.figures import Figure
from conflict_atlas.analysis.change_points import Direction, alerts
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.panel_file import read_panel
from conflict_atlas.analysis.revisions_building import comparable, read_vintages
from conflict_atlas.analysis.status import backtest, hdx_signals, trendfinder
from conflict_atlas.analysis.status.backtest import BacktestRow
from conflict_atlas.analysis.status.daily import DailyPanel
from conflict_atlas.analysis.status.labels import CODE, Label, Trace
from conflict_atlas.analysis.status.lag import trace_with_lag
from conflict_atlas.analysis.status.trend import trace
from conflict_atlas.events.months import Month

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CONFLICT_ATLAS_SHARED") or ROOT.parent / "shared")
COUNTRY_MONTH = SHARED / "data" / "country_month" / "ucdp_best_by_country_month.csv"
VINTAGES = SHARED / "data" / "vintages"
EVENTS = SHARED / "data" / "ucdp" / "events_union_best_available.parquet"
KEPT = ROOT / "src" / "conflict_atlas" / "analysis" / "status" / backtest.BACKTEST_FILE

MEANS = (5, 10, 20, 50, 100, 200, 500)
RATIOS = (2, 5, 10, 20, 40, 60)
SEED = 20161031

# Abrupt escalations of public record, by the month in which they began; spelled as UCDP's table spells countries: genocide in
# Rwanda; third offensive between Ethiopia and Eritrea; air campaign in Afghanistan; invasion of Iraq; war over South Ossetia;
# uprisings in Libya and Syria; fighting in Juba; fighting in Donbas; fall of Mosul; coalition campaign in Yemen; 44-day war;
# war in Tigray; invasion of Ukraine; war between army and RSF in Sudan; 7 October and Gaza; Lebanon.
ESCALATIONS = tuple(
    (unit, Month.parse(month))
    for unit, month in (
        ("Rwanda", "1994-04"),
        ("Eritrea", "2000-05"),
        ("Afghanistan", "2001-10"),
        ("Iraq", "2003-03"),
        ("Georgia", "2008-08"),
        ("Libya", "2011-02"),
        ("Syria", "2011-03"),
        ("South Sudan", "2013-12"),
        ("Ukraine", "2014-05"),
        ("Iraq", "2014-06"),
        ("Yemen (North Yemen)", "2015-03"),
        ("Azerbaijan", "2020-09"),
        ("Ethiopia", "2020-11"),
        ("Ukraine", "2022-02"),
        ("Sudan", "2023-04"),
        ("Israel", "2023-10"),
        ("Lebanon", "2024-09"),
    )
)
# Abrupt de-escalations of public record, by the first month after the fighting stopped, or that in which it did: liberation of
# Kuwait; Chapultepec agreement, January 1992; General Peace Agreement for Mozambique, October 1992; end of the genocide in Rwanda,
# July 1994; ceasefire in Bosnia, October 1995; Algiers ceasefire, June 2000; Luena memorandum, April 2002; Accra agreement,
# August 2003; ceasefire in Nepal, 2006; ceasefire in Georgia, August 2008; end of the war in Sri Lanka, May 2009; withdrawal from
# Tripoli, June 2020; trilateral statement, November 2020; fall of Kabul, August 2021; truce in Yemen, April 2022; Pretoria
# agreement, November 2022; ceasefires in Lebanon, November 2024, and Gaza, October 2025. Truces that broke within the quarter are
# not here.
DE_ESCALATIONS = tuple(
    (unit, Month.parse(month))
    for unit, month in (
        ("Kuwait", "1991-03"),
        ("El Salvador", "1992-01"),
        ("Mozambique", "1992-10"),
        ("Rwanda", "1994-08"),
        ("Bosnia-Herzegovina", "1995-11"),
        ("Eritrea", "2000-07"),
        ("Angola", "2002-04"),
        ("Liberia", "2003-09"),
        ("Nepal", "2006-05"),
        ("Georgia", "2008-09"),
        ("Sri Lanka", "2009-06"),
        ("Libya", "2020-07"),
        ("Azerbaijan", "2020-11"),
        ("Afghanistan", "2021-09"),
        ("Yemen (North Yemen)", "2022-04"),
        ("Ethiopia", "2022-11"),
        ("Lebanon", "2024-12"),
        ("Israel", "2025-11"),
    )
)
LAST_DAY_OF_DAYS = date(2020, 12, 31)
"""Daily events are complete for exactly located events from 1989 to 2020: the two rules are compared there, and on these."""


def measure() -> list[Figure]:
    """Every row of the table; on the example data where it is there."""
    rows = _on_steady_series()
    if COUNTRY_MONTH.is_file():
        rows += [*_on_countries(), *_on_vintages(), *_on_days()]
        _keep(rows)
    figures = [
        Figure(f"status: {row.name}", row.reached, "", row.at_most, row.peer, note=row.note, least=row.at_least) for row in rows
    ]
    if not COUNTRY_MONTH.is_file():
        figures.append(Figure("status: on real series", 0, "", note=f"not measurable here: no example data at {SHARED.name}"))
    return figures


def _on_steady_series() -> list[BacktestRow]:
    generator = np.random.default_rng(SEED)
    panels = [backtest.steady_panel(mean, ratio, 60, 200, generator) for mean in MEANS for ratio in RATIOS]
    ours, theirs = backtest.false_labels(panels, trace), backtest.false_labels(panels, backtest.gamma_poisson)
    sent = sum(len(alerts(_first_units(panel, 25))) for panel in panels)
    months = sum(panel.values[:, :25].size for panel in panels)
    grid = f"mean {MEANS[0]}-{MEANS[-1]}, variance/mean {RATIOS[0]}-{RATIOS[-1]}; peer: Gamma-Poisson"
    return [
        BacktestRow("false worsening, mean", ours.worsening, at_most=0.06, peer=theirs.worsening, note=grid),
        BacktestRow("false improving, mean", ours.improving, at_most=0.06, peer=theirs.improving, note=grid),
        BacktestRow("false worsening, worst", ours.worst_worsening, at_most=0.18, peer=theirs.worst_worsening, note=grid),
        BacktestRow("false improving, worst", ours.worst_improving, at_most=0.18, peer=theirs.worst_improving, note=grid),
        BacktestRow("false worsening against false improving, difference", abs(ours.worsening - ours.improving), at_most=0.03),
        BacktestRow("change-point alerts: false-alarm months", sent / months, at_most=0.01, note="on the same steady series"),
    ]


def _first_units(panel: Panel, units: int) -> Panel:
    """The first units of a panel: alerts take longer than labels."""
    return panel.only(panel.units[:units])


def _on_countries() -> list[BacktestRow]:
    panel = read_panel(COUNTRY_MONTH)
    found, peer = trace(panel), backtest.gamma_poisson(panel)
    worse, worse_months = backtest.confirmed(panel, found, Label.WORSENING)
    better, better_months = backtest.confirmed(panel, found, Label.IMPROVING)
    flips, changes = backtest.changes_a_year(panel, found)
    peer_flips, peer_changes = backtest.changes_a_year(panel, peer)
    rose = backtest.noticed(found, ESCALATIONS, frozenset({Label.WORSENING}), 1)
    fell = backtest.noticed(found, DE_ESCALATIONS, frozenset({Label.IMPROVING, Label.QUIET}), 3)
    sent = alerts(panel.only(tuple(dict.fromkeys(unit for unit, _ in ESCALATIONS))))
    told = backtest.alerted(sent, ESCALATIONS, Direction.RISE, 1)
    return [
        BacktestRow(
            "worsening confirmed by the next quarter",
            worse,
            at_least=0.57,
            peer=backtest.confirmed(panel, peer, Label.WORSENING)[0],
            note=f"{worse_months:,} months; peer: Gamma-Poisson",
        ),
        BacktestRow(
            "improving confirmed by the next quarter",
            better,
            at_least=0.70,
            peer=backtest.confirmed(panel, peer, Label.IMPROVING)[0],
            note=f"{better_months:,} months; peer: Gamma-Poisson",
        ),
        BacktestRow("flips between worsening and improving, a conflict-year", flips, at_most=0.06, peer=peer_flips),
        BacktestRow("label changes, a conflict-year", changes, at_most=2.6, peer=peer_changes),
        BacktestRow("known escalations flagged within 1 month", rose.mean(), at_least=0.75, note=_of(rose)),
        BacktestRow("known de-escalations flagged within 3 months", fell.mean(), at_least=0.65, note=_of(fell)),
        BacktestRow("change-point alerts: delay <= 1 month", told.mean(), at_least=0.875, note=_of(told)),
    ]


def _of(found: np.ndarray) -> str:
    return f"{int(found.sum())} of {len(found)}"


def _on_vintages() -> list[BacktestRow]:
    prints = comparable(read_vintages(VINTAGES))
    final = prints.pop(max(prints))
    revised = backtest.agreement(prints, final, lambda panel: trace_with_lag(panel, trace), trace)
    plain = backtest.agreement(prints, final, trace, trace)
    return [
        BacktestRow(
            "first-print label against final: same",
            revised.same,
            at_least=0.74,
            peer=plain.same,
            note=f"{revised.pairs} pairs; peer: without the model of revisions",
        ),
        BacktestRow("first-print label against final: opposite", revised.opposite, at_most=0.01, peer=plain.opposite),
        BacktestRow(
            "first-print label against final: same where not provisional",
            revised.same_where_not_provisional,
            note=f"{revised.provisional:.0%} are provisional",
        ),
    ]


def _on_days() -> list[BacktestRow]:
    days = _daily_panel()
    known = tuple((unit, month) for unit, month in ESCALATIONS if unit in days.units and month.year <= LAST_DAY_OF_DAYS.year)
    ours = trace(_by_month(days))
    steady = _steady_days()
    rows = []
    rules = {
        "trend": (ours, trace(_by_month(steady))),
        "hdx-signals": (hdx_signals.trace(days), hdx_signals.trace(steady)),
        "trendfinder": (trendfinder.trace(days), trendfinder.trace(steady)),
    }
    for name, (found, at_rest) in rules.items():
        seen = backtest.noticed(found, known, frozenset({Label.WORSENING}), 1)
        false = _share(at_rest, Label.WORSENING)
        rows.append(BacktestRow(f"{name} on days: known escalations within 1 month", seen.mean(), note=_of(seen)))
        rows.append(BacktestRow(f"{name} on days: worsening on steady series", false, note="100 deaths a month"))
    return rows


def _share(found: Trace, label: Label) -> float:
    assessed = found.codes != CODE[Label.NOT_ASSESSED]
    return float((found.codes[assessed] == CODE[label]).mean())


def _daily_panel() -> DailyPanel:
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT country, date_start::DATE AS day, sum(best)::DOUBLE FROM read_parquet(?) "
            "WHERE date_start::DATE BETWEEN DATE '1989-01-01' AND ? AND best IS NOT NULL AND country IS NOT NULL GROUP BY ALL",
            [str(EVENTS), LAST_DAY_OF_DAYS],
        ).fetchall()
    first = date(1989, 1, 1)
    units = tuple(sorted({unit for unit, _, _ in rows}))
    place = {unit: column for column, unit in enumerate(units)}
    values = np.zeros(((LAST_DAY_OF_DAYS - first).days + 1, len(units)))
    for unit, day, best in rows:
        values[(day - first).days, place[unit]] = best
    return DailyPanel(units, first, values)


def _steady_days() -> DailyPanel:
    """Days of independent counts: 100 deaths a month on average, variance ten times the mean."""
    generator = np.random.default_rng(SEED)
    mean, chance = 100 / 30.4, 1 / 10
    values = generator.negative_binomial(mean * chance / (1 - chance), chance, size=(3652, 60)).astype(np.float64)
    return DailyPanel(tuple(map(str, range(60))), date(2001, 1, 1), values)


def _by_month(days: DailyPanel) -> Panel:
    ends = days.month_ends()
    begins = np.concatenate(([0], ends[:-1] + 1))
    values = np.array([days.values[begin : end + 1].sum(axis=0) for begin, end in zip(begins, ends, strict=True)])
    return Panel.of(days.units, days.months[0], values)


def _keep(rows: list[BacktestRow]) -> None:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    rounded = [
        replace(row, reached=round(float(row.reached), 4), peer=None if row.peer is None else round(float(row.peer), 4))
        for row in rows
    ]
    kept = backtest.Backtest(tuple(rounded), datetime.now(UTC).date().isoformat(), commit)
    KEPT.write_text(json.dumps(kept.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
