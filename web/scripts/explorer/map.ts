// The ground of the map: land, borders in one of two views, areas in dispute, names. Everything comes from files of ours.
import { Map as LibreMap, type StyleSpecification, type GeoJSONSource, setWorkerUrl } from "maplibre-gl";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Palette } from "./colours";

export type BorderView = "un" | "natural-earth";

export interface Disputed {
  key: string;
  name: string;
  note: string;
}

interface CountryProperties {
  iso3: string;
  name: string;
  disputed: boolean;
  label: [number, number];
}

interface DisputedProperties extends Disputed {
  iso3: string | null;
  label: [number, number];
}

type Borders = Topology<{ countries: GeometryCollection<CountryProperties>; disputed: GeometryCollection<DisputedProperties> }> & { credit: string };

const LABELS_FROM_ZOOM = 2.4;
const MOST_ZOOM = 11;

export interface Ground {
  map: LibreMap;
  /** Whom to credit for the borders that were drawn first. */
  credit: string;
  /** Draws the other view; its credit. */
  show(view: BorderView): Promise<string>;
  recolour(palette: Palette): void;
}

/** Makes the map in an element. Rejects where the browser cannot draw it. */
export async function makeGround(element: HTMLElement, options: GroundOptions): Promise<Ground> {
  setWorkerUrl(options.worker);
  const map = new LibreMap({
    container: element,
    style: style(options.palette),
    center: options.centre,
    zoom: options.zoom,
    minZoom: 0,
    maxZoom: MOST_ZOOM,
    renderWorldCopies: false,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    canvasContextAttributes: { preserveDrawingBuffer: true },
    locale: { "Map.Title": options.title },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const files = new Map<BorderView, Promise<Borders>>();
  const borders = (view: BorderView) => {
    if (!files.has(view)) files.set(view, fetch(options.borders[view]).then(readJson<Borders>));
    return files.get(view)!;
  };
  const [first] = await Promise.all([borders(options.view), new Promise<void>((done) => map.once("style.load", () => done()))]);
  put(map, first, options.nameOf);
  paint(map, options.palette);
  return {
    map,
    credit: first.credit,
    async show(view) {
      const found = await borders(view);
      put(map, found, options.nameOf);
      return found.credit;
    },
    recolour: (palette) => paint(map, palette),
  };
}

export interface GroundOptions {
  worker: string;
  borders: Record<BorderView, string>;
  view: BorderView;
  centre: [number, number];
  zoom: number;
  palette: Palette;
  title: string;
  nameOf: (iso3: string, name: string) => string;
}

async function readJson<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return (await response.json()) as T;
}

function style(palette: Palette): StyleSpecification {
  const empty = { type: "FeatureCollection" as const, features: [] };
  const source = (promoteId?: string) => ({ type: "geojson" as const, data: empty, tolerance: 0.3, ...(promoteId ? { promoteId } : {}) });
  return {
    version: 8,
    sources: { land: source("iso3"), lines: source(), disputed: source("key"), names: source(), status: source() },
    layers: [
      { id: "water", type: "background" },
      { id: "land", type: "fill", source: "land", paint: { "fill-antialias": false } },
      { id: "vague", type: "fill", source: "land", paint: { "fill-opacity": ["coalesce", ["feature-state", "vague"], 0] } },
      { id: "disputed", type: "fill", source: "disputed" },
      { id: "lines", type: "line", source: "lines", paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 0, 0.5, 6, 1.2] } },
      { id: "disputed-edge", type: "line", source: "disputed", paint: { "line-width": 1, "line-dasharray": [3, 2] } },
      { id: "chosen", type: "line", source: "land", filter: ["==", ["get", "iso3"], ""], paint: { "line-width": 2.5 } },
      {
        id: "names",
        type: "symbol",
        source: "names",
        minzoom: LABELS_FROM_ZOOM,
        layout: {
          "text-field": ["get", "name"],
          "text-font": [palette.css("--font").split(",").pop()?.trim() || "sans-serif"],
          "text-size": ["interpolate", ["linear"], ["zoom"], 2, 11, 7, 15],
          "text-max-width": 7,
          "symbol-sort-key": ["get", "rank"],
        },
        paint: { "text-halo-width": 1.4 },
      },
    ],
  };
}

function put(map: LibreMap, borders: Borders, nameOf: GroundOptions["nameOf"]): void {
  const land = feature(borders, borders.objects.countries);
  const disputed = feature(borders, borders.objects.disputed);
  const lines = mesh(borders, borders.objects.countries);
  lines.coordinates = lines.coordinates.flatMap(withoutCut);
  const set = (name: string, data: GeoJSON.GeoJSON) => (map.getSource(name) as GeoJSONSource).setData(data);
  set("land", land);
  set("lines", lines);
  set("disputed", disputed);
  set("names", {
    type: "FeatureCollection",
    features: land.features.map(({ properties }, rank) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: properties.label },
      properties: { name: nameOf(properties.iso3, properties.name), rank },
    })),
  });
}

/** A line without its parts on the antimeridian, where the geometry is cut and no border runs. */
function withoutCut(line: GeoJSON.Position[]): GeoJSON.Position[][] {
  const parts: GeoJSON.Position[][] = [];
  let part: GeoJSON.Position[] = [];
  line.forEach((point, at) => {
    const before = line[at - 1];
    if (before && Math.abs(before[0]!) > 179.999 && Math.abs(point[0]!) > 179.999) {
      if (part.length > 1) parts.push(part);
      part = [];
    }
    part.push(point);
  });
  if (part.length > 1) parts.push(part);
  return parts;
}

function paint(map: LibreMap, palette: Palette): void {
  const { css } = palette;
  for (const [name, gap, rising] of [["disputed-hatch", 8, true], ["vague-hatch", 6, false]] as const) {
    const image = hatch(css(name === "vague-hatch" ? "--deaths-3" : "--map-hatch"), gap, rising);
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: 2 });
  }
  map.setPaintProperty("water", "background-color", css("--map-water"));
  map.setPaintProperty("land", "fill-color", css("--map-land"));
  map.setPaintProperty("vague", "fill-pattern", "vague-hatch");
  map.setPaintProperty("disputed", "fill-pattern", "disputed-hatch");
  map.setPaintProperty("lines", "line-color", css("--map-border"));
  map.setPaintProperty("disputed-edge", "line-color", css("--map-hatch"));
  map.setPaintProperty("chosen", "line-color", css("--map-mark"));
  map.setPaintProperty("names", "text-color", css("--text"));
  map.setPaintProperty("names", "text-halo-color", css("--map-land"));
}

/** A pattern of slanted lines that joins at its edges, drawn twice as large for fine screens. */
export function hatch(colour: string, gap: number, rising: boolean, width = 2): ImageData {
  const size = 2 * gap;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d")!;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, rising ? size : 0);
    pen.lineTo(shift + size, rising ? 0 : size);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}
