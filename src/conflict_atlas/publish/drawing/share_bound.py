"""A share that is known only between two bounds, drawn as an interval and never as a point.

What may live here: the bound bar, and the bound itself from counts with an unknown part.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from conflict_atlas.publish.drawing.markup import drawing, element, line, text
from conflict_atlas.publish.drawing.shading import HATCH, INK
from conflict_atlas.wording import gettext

WIDTH, HEIGHT = 480, 86
_LEFT, _RIGHT, _TOP, _BAR = 14, 14, 26, 24
_TEXT = "var(--text,#1c2127)"


@dataclass(frozen=True)
class ShareBound:
    """A share between ``low`` and ``high``, both from 0 to 1."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 1:
            raise ValueError(f"a share lies between 0 and 1, low before high, not {self.low} to {self.high}")

    @property
    def percents(self) -> tuple[int, int]:
        """Whole percents, rounded outwards so that the bound still holds."""
        # 1e-9 keeps a share such as 0.29 (28.999999999999996 %) from being rounded to the next whole percent.
        return math.floor(self.low * 100 + 1e-9), math.ceil(self.high * 100 - 1e-9)

    @property
    def words(self) -> str:
        """The percents as they are written: ``53 to 90 %``."""
        low, high = self.percents
        return f"{low} %" if low == high else gettext("%(low)s to %(high)s %%") % {"low": low, "high": high}


def share_bound_of(known: int, unknown: int, total: int) -> ShareBound | None:
    """The share of a kind of victim when some victims are of unknown kind: none of them at least, all of them at most.

    None where nothing is counted, or where the parts exceed the whole.
    """
    if total <= 0 or known < 0 or unknown < 0 or known + unknown > total:
        return None
    return ShareBound(known / total, (known + unknown) / total)


def _x(share: float) -> float:
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def share_bound(bound: ShareBound, *, label: str, title: str, description: str, id: str = "share-bound") -> str:
    """The bound as SVG text. ``label`` says whose share it is: ``Civilians among the dead``."""
    low, high, bottom = _x(bound.low), _x(bound.high), _TOP + _BAR
    stripes = element(
        "pattern",
        line("M0 0V7", "var(--deaths,#8f1d21)", 6),
        id=f"{id}-between",
        width=7,
        height=7,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    ticks = "".join(
        line(f"M{_x(share):.1f} {bottom}v6", HATCH)
        + element("text", f"{share:.0%}".replace("%", " %"), x=f"{_x(share):.1f}", y=bottom + 24, text_anchor=anchor)
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    )
    body = (
        f"<defs>{stripes}</defs>"
        + element("text", text(label), x=_LEFT, y=_TOP - 10)
        + element("text", text(bound.words), x=WIDTH - _RIGHT, y=_TOP - 10, text_anchor="end", font_weight=600)
        + line(f"M{_x(0)} {_TOP}H{_x(1)}V{bottom}H{_x(0)}z", HATCH)
        + element("path", d=f"M{low:.1f} {_TOP}H{high:.1f}V{bottom}H{low:.1f}z", fill=f"url(#{id}-between)")
        + element(
            "path",
            d=f"M{low:.1f} {_TOP - 4}V{bottom + 4}M{high:.1f} {_TOP - 4}V{bottom + 4}",
            stroke=INK,
            stroke_width="3",
        )
        + ticks
    )
    return drawing(
        element("g", body, fill=_TEXT, font_size=15),
        kind="share-bound",
        id=id,
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=description,
        links=False,
    )
