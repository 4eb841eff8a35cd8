"""The Django app of the site as a whole: commands and the work of the worker."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Commands and background work."""

    name = "conflict_atlas.site"
    label = "atlas_site"
    verbose_name = "Conflict Atlas"
