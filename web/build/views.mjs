// The two views of the world's borders, as polygons by code at two resolutions. What each package draws is kept as it is;
// only codes are given and edges at the antimeridian cut.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import vm from "node:vm";
import { feature } from "topojson-client";
import { cutPolygon } from "./antimeridian.mjs";

const MODULES = new URL("../node_modules/", import.meta.url);
const read = (path) => readFileSync(new URL(path, MODULES), "utf8");
const versionOf = (name) => JSON.parse(read(`${name}/package.json`)).version;

export const RESOLUTIONS = ["110m", "50m"];

/** Alpha-3 codes by ISO 3166 number, the only id that world-atlas writes. */
const ISO3 = new Map(createRequire(import.meta.url)("i18n-iso-countries/codes.json").map(([, alpha3, number]) => [number, alpha3]));

/** What Natural Earth draws apart from every country and ISO has no number for. XKX is in wide use, the rest are codes of ours. */
const WITHOUT_NUMBER = new Map([
  ["Kosovo", "XKX"],
  ["N. Cyprus", "XNC"],
  ["Siachen Glacier", "XSG"],
  ["Somaliland", "XSL"],
  ["Indian Ocean Ter.", "AUS"],
]);

/** Parts that ISO gives a code and Natural Earth draws within the state: the code is theirs in both views, no border moves. */
const PARTS = {
  AUS: ["CCK", "CXR"],
  FRA: ["GLP", "GUF", "MTQ", "MYT", "REU"],
  NLD: ["BES"],
  NOR: ["BVT", "SJM"],
};

/** Countries that the 110m maps take from the 50m maps: neither 110m map has the Gaza Strip, one draws the place as Israel. */
export const DRAWN_FINE = ["PSE"];

/** Polygons by code: the sources list some countries in several features (Palestine, Spain, Ecuador and others). */
function polygonsByCode(topology, codeOf) {
  const found = new Map();
  for (const { id, properties, geometry } of feature(topology, topology.objects.countries).features) {
    const code = codeOf(id, properties);
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    found.set(code, [...(found.get(code) ?? []), ...polygons.flatMap(cutPolygon)]);
  }
  return found;
}

/** West, south, east, north of an outer ring. */
export function boundsOf(polygon) {
  const [xs, ys] = [polygon[0].map((point) => point[0]), polygon[0].map((point) => point[1])];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

export function overlaps([west, south, east, north], [west2, south2, east2, north2]) {
  return west < east2 && west2 < east && south < north2 && south2 < north;
}

/** Gives the islands and territories of PARTS their own code, by where the other view draws them. */
function separateParts(found, like) {
  for (const [state, parts] of Object.entries(PARTS)) {
    for (const part of parts) {
      const places = (like.get(part) ?? []).map(boundsOf);
      const isThere = (polygon) => places.some((place) => overlaps(place, boundsOf(polygon)));
      const [inside, outside] = [found.get(state).filter(isThere), found.get(state).filter((polygon) => !isThere(polygon))];
      found.set(state, outside);
      if (inside.length) found.set(part, [...(found.get(part) ?? []), ...inside]);
    }
  }
}

function withPalestine(byResolution) {
  for (const code of DRAWN_FINE) byResolution["110m"].set(code, byResolution["50m"].get(code));
  return byResolution;
}

function unView() {
  const sandbox = { window: {}, module: { exports: {} } };
  vm.runInNewContext(read("plotly.js/dist/plotly-geo-assets.js"), sandbox);
  const topologies = sandbox.module.exports.topojson;
  return {
    view: "un",
    source: `plotly.js ${versionOf("plotly.js")}, dist/plotly-geo-assets.js`,
    credit: "United Nations Geospatial, plotly.js",
    polygons: withPalestine(
      Object.fromEntries(RESOLUTIONS.map((name) => [name, polygonsByCode(topologies[`world_${name}`], (id) => id)])),
    ),
  };
}

function naturalEarthView(like) {
  const codeOf = (id, { name }) => {
    const code = id ? ISO3.get(id) : WITHOUT_NUMBER.get(name);
    if (!code) throw new Error(`world-atlas draws ${name} (id ${id}), for which there is no code here.`);
    return code;
  };
  const polygons = {};
  for (const name of RESOLUTIONS) {
    polygons[name] = polygonsByCode(JSON.parse(read(`world-atlas/countries-${name}.json`)), codeOf);
    separateParts(polygons[name], like["50m"]);
  }
  return {
    view: "natural-earth",
    source: `world-atlas ${versionOf("world-atlas")}, countries-110m.json and countries-50m.json`,
    credit: "Natural Earth, world-atlas",
    polygons: withPalestine(polygons),
  };
}

/** Both views: `{ un, naturalEarth }`, each with its name, source, credit, and polygons by resolution and code. */
export function readViews() {
  const un = unView();
  return { un, naturalEarth: naturalEarthView(un.polygons) };
}
