"""The app of the claims desk."""

from __future__ import annotations

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Documents and the decisions on what was read in them."""

    name = "conflict_atlas.site.claims"
    label = "atlas_claims"
    default_auto_field = "django.db.models.BigAutoField"
