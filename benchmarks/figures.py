"""A figure: what was promised, what was reached, and what a peer reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table, in ``unit``. ``most`` and ``least`` are limits that must not be passed; ``peer`` is measured beside it."""

    name: str
    reached: float
    unit: str
    most: float | None = None
    peer: float | None = None
    peer_ratio: float | None = None
    """At least so many times the peer."""
    note: str = ""
    least: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times as much the peer needs."""
        return self.peer / self.reached if self.peer and self.reached else None

    @property
    def holds(self) -> bool:
        """Whether what was promised is reached."""
        within = (self.most is None or self.reached <= self.most) and (self.least is None or self.reached >= self.least)
        return within and (self.peer_ratio is None or (self.ratio or 0) >= self.peer_ratio)

    def to_json(self) -> dict[str, Any]:
        """The figure as JSON values."""
        return asdict(self) | {"ratio": self.ratio, "holds": self.holds}


def table(figures: Sequence[Figure]) -> str:
    """The figures as text in columns: figure, must, reached, peer, ratio."""
    rows = [("figure", "must", "reached", "peer", "ratio", "")]
    for figure in figures:
        limits = [] if figure.most is None else [f"<= {figure.most:g} {figure.unit}".rstrip()]
        limits += [] if figure.least is None else [f">= {figure.least:g} {figure.unit}".rstrip()]
        limits += [] if figure.peer_ratio is None else [f">= {figure.peer_ratio:g} x peer"]
        rows.append(
            (
                figure.name,
                ", ".join(limits),
                _number(figure.reached, figure.unit),
                "" if figure.peer is None else _number(figure.peer, figure.unit),
                "" if figure.ratio is None else f"{figure.ratio:.1f}",
                figure.note if figure.holds else f"NOT REACHED {figure.note}".rstrip(),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _number(value: float, unit: str) -> str:
    return (f"{value:,.3g} {unit}" if value < 100 else f"{value:,.0f} {unit}").rstrip()
