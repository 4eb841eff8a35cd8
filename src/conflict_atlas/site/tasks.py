"""The work of the worker: rendering the main publications after the lake changed, so that no reader waits for it.

What may live here: background tasks. Each is safe to run twice.
"""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from django_tasks import task

from conflict_atlas.events.errors import EventsError
from conflict_atlas.publish.licences import LicenceRefused
from conflict_atlas.site import desk, serve
from conflict_atlas.site.pages.kinds import REGISTRY

_log = logging.getLogger(__name__)


@task()
def warm_publications(lake_digest: str) -> dict[str, int]:
    """Render every main page of the lake with this digest onto disk, and remove those of older ones.

    Stops when the lake has moved on: the task for the newer digest is in the queue by then.
    """
    store = serve.store(Path(settings.ATLAS_WORKSPACE))
    keys: list[str] = []
    failed = 0
    for path in REGISTRY.main_paths():
        if desk.current().lake.digest != lake_digest:
            return {"rendered": len(keys), "failed": failed, "removed": 0}
        try:
            publication = REGISTRY.find(path)
            store.warm(publication)
            keys.append(publication.key)
        except (EventsError, LicenceRefused):
            # A page that says why it cannot answer is made when it is asked for.
            failed += 1
            _log.info("%s was not warmed", path, exc_info=True)
    return {"rendered": len(keys), "failed": failed, "removed": store.keep_only(keys)}
