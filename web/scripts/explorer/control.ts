// Claimed control: areas that somebody is said to hold on a day. It is always shown as what it is, a claim by a named source, with
// its day and how old that day is; a day that is missing or too old leaves the layer empty and says so.
import type { GeoJSONSource, Map as LibreMap } from "maplibre-gl";
import type { Palette } from "./colours";
import { el } from "./dom";
import { hatch } from "./map";
import type { Words } from "./words";

interface Vintage {
  vintage: string;
  claimant: string;
  holders: string[];
  note: string;
  credit: string;
  days: string[];
  path: string;
  page: string;
}

interface Index {
  longest_age_days: number;
  vintages: Vintage[];
}

const DAY = 86_400_000;
/** Patterns for up to so many holders; more share the last one. */
const PATTERNS = 3;

export class ControlLayer {
  private index: Index | null = null;
  private shown = "";
  private wanted: (() => Promise<void>) | null = null;
  private isBusy = false;

  constructor(
    private readonly map: LibreMap,
    private readonly root: string,
    private readonly up: string,
    private readonly words: Words,
    private readonly note: HTMLElement,
  ) {}

  /** Reads what is held and fills the list of choices. Rejects where the index cannot be had. */
  async load(address: string, select: HTMLSelectElement): Promise<void> {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    this.index = (await response.json()) as Index;
    for (const vintage of this.index.vintages) select.append(el("option", { value: vintage.vintage }, this.words.say("control-by", { claimant: vintage.claimant, holders: vintage.holders.join(", ") })));
    this.map.addSource("control", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    this.map.addLayer({ id: "control", type: "fill", source: "control", paint: { "fill-pattern": ["concat", "control-", ["to-string", ["get", "pattern"]]] } }, "disputed");
    this.map.addLayer({ id: "control-edge", type: "line", source: "control", paint: { "line-width": 1.6, "line-dasharray": [1, 1.4] } }, "disputed");
  }

  recolour(palette: Palette): void {
    if (!this.index) return;
    ["--map-side-1", "--map-side-2", "--map-hatch"].forEach((name, at) => {
      const image = hatch(palette.css(name), 6 + 2 * at, at % 2 === 0, 4);
      if (this.map.hasImage(`control-${at}`)) this.map.updateImage(`control-${at}`, image);
      else this.map.addImage(`control-${at}`, image, { pixelRatio: 2 });
    });
    this.map.setPaintProperty("control-edge", "line-color", palette.css("--text"));
  }

  /** Shows the claims of a vintage for a day; while a file is on its way only the last wish counts. */
  async show(chosen: string, day: string): Promise<void> {
    this.wanted = () => this.fetch(chosen, day);
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      while (this.wanted) {
        const next = this.wanted;
        this.wanted = null;
        await next();
      }
    } finally {
      this.isBusy = false;
    }
  }

  private async fetch(chosen: string, day: string): Promise<void> {
    const vintage = this.index?.vintages.find((one) => one.vintage === chosen);
    if (!vintage) {
      if (this.shown) this.put([]);
      this.shown = "";
      this.note.replaceChildren();
      return;
    }
    const found = latest(vintage.days, day, this.index!.longest_age_days);
    const name = `${chosen} ${found ?? ""}`;
    this.say(vintage, found, day);
    if (name === this.shown) return;
    this.shown = name;
    if (!found) return this.put([]);
    const response = await fetch(`${this.root}${vintage.path.replace("{day}", found)}`);
    if (!response.ok) {
      this.shown = "";
      this.note.textContent = this.words.say("control-failed", { claimant: vintage.claimant });
      return this.put([]);
    }
    const areas = (await response.json()) as GeoJSON.FeatureCollection<GeoJSON.Geometry, { holder: string }>;
    this.put(areas.features.map((feature) => ({ ...feature, properties: { ...feature.properties, pattern: Math.min(PATTERNS - 1, Math.max(0, vintage.holders.indexOf(feature.properties.holder))) } })));
  }

  private put(features: GeoJSON.Feature[]): void {
    (this.map.getSource("control") as GeoJSONSource).setData({ type: "FeatureCollection", features });
  }

  private say(vintage: Vintage, found: string | null, asked: string): void {
    const { words } = this;
    const text = found
      ? words.say("control-note", { subject: vintage.holders.join(", "), claimant: vintage.claimant, day: words.day(found), age: Math.round((Date.parse(asked) - Date.parse(found)) / DAY) })
      : words.say("control-none", { claimant: vintage.claimant, day: words.day(asked) });
    const page = el("a", { href: `${this.up}${vintage.page.replace("{day}", found ?? vintage.days[vintage.days.length - 1] ?? "")}` }, words.say("control-page"));
    this.note.replaceChildren(text, " ", page, ` ${vintage.credit}`);
  }
}

/** The latest of ascending days at or before a day, if it is not older than so many days. */
export function latest(days: readonly string[], day: string, most: number): string | null {
  let found: string | null = null;
  for (const held of days) {
    if (held > day) break;
    found = held;
  }
  return found !== null && (Date.parse(day) - Date.parse(found)) / DAY <= most ? found : null;
}
