"""The Django app of the pages."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Templates only: pages have no models, their figures are in the lake."""

    name = "conflict_atlas.site.pages"
    label = "atlas_pages"
    verbose_name = "Pages"
