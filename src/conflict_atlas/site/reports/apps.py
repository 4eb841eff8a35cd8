"""The Django app of the reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports of errors by readers."""

    name = "conflict_atlas.site.reports"
    label = "atlas_reports"
    verbose_name = "Reports of errors"
