"""A panel: deaths by month and unit, with what is known about how complete each month is.

What may live here: the value itself and cutting it. Reading it from a file is in ``panel_file``, from the lake in
``lake_panels``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.errors import PanelError
from conflict_atlas.events.months import Month, month_range


@dataclass(frozen=True, eq=False)
class Panel:
    """Values by consecutive month (rows, the first is ``first``) and unit (columns).

    ``values``: months x units, deaths (best estimate) or numbers of events, 0 or more; NaN where the unit did not exist or
    its figure is not known. ``share``: by month, the part of the publisher's world total that the series holds, 1.0 where it
    is complete, 0.0 where nothing covers the month, NaN where the part is not known. ``preliminary``: by month, whether the
    figures are first prints. ``target``: what is counted, in words. ``vintages``: where it comes from; empty for a bare
    panel.
    """

    units: tuple[str, ...]
    first: Month
    values: NDArray[np.float64]
    share: NDArray[np.float64]
    preliminary: NDArray[np.bool_]
    target: str = "deaths"
    vintages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.units):
            raise PanelError(f"a panel of {len(self.units)} units has values of shape {self.values.shape}: give months x units")
        for name, by_month in (("share", self.share), ("preliminary", self.preliminary)):
            if by_month.shape != (len(self.values),):
                raise PanelError(f"{name} has shape {by_month.shape}: give one value for each of {len(self.values)} months")
        if len(set(self.units)) != len(self.units):
            doubled = sorted({unit for unit in self.units if self.units.count(unit) > 1})
            raise PanelError(f"the unit {doubled[0]!r} has more than one column: give each unit one")
        with np.errstate(invalid="ignore"):
            wrong = np.argwhere((self.values < 0) | np.isinf(self.values))
        if len(wrong):
            row, column = wrong[0]
            raise PanelError(
                f"{self.first.plus(int(row))}, {self.units[column]}: {self.values[row, column]:g} is no count; "
                "counts are 0 or more, and empty where the unit did not exist"
            )

    @classmethod
    def of(cls, units: tuple[str, ...], first: Month, values: NDArray[np.float64], target: str = "deaths") -> Panel:
        """A bare panel: every month is taken as complete and final."""
        months = len(values)
        return cls(units, first, np.asarray(values, dtype=np.float64), np.ones(months), np.zeros(months, dtype=bool), target)

    @property
    def last(self) -> Month:
        """The last month."""
        return self.first.plus(len(self.values) - 1)

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month, in order."""
        return tuple(month_range(self.first, self.last))

    def row(self, month: Month) -> int:
        """The row of a month. Raises PanelError where the panel does not reach it."""
        row = month.ordinal - self.first.ordinal
        if not 0 <= row < len(self.values):
            raise PanelError(f"the panel runs from {self.first} to {self.last} and does not hold {month}")
        return row

    def column(self, unit: str) -> int:
        """The column of a unit. Raises PanelError for one that is not here."""
        try:
            return self.units.index(unit)
        except ValueError:
            raise PanelError(f"the panel holds no unit {unit!r}") from None

    def until(self, month: Month) -> Panel:
        """The panel as it ends with this month."""
        stop = self.row(month) + 1
        return replace(self, values=self.values[:stop], share=self.share[:stop], preliminary=self.preliminary[:stop])

    def only(self, units: tuple[str, ...]) -> Panel:
        """The panel of these units, in this order."""
        return replace(self, units=units, values=self.values[:, [self.column(unit) for unit in units]])
