"""The example data beside the project: tests use it where it is, and say so where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("CONFLICT_ATLAS_SHARED") or Path(__file__).parents[3] / "shared")
UCDP = SHARED / "data" / "ucdp"
OFFICIAL = UCDP / "official_format"

STARTER_INPUTS = (
    UCDP / "events_union_best_available.parquet",
    UCDP / "ged251_conflicts_summary.csv",
    UCDP / "ged251_monthly_deaths_by_type.csv",
    OFFICIAL / "ged_2025_compact.csv",
    OFFICIAL / "GEDevent_v26_0_2.csv",
    SHARED / "data" / "country_month" / "ucdp_best_by_country_month.csv",
)
"""What the committed starter pack is made of."""


def shared_test(test):
    """Mark a test that needs the example data; it is skipped, with a reason, where the data is absent."""
    absent = not UCDP.is_dir()
    return pytest.mark.shared(pytest.mark.skipif(absent, reason=f"the example data is not at {SHARED}")(test))
