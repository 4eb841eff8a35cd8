"""The Django app of the pages."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from conflict_atlas import locale, wording


class PagesConfig(AppConfig):
    """Templates only: pages have no models, their figures are in the lake."""

    name = "conflict_atlas.site.pages"
    label = "atlas_pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        """Let the core speak the language of the page that is being made. Raises ImproperlyConfigured where words are missing."""
        from conflict_atlas.site.pages.speaking import Speaker

        missing = [code for code in settings.ATLAS_LANGUAGES if not locale.is_built(code)]
        if missing:
            raise ImproperlyConfigured(f"The words of {', '.join(missing)} are not built: run make setup.")
        wording.speak_with(Speaker())
