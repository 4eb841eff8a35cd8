"""The Django app of the newsroom."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    """Dossiers, claims and what belongs to them."""

    name = "conflict_atlas.site.editorial"
    label = "atlas_editorial"
    verbose_name = "Dossiers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow changes of claims and publications."""
        from conflict_atlas.site.editorial import following

        following.connect()
