// Reads the UN-based world geometry inside plotly.js and returns it as compact polygons by ISO 3166 alpha-3 code.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import polylabel from "polylabel";
import { feature } from "topojson-client";
import { cutPolygon } from "./antimeridian.mjs";

const ASSETS = new URL("../node_modules/plotly.js/dist/plotly-geo-assets.js", import.meta.url);
const PACKAGE = new URL("../node_modules/plotly.js/package.json", import.meta.url);
const EARTH_RADIUS_KM = 6371.0088;

/** Areas that the source keeps apart from every country. They are hatched and named, and get no country's figure. */
const DISPUTED = {
  XAC: "Aksai Chin",
  XAP: "Arunachal Pradesh",
  XBT: "Bir Tawil",
  XHT: "Hala'ib Triangle",
  XIT: "Ilemi Triangle",
  XJK: "Jammu and Kashmir",
};

/** Countries that the 110m map takes from the 50m map: its own Palestine has no Gaza Strip, the place is drawn as Israel. */
const DRAWN_FINE = ["PSE"];

/** Steps to a degree in the files: about 1.1 km for the world map, 110 m for local maps. */
const STEPS = { "110m": 100, "50m": 1000 };

function readTopologies() {
  const sandbox = { window: {}, module: { exports: {} } };
  vm.runInNewContext(readFileSync(ASSETS, "utf8"), sandbox);
  return sandbox.module.exports.topojson;
}

/** Area on the sphere in square kilometres (Chamberlain and Duquette 2007, equation 4), holes taken off. */
export function areaKm2(polygon) {
  const ringArea = (ring) => {
    let sum = 0;
    for (let index = 0; index < ring.length - 1; index++) {
      const [[x1, y1], [x2, y2]] = [ring[index], ring[index + 1]];
      sum += (x2 - x1) * (2 + Math.sin((y1 * Math.PI) / 180) + Math.sin((y2 * Math.PI) / 180));
    }
    return Math.abs((sum * Math.PI) / 360) * EARTH_RADIUS_KM ** 2;
  };
  return polygon.reduce((total, ring, index) => total + (index === 0 ? 1 : -1) * ringArea(ring), 0);
}

/** Where a label stands: the pole of inaccessibility of the largest part, longitudes narrowed as they are on the ground. */
function labelAnchor(polygons) {
  const largest = polygons.reduce((best, next) => (areaKm2(next) > areaKm2(best) ? next : best));
  const latitudes = largest[0].map((point) => point[1]);
  const shrink = Math.cos((((Math.min(...latitudes) + Math.max(...latitudes)) / 2) * Math.PI) / 180);
  const [x, y] = polylabel(largest.map((ring) => ring.map(([longitude, latitude]) => [longitude * shrink, latitude])), 0.01);
  return [round(x / shrink, 3), round(y, 3)];
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}

/** A ring as whole steps: first point, then differences, flat; without the closing point; null where nothing is left. */
function packRing(ring, steps) {
  const points = ring.slice(0, -1).map(([longitude, latitude]) => [Math.round(longitude * steps), Math.round(latitude * steps)]);
  const distinct = points.filter(([x, y], index) => {
    const [lastX, lastY] = points[(index + points.length - 1) % points.length];
    return index === 0 || x !== lastX || y !== lastY;
  });
  if (distinct.length < 3) return null;
  return distinct.flatMap(([x, y], index) => (index === 0 ? [x, y] : [x - distinct[index - 1][0], y - distinct[index - 1][1]]));
}

/** Polygons by code: the source lists some countries in several features (Palestine, Spain, Ecuador and others). */
function polygonsByCode(topology) {
  const found = new Map();
  for (const { id, geometry } of feature(topology, topology.objects.countries).features) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    found.set(id, [...(found.get(id) ?? []), ...polygons.flatMap(cutPolygon)]);
  }
  return found;
}

/** One area as written. `isAbove`: its shape comes from the finer map and lies over a neighbour's coarse one. */
function describe(code, polygons, anchored, steps, isAbove) {
  const packed = polygons.map((polygon) => polygon.map((ring) => packRing(ring, steps)).filter(Boolean)).filter((p) => p.length);
  return {
    code,
    ...(DISPUTED[code] ? { disputed: DISPUTED[code] } : {}),
    ...(isAbove ? { above: true } : {}),
    anchor: labelAnchor(anchored),
    area_km2: Math.round(anchored.reduce((total, polygon) => total + areaKm2(polygon), 0)),
    polygons: packed,
  };
}

/** The two files by name. Countries too small for the 110m map keep their anchor in it, without polygons. */
export function buildGeometry() {
  const topologies = readTopologies();
  const fine = polygonsByCode(topologies.world_50m);
  const coarse = polygonsByCode(topologies.world_110m);
  for (const code of DRAWN_FINE) coarse.set(code, fine.get(code));
  const version = JSON.parse(readFileSync(PACKAGE, "utf8")).version;
  const files = {};
  for (const [resolution, drawn] of [["110m", coarse], ["50m", fine]]) {
    const features = [...fine.keys()].sort().map((code) =>
      describe(code, drawn.get(code) ?? [], fine.get(code), STEPS[resolution], drawn === coarse && DRAWN_FINE.includes(code)));
    const unknown = [...drawn.keys()].filter((code) => !fine.has(code));
    if (unknown.length) throw new Error(`The 110m map has countries that the 50m map lacks: ${unknown.join(", ")}.`);
    files[`world-${resolution}.json`] = {
      view: "un",
      resolution,
      source: `plotly.js ${version}, dist/plotly-geo-assets.js`,
      credit: "United Nations Geospatial, plotly.js",
      steps_per_degree: STEPS[resolution],
      features,
    };
  }
  return files;
}
