"""The app of the editions for kids."""

from __future__ import annotations

from django.apps import AppConfig


class KidsConfig(AppConfig):
    """Drafts of editions for kids."""

    name = "conflict_atlas.site.kids"
    label = "atlas_kids"
    default_auto_field = "django.db.models.BigAutoField"
