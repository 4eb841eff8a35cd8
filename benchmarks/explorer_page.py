"""The explorer as its reader feels it: script time of each step in a real Chromium with software rendering, first picture, memory.

A step is everything that the page's script does for it: counting, bars, axis, and what is handed to the graphics card. The page
writes both down itself as performance measures (``explorer-step``, ``explorer-picture``), so that what is measured is what
readers run. The peer is the map library's own layer over the same events as GeoJSON, asked for the same filter.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.explorer_files import ROOT, TIMES, multiply
from benchmarks.figures import Figure
from benchmarks.ged_file import ged_file
from benchmarks.importing import import_into
from benchmarks.site import serving

ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]
WAIT_MS = 120_000
STEPS = 40

_FILES = """
import gzip, json, sys
from pathlib import Path
from conflict_atlas.events.lake import Lake
from conflict_atlas.publish.mapfile.collecting import basis_of, collect
from conflict_atlas.publish.mapfile.encoding import Form, encode
from conflict_atlas.publish.mapfile.tables import tables
from conflict_atlas.workspace import Workspace
root, out = map(Path, sys.argv[1:])
lake = Lake(Workspace.open(root).lake_dir)
basis = basis_of(lake)
collected = collect(lake, basis)
(out / "records.bin").write_bytes(encode(collected.records, Form.CODEC, basis.epoch.isoformat()))
told = tables(lake, collected, {}, {}, {"codec": "", "plain": "", "rows": "map/none/rows/"})
(out / "tables.json").write_text(json.dumps(told))
"""

_PEER = """
import { Map as LibreMap, setWorkerUrl } from "maplibre-gl";
import { decode } from "./scripts/explorer/decode.ts";
window.peer = async (records, worker) => {
  setWorkerUrl(worker);
  const found = decode(await (await fetch(records)).arrayBuffer());
  const features = [];
  for (let i = 0; i < found.count; i++) {
    const place = found.place[i];
    if (place === 0) continue;
    features.push({ type: "Feature", properties: { type: found.kind[i] & 3, day: found.day[i], best: found.best[i] },
      geometry: { type: "Point", coordinates: [found.placeLon[place], found.placeLat[place]] } });
  }
  const map = new LibreMap({ container: document.body, center: [20, 18], zoom: 0.9, fadeDuration: 0,
    style: { version: 8, sources: { e: { type: "geojson", data: { type: "FeatureCollection", features } } },
      layers: [{ id: "e", type: "circle", source: "e", paint: { "circle-radius": 3 } }] } });
  const idle = () => new Promise((done) => map.once("idle", done));
  await idle();
  const times = [];
  for (let turn = 0; turn < 5; turn++) {
    const start = performance.now();
    map.setFilter("e", ["==", ["get", "type"], (turn % 3) + 1]);
    await idle();
    times.push(performance.now() - start);
  }
  return { features: features.length, times };
};
"""


@dataclass(frozen=True)
class Steps:
    """Milliseconds of script of one kind of step."""

    name: str
    times: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.times)

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return sorted(self.times)[int(0.95 * (len(self.times) - 1))]


def measure() -> list[Figure]:
    """Steps at 418,000 events and at ten times as many, first picture, memory, and the peer."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="conflict-atlas-bench-") as name:
        folder = Path(name)
        root = folder / "workspace"
        import_into(root, ged_file())
        multiply(root, folder / "large")
        subprocess.run([sys.executable, "-c", _FILES, str(folder / "large"), str(folder)], check=True)
        with serving(root) as server, sync_playwright() as playwright:
            address = f"http://127.0.0.1:{server.port}/en/map/"
            server.get("/en/map/")
            _settle(server.process.pid)
            browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
            first = [_first_picture(browser, address) for _ in range(3)]
            with _opened(browser, address) as page:
                small = _steps(page)
            peer = _peer(browser, address, folder)
            with _opened(browser, address, folder) as page:
                large = _steps(page)
                memory = _memory_mb(page)
            browser.close()
    figures = [Figure("explorer, 418,000 events: first picture, warm server", statistics.median(first), "s", 2.5)]
    figures += _figures("418,000 events", small, 16)
    figures += _figures(f"{TIMES} x 418,000 events", large, 50)
    figures.append(Figure(f"explorer, {TIMES} x 418,000 events: heap and arrays of the page", memory, "MB", 300))
    toggle = next(steps for steps in small if steps.name == "filter toggle")
    note = "the peer's time until its map is idle again; ours is the script of the step"
    figures.append(
        Figure(
            "explorer, 418,000 events: filter toggle beside the library's layer",
            toggle.median,
            "ms",
            peer=peer,
            peer_ratio=50,
            note=note,
        )
    )
    return figures


def _figures(about: str, steps: list[Steps], most: float) -> list[Figure]:
    return [
        figure
        for one in steps
        for figure in (
            Figure(f"explorer, {about}: {one.name}, median", one.median, "ms", most),
            Figure(f"explorer, {about}: {one.name}, 95th percentile", one.late, "ms", most),
        )
    ]


def _chromium() -> str:
    import shutil

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise FileNotFoundError("no Chromium on this machine: install Debian's package chromium")
    return found


def _settle(supervisor: int) -> None:
    """Wait until the worker has nothing to render: it would be measured too."""
    quiet = 0
    before = _processor_seconds(supervisor)
    while quiet < 3:
        time.sleep(1)
        now = _processor_seconds(supervisor)
        quiet = quiet + 1 if now - before < 0.2 else 0
        before = now


def _processor_seconds(supervisor: int) -> float:
    """What a process and its children have used, those that have ended left out."""
    spent = 0.0
    for member in [psutil.Process(supervisor), *psutil.Process(supervisor).children(recursive=True)]:
        try:
            times = member.cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent += times.user + times.system
    return spent


def _wait_drawn(page: Any) -> None:
    deadline = time.monotonic() + WAIT_MS / 1000
    while not page.evaluate("() => performance.getEntriesByName('explorer-drawn').length"):
        if time.monotonic() > deadline:
            raise TimeoutError("the explorer was not drawn in two minutes")
        page.wait_for_timeout(20)


def _first_picture(browser: Any, address: str) -> float:
    """Seconds from the start of the navigation until the map with its events is drawn, with an empty cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    _wait_drawn(page)
    found = page.evaluate("() => performance.getEntriesByName('explorer-drawn')[0].startTime")
    context.close()
    return float(found) / 1000


@contextmanager
def _opened(browser: Any, address: str, files: Path | None = None) -> Iterator[Any]:
    """The page with its map drawn; with ``files`` the records and tables are those of that folder."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    if files:
        page.route(
            "**/map/*/records.bin",
            lambda route: route.fulfill(path=files / "records.bin", content_type="application/octet-stream"),
        )
        page.route(
            "**/map/*/tables.json", lambda route: route.fulfill(path=files / "tables.json", content_type="application/json")
        )
    page.goto(address)
    _wait_drawn(page)
    page.wait_for_timeout(500)
    try:
        yield page
    finally:
        context.close()


def _steps(page: Any) -> list[Steps]:
    return [
        Steps("slider step", _timed(page, STEPS, lambda turn: _slide(page, 100 + turn, 112 + turn))),
        Steps("slider, from the start", _timed(page, STEPS, lambda turn: _slide(page, 0, 100 + 8 * turn))),
        Steps("filter toggle", _timed(page, STEPS, lambda turn: page.evaluate(_PRESS, ["types", turn % 3]))),
        Steps("region toggle", _timed(page, STEPS, lambda turn: page.evaluate(_PRESS, ["regions", turn % 5]))),
        Steps("brush", _brushed(page)),
    ]


_PRESS = "([list, at]) => document.querySelectorAll(`[data-bars=${list}] button`)[at].click()"


def _slide(page: Any, first: int, last: int) -> None:
    page.evaluate(
        "([first, last]) => { const set = (name, value) => { document.querySelector(`[data-part=${name}]`).value = value; };"
        "set('first', first); set('last', last);"
        "document.querySelector('[data-part=last]').dispatchEvent(new Event('input', { bubbles: true })); }",
        [first, last],
    )


_CLEAR = "() => { performance.clearMeasures('explorer-step'); performance.clearMeasures('explorer-picture'); }"
_READ = (
    "() => ['explorer-step', 'explorer-picture'].map((name) => performance.getEntriesByName(name).map((entry) => entry.duration))"
)


def _timed(page: Any, turns: int, step: Callable[[int], None]) -> tuple[float, ...]:
    found = []
    for turn in range(turns):
        page.evaluate(_CLEAR)
        step(turn)
        found.append(_read(page))
    return tuple(found)


def _read(page: Any) -> float:
    """The script of the step and of its picture; waits for the picture."""
    for _ in range(6_000):
        steps, pictures = page.evaluate(_READ)
        if steps and pictures:
            return float(max(steps) + max(pictures))
        page.wait_for_timeout(5)
    raise TimeoutError("a step was not drawn")


def _brushed(page: Any) -> tuple[float, ...]:
    page.locator("[data-part=brush]").check()
    page.locator(".explorer__stage").scroll_into_view_if_needed()
    box = page.locator(".explorer__stage canvas").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 100)
    page.mouse.down()
    found = []
    for turn in range(STEPS):
        page.evaluate(_CLEAR)
        page.mouse.move(box["x"] + 340 + 6 * turn, box["y"] + 140 + 3 * turn)
        found.append(_read(page))
    page.mouse.up()
    return tuple(found)


def _memory_mb(page: Any) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    held = session.send("Runtime.getHeapUsage")
    return float(held["usedSize"] + held.get("embedderHeapUsedSize", 0) + held.get("backingStorageSize", 0)) / 1e6


def _peer(browser: Any, address: str, folder: Path) -> float:
    """Milliseconds until the library's own layer has drawn another filter, in the same browser and on the same events."""
    entry = ROOT / "web" / ".peer.mjs"
    out = folder / "peer.js"
    entry.write_text(_PEER, encoding="utf-8")
    try:
        build = (
            "await (await import('esbuild')).build({entryPoints: ['.peer.mjs'], bundle: true, format: 'iife', "
            f"outfile: {json.dumps(str(out))}}})"
        )
        subprocess.run(
            [str(ROOT / "tools" / "with-node"), "env", "-C", str(ROOT / "web"), "node", "--input-type=module", "-e", build],
            check=True,
            capture_output=True,
        )
    finally:
        entry.unlink()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(address, wait_until="domcontentloaded")
    asked = page.evaluate(
        "() => { const { records, worker } = document.querySelector('[data-explorer]').dataset;"
        "return [new URL(records, location.href).href, new URL(worker, location.href).href]; }"
    )
    page.goto(address.replace("/en/map/", "/en/about/"))
    page.add_script_tag(path=str(out))
    said = page.evaluate(
        "([records, worker]) => { document.body.replaceChildren(); document.body.style.height = '800px'; return window.peer(records, worker); }",
        asked,
    )
    context.close()
    return float(statistics.median(said["times"]))
