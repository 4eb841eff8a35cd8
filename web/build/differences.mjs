// Lists every place where the two views draw a country more than 10 km deep into another, and fails where one of them is
// neither an area in dispute (disputes.mjs) nor known. To be run when a package of borders changes; it takes half a minute.
import { intersection } from "polyclip-ts";
import { AREAS } from "./disputes.mjs";
import { holdsPoint, innermost } from "./measures.mjs";
import { boundsOf, overlaps, readViews } from "./views.mjs";

const DEEP_KM = 10;

/** Borders that the packages draw apart without a dispute that has a name here: only the lines differ. */
const LINES = ["MAR DZA", "SSD ETH"];

const pieces = (view) => [...view.polygons["50m"]].flatMap(([code, polygons]) =>
  polygons.map((polygon) => ({ code, polygon, bounds: boundsOf(polygon) })));

const { un, naturalEarth } = readViews();
const second = pieces(naturalEarth);
const found = pieces(un).flatMap((here) =>
  second
    .filter((there) => there.code !== here.code && overlaps(here.bounds, there.bounds))
    .flatMap((there) =>
      intersection(here.polygon, there.polygon).map((shape) => ({ pair: `${here.code} ${there.code}`, shape, ...innermost(shape) })))
    .filter(({ km }) => km > DEEP_KM));

let unknown = 0;
for (const { pair, shape, km, point } of found.sort((a, b) => b.km - a.km)) {
  const area = AREAS.find((one) => pair.startsWith(one.un.own) || holdsPoint(shape, one.at));
  const words = area?.name ?? (LINES.includes(pair) ? "the line alone" : "UNKNOWN");
  if (words === "UNKNOWN") unknown += 1;
  console.log(`${pair}: ${km.toFixed(1)} km deep at ${point}: ${words}`);
}
console.log(`${found.length} places, ${unknown} unknown`);
process.exitCode = unknown ? 1 : 0;
