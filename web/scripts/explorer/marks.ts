// The status of tracked conflicts on the map: a shape of its own for each label, where most of the conflict's recent events are.
import type { GeoJSONSource, Map as LibreMap } from "maplibre-gl";
import type { Palette } from "./colours";
import type { Engine } from "./engine";
import { cellCorner } from "./mercator";
import type { Words } from "./words";

/** The shapes of `status_mark` in the drawings of the pages, on a square of 14. */
const SHAPES: Record<string, [string, boolean]> = {
  worsening: ["M7 1 13 12H1z", true],
  improving: ["M7 13 1 2H13z", true],
  unchanging: ["M2 2H12V12H2z", false],
  quiet: ["M7 1.5a5.5 5.5 0 1 0 .01 0z", false],
};
const RECENT_DAYS = 730;
const SCALE = 3;

export class StatusMarks {
  constructor(
    private readonly map: LibreMap,
    engine: Engine,
    words: Words,
    onPick: (slug: string) => void,
  ) {
    map.addLayer({
      id: "status",
      type: "symbol",
      source: "status",
      layout: {
        "icon-image": ["concat", "status-", ["get", "label"]],
        "icon-size": 0.45,
        "icon-allow-overlap": ["step", ["zoom"], false, 3, true],
        "symbol-sort-key": ["get", "rank"],
      },
    });
    (map.getSource("status") as GeoJSONSource).setData({ type: "FeatureCollection", features: [...places(engine)].map(([slug, point, label], rank) => ({ type: "Feature", geometry: { type: "Point", coordinates: point }, properties: { slug, label, rank, text: words.say(`label-${label}`) } })) });
    map.on("mouseenter", "status", () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", "status", () => (map.getCanvas().style.cursor = ""));
    this.onPick = onPick;
  }
  private readonly onPick: (slug: string) => void;

  /** The conflict whose mark is at this point of the screen. */
  at(x: number, y: number): string | null {
    const [found] = this.map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers: ["status"] });
    return found ? String(found.properties.slug) : null;
  }

  recolour(palette: Palette): void {
    for (const [label, [path, isFilled]] of Object.entries(SHAPES)) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 16 * SCALE;
      const pen = canvas.getContext("2d")!;
      pen.scale(SCALE, SCALE);
      pen.translate(1, 1);
      const shape = new Path2D(path);
      pen.lineJoin = "round";
      pen.lineWidth = 3.4;
      pen.strokeStyle = palette.css("--surface");
      pen.stroke(shape);
      pen.fillStyle = palette.css(isFilled ? "--text" : "--surface");
      pen.fill(shape);
      pen.lineWidth = 1.5;
      pen.strokeStyle = palette.css("--text");
      pen.stroke(shape);
      const image = pen.getImageData(0, 0, canvas.width, canvas.height);
      if (this.map.hasImage(`status-${label}`)) this.map.updateImage(`status-${label}`, image);
      else this.map.addImage(`status-${label}`, image, { pixelRatio: SCALE / 2 });
    }
  }
}

/** Slug, place and label of each tracked conflict that has a label, those with most recent events first. */
function places(engine: Engine): [string, [number, number], string][] {
  const { tables, sites, calendar } = engine;
  const groups = new Map<string, number[]>();
  const labelled = tables.tracked.filter((entry) => entry.label !== null && entry.label in SHAPES);
  labelled.forEach((entry, at) => entry.ids.forEach((id) => groups.set(id, [...(groups.get(id) ?? []), at])));
  const ofParty = tables.parties.map((party) => groups.get(party.conflict ?? "") ?? []);
  const byCell = labelled.map(() => new Map<number, number>());
  for (let record = engine.count - 1; record >= 0 && engine.day[record]! >= calendar.lastDay - RECENT_DAYS; record--) {
    const site = sites.of[record]!;
    const cell = engine.cellOf(site);
    if (cell === 0 || engine.isNear[sites.code[site]!] === 0) continue;
    for (const at of ofParty[sites.party[site]!]!) byCell[at]!.set(cell, (byCell[at]!.get(cell) ?? 0) + 1 + engine.best[record]!);
  }
  const found: [string, [number, number], string, number][] = [];
  labelled.forEach((entry, at) => {
    let most = 0;
    let where = 0;
    let sum = 0;
    for (const [cell, value] of byCell[at]!) {
      sum += value;
      if (value > most) [most, where] = [value, cell];
    }
    if (!where) return;
    const [west, south] = cellCorner(engine.cells[where]!);
    found.push([entry.slug, [west + 0.25, south + 0.25], entry.label!, sum]);
  });
  return found.sort((one, other) => other[3] - one[3]).map(([slug, point, label]) => [slug, point, label]);
}
