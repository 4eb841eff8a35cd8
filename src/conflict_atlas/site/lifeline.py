"""A process of the site ends when its supervisor is gone: killed, it could not say goodbye, and the port would stay taken."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

_LOOK_EVERY_SECONDS = 2.0
SUPERVISOR = "CONFLICT_ATLAS_SUPERVISOR"


def follow(stop: Callable[[], None]) -> None:
    """Call ``stop`` once the process named in the environment is gone. Without a name nothing is watched."""
    supervisor = os.environ.get(SUPERVISOR, "")
    if supervisor.isdigit():
        threading.Thread(target=_watch, args=(int(supervisor), stop), name="lifeline", daemon=True).start()


def _watch(supervisor: int, stop: Callable[[], None]) -> None:
    pause = threading.Event()
    while _lives(supervisor):
        pause.wait(_LOOK_EVERY_SECONDS)
    stop()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
