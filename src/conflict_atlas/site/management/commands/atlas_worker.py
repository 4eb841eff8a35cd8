"""The worker process: runs background tasks; queues the warming of pages whenever the lake or a published dossier has
changed, and planned publications once a minute when some are due; keeps what readers see in step with the database; and
has forecasts made when the data allow new ones.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from django_tasks import TaskResult
from django_tasks_db.management.commands.db_worker import Command as WorkerCommand

from conflict_atlas.site import lifeline
from conflict_atlas.site.accounts import people, scheduling
from conflict_atlas.site.editorial import shown
from conflict_atlas.site.forecasting import Forecaster
from conflict_atlas.site.tasks import material, publish_planned, warm_publications

_LOOK_EVERY_SECONDS = 5.0
_PLANS_EVERY_SECONDS = 60.0
_STEP_EVERY_SECONDS = 60.0
_log = logging.getLogger(__name__)


class Command(WorkerCommand):
    """``db_worker`` of django-tasks-db, with an eye on what pages are made of."""

    help = "Run background tasks and keep the main pages rendered"

    def handle(self, **options: Any) -> None:
        """Watch what pages are made of in a thread, work in the main one (it receives the signals)."""
        os.nice(10)  # readers come first
        if people.nobody():
            self.stderr.write(
                "Nobody can sign in at /admin/ yet. Make an account: conflict-atlas users add NAME --role administrator"
                f" --workspace {settings.ATLAS_WORKSPACE}"
            )
        threading.Thread(target=_follow_plans, name="plans", daemon=True).start()
        threading.Thread(target=_keep_in_step, name="in-step", daemon=True).start()
        forecaster = Forecaster(Path(settings.ATLAS_WORKSPACE))
        if settings.ATLAS_WORK_AHEAD:
            threading.Thread(target=_watch, name="material-watch", daemon=True).start()
            threading.Thread(target=_forecast, args=(forecaster,), name="forecaster", daemon=True).start()
        atexit.register(forecaster.stop)
        lifeline.follow(lambda: _leave(forecaster))
        gc.freeze()
        super().handle(**{**options, "verbosity": min(options["verbosity"], 1)})

    def configure_logging(self, verbosity: int) -> None:
        """Only what needs attention: the log of a calm installation is empty."""
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.ERROR)


def _watch() -> None:
    seen = ""

    def look() -> None:
        nonlocal seen
        made_of = material()
        if made_of != seen:
            warm_publications.enqueue(made_of)
            seen = made_of

    _repeat(look, _LOOK_EVERY_SECONDS, "the lake, the published dossiers or the database could not be read")


def _forecast(forecaster: Forecaster) -> None:
    _repeat(forecaster.look, _LOOK_EVERY_SECONDS, "forecasts could not be made")


def _leave(forecaster: Forecaster) -> None:
    forecaster.stop()
    os._exit(1)


def _follow_plans() -> None:
    waiting: TaskResult | None = None

    def look() -> None:
        nonlocal waiting
        if waiting is not None:
            waiting.refresh()
        # A publication that waits behind a long task is queued once, not once a minute.
        if (waiting is None or waiting.is_finished) and scheduling.is_due():
            waiting = publish_planned.enqueue()

    _repeat(look, _PLANS_EVERY_SECONDS, "planned publications could not be looked up")


def _keep_in_step() -> None:
    """What readers see follows the database, also after a web process was killed between the two."""
    is_first = True

    def look() -> None:
        nonlocal is_first
        shown.mend(with_claims=is_first)
        is_first = False

    _repeat(look, _STEP_EVERY_SECONDS, "what is published could not be brought into step")


def _repeat(look: Callable[[], None], seconds: float, trouble: str) -> None:
    pause = threading.Event()
    while True:
        try:
            look()
        except Exception:
            # Whatever it was: a thread that ended would be missed by nobody until a publication did not happen.
            _log.warning("%s; looking again soon", trouble, exc_info=True)
        finally:
            connection.close()
            close_old_connections()
        pause.wait(seconds)
