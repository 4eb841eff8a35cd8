"""The program as an operator runs it: ``conflict-atlas up`` as processes on a workspace of its own, and its other commands."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = (sys.executable, "-m", "conflict_atlas.cli")


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(root: Path, *words: str, typed: str = "") -> str:
    """Run a command on a workspace, with what somebody would type; what it prints."""
    done = subprocess.run(
        [*PROGRAM, *words, "--workspace", str(root)], input=typed, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def up(root: Path, port: int, *options: str) -> Iterator[str]:
    """Serve a workspace; its address. Nothing that the processes say at the end may be a traceback."""
    words = ("up", "--port", str(port), "--workspace", str(root), *options)
    process = subprocess.Popen([*PROGRAM, *words], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if "answers at" in line:
            break
    else:
        raise AssertionError("".join(said))
    # Somebody has to listen, or a talkative server would wait for ever.
    listener = threading.Thread(target=lambda: said.extend(process.stderr), daemon=True)
    listener.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
        listener.join(5)
        process.stderr.close()
        # Beside a failure stands what the processes said meanwhile: that one stopped and was started again, for example.
        print("".join(said))
    assert "Traceback" not in "".join(said), "".join(said)
