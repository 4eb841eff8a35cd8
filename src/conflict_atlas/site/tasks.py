"""The work of the worker: rendering the main publications after the lake or a dossier changed, so that no reader waits for
it, and publishing what editors planned for now.

What may live here: background tasks. Each is safe to run twice.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from django.conf import settings
from django_tasks import task

from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.events.errors import EventsError
from conflict_atlas.publish.licences import LicenceRefused
from conflict_atlas.site import desk, serve
from conflict_atlas.site.accounts import scheduling
from conflict_atlas.site.pages import outlook, shelf
from conflict_atlas.site.pages.kinds import REGISTRY

_log = logging.getLogger(__name__)


@contextmanager
def _until_asked_to_stop() -> Iterator[threading.Event]:
    """An event that is set when the worker is told to stop; what the worker itself does then still happens."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = signal.getsignal(signal.SIGTERM)

    def stop(signum: int, frame: FrameType | None) -> None:
        asked.set()
        if callable(before):
            before(signum, frame)

    signal.signal(signal.SIGTERM, stop)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGTERM, before)


def material() -> str:
    """What the main pages are made of now, beside the program: the lake, the published dossiers, the issued forecasts."""
    return f"{desk.current().lake.digest} {shelf.state()} {shelf.today()} {outlook.state()}"


@task()
def warm_publications(made_of: str) -> dict[str, int]:
    """Render every main page that is made of this onto disk, unless it is there, and remove those of older material.

    Pages in other languages than the first are made when they are asked for: four times the work for every import would keep
    the machine from its readers. What was made of them stays on disk as long as it is what the page would be now.

    Stops when the material is another by now, since the task for that is in the queue then, or when the worker is told to
    stop; what was not done is done after the next start.
    """
    store = serve.store(Path(settings.ATLAS_WORKSPACE))
    keys: list[str] = []
    failed = 0
    with _until_asked_to_stop() as asked:
        for path in REGISTRY.main_paths():
            if asked.is_set() or material() != made_of:
                return {"rendered": len(keys), "failed": failed, "removed": 0}
            try:
                publication = REGISTRY.find(path)
                if publication.language in (None, settings.ATLAS_LANGUAGES[0]):
                    store.warm(publication)
                keys.append(publication.key)
            except (EventsError, DossierError, LicenceRefused):
                # A page that says why it cannot answer is made when it is asked for.
                failed += 1
                _log.info("%s was not warmed", path, exc_info=True)
    return {"rendered": len(keys), "failed": failed, "removed": store.keep_only(keys)}


@task(priority=50)
def publish_planned() -> dict[str, int]:
    """Publish and take down what was planned for now or earlier; before other tasks, after the one that runs."""
    with _until_asked_to_stop() as asked:
        outcome = scheduling.run(asked.is_set)
    return {"done": outcome.done, "missed": outcome.missed}
