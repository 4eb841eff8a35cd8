"""The worker process: runs background tasks, and queues the warming of pages whenever the lake has changed."""

from __future__ import annotations

import gc
import logging
import os
import threading
from typing import Any

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError
from django_tasks_db.management.commands.db_worker import Command as WorkerCommand

from conflict_atlas.site import desk, lifeline
from conflict_atlas.site.tasks import warm_publications

_LOOK_EVERY_SECONDS = 5.0
_log = logging.getLogger(__name__)


class Command(WorkerCommand):
    """``db_worker`` of django-tasks-db, with an eye on the lake."""

    help = "Run background tasks and keep the main pages rendered"

    def handle(self, **options: Any) -> None:
        """Watch the lake in a thread, work in the main one (it receives the signals)."""
        os.nice(10)  # readers come first
        threading.Thread(target=_watch, name="lake-watch", daemon=True).start()
        lifeline.follow(lambda: os._exit(1))
        gc.freeze()
        super().handle(**{**options, "verbosity": min(options["verbosity"], 1)})

    def configure_logging(self, verbosity: int) -> None:
        """Only what needs attention: the log of a calm installation is empty."""
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.ERROR)


def _watch() -> None:
    seen = ""
    pause = threading.Event()
    while True:
        try:
            digest = desk.current().lake.digest
            if digest != seen:
                warm_publications.enqueue(digest)
                seen = digest
        except (OSError, DatabaseError):
            _log.warning("the lake or the database could not be read; looking again soon", exc_info=True)
        finally:
            connection.close()
            close_old_connections()
        pause.wait(_LOOK_EVERY_SECONDS)
