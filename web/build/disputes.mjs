// The areas that maps hatch and name: those that a view keeps apart from every country, and those that one view draws in one
// country and the other in another. Their shapes are computed from the two views; nothing is drawn by hand.
import { intersection } from "polyclip-ts";
import { areaKm2, holdsPoint } from "./measures.mjs";
import { boundsOf, overlaps } from "./views.mjs";

/** How a view draws an area: as a feature of its own, or within one or more others (the largest part first). */
const own = (code) => ({ own: code, codes: [code] });
const within = (...codes) => ({ own: null, codes });

/**
 * Each area by how the UN-based view and Natural Earth draw it, and a point in it. Natural Earth's codes are those that hold
 * five percent of the area or more; the build measures this and stops where it is no longer so. Only facts about the drawings
 * are stated here.
 */
export const AREAS = [
  { key: "abyei", name: "Abyei", un: within("SSD"), naturalEarth: within("SDN"), at: [28.67, 9.49] },
  { key: "aksai-chin", name: "Aksai Chin", un: own("XAC"), naturalEarth: within("CHN"), at: [79.2, 35.1] },
  { key: "arunachal-pradesh", name: "Arunachal Pradesh", un: own("XAP"), naturalEarth: within("IND"), at: [93.6, 27.1] },
  { key: "bir-tawil", name: "Bir Tawil", un: own("XBT"), naturalEarth: within("SDN"), at: [33.7, 21.9] },
  { key: "crimea", name: "Crimea", un: within("UKR"), naturalEarth: within("RUS"), at: [34.32, 45.3] },
  { key: "golan-heights", name: "Golan Heights", un: within("SYR"), naturalEarth: within("ISR"), at: [35.74, 33.1] },
  { key: "halaib-triangle", name: "Hala'ib Triangle", un: own("XHT"), naturalEarth: within("EGY"), at: [36.0, 22.3] },
  { key: "ilemi-triangle", name: "Ilemi Triangle", un: own("XIT"), naturalEarth: within("KEN"), at: [35.2, 4.9] },
  { key: "ilemi-triangle-north", name: "Ilemi Triangle, northern part", un: within("SSD"), naturalEarth: within("KEN"), at: [35.55, 5.14] },
  { key: "jammu-and-kashmir", name: "Jammu and Kashmir", un: own("XJK"), naturalEarth: within("IND", "PAK"), at: [74.8, 34.09] },
  { key: "kosovo", name: "Kosovo", un: within("SRB"), naturalEarth: own("XKX"), at: [20.88, 42.57] },
  { key: "northern-cyprus", name: "Northern Cyprus", un: within("CYP"), naturalEarth: own("XNC"), at: [33.65, 35.19] },
  { key: "siachen-glacier", name: "Siachen Glacier", un: within("XJK"), naturalEarth: own("XSG"), at: [77.15, 35.36] },
  { key: "somaliland", name: "Somaliland", un: within("SOM"), naturalEarth: own("XSL"), at: [47.2, 9.43] },
  { key: "western-sahara", name: "Western Sahara, western part", un: within("ESH"), naturalEarth: within("MAR"), at: [-13.44, 25.5] },
];

const NOTICED = 0.05;

/** The shapes in which two sets of polygons overlap. */
function common(polygons, others) {
  return polygons.flatMap((polygon) =>
    others.filter((other) => overlaps(boundsOf(polygon), boundsOf(other))).flatMap((other) => intersection(polygon, other)));
}

const total = (polygons) => polygons.reduce((sum, polygon) => sum + areaKm2(polygon), 0);

/** Stops the build where Natural Earth draws the area in other countries than AREAS says. */
function confirm(area, shape, polygons) {
  const whole = total(shape);
  const shares = [...polygons].map(([code, others]) => [code, total(common(shape, others)) / whole]);
  const found = shares.filter(([, share]) => share >= NOTICED).sort((a, b) => b[1] - a[1]).map(([code]) => code);
  if (found.join() !== area.naturalEarth.codes.join()) {
    throw new Error(`Natural Earth draws ${area.name} in ${found}, disputes.mjs says ${area.naturalEarth.codes}.`);
  }
}

/** The shape at one resolution: a feature as it is drawn, by the UN-based view first; else where the two views differ. */
function shapeOf(area, view, un, naturalEarth) {
  if (area.un.own) return un.get(area.un.own);
  if (area.naturalEarth.own && view === "natural-earth") return naturalEarth.get(area.naturalEarth.own) ?? [];
  const found = common(un.get(area.un.codes[0]) ?? [], naturalEarth.get(area.naturalEarth.codes[0]) ?? []);
  return found.filter((polygon) => holdsPoint(polygon, area.at));
}

function sentence({ un, naturalEarth }, nameOf) {
  const drawn = ({ own, codes }) => (own ? "apart from every country" : `in ${codes.map(nameOf).join(" and ")}`);
  return `Drawn ${drawn(un)} by the UN-based borders, ${drawn(naturalEarth)} by Natural Earth.`;
}

/**
 * The areas of one view at one resolution, in the order of their keys. `code` is the feature of this view that is the area
 * itself; an area without one lies over features of countries. `drawn_in`: the codes under which each view draws it.
 */
export function disputedAreas({ un, naturalEarth }, view, resolution, nameOf) {
  return AREAS.map((area) => {
    const fine = shapeOf(area, view, un.polygons["50m"], naturalEarth.polygons["50m"]);
    if (!fine.length) throw new Error(`The two views no longer differ in ${area.name}: look at disputes.mjs.`);
    if (resolution === "50m") confirm(area, fine, naturalEarth.polygons["50m"]);
    const { own } = view === "un" ? area.un : area.naturalEarth;
    return {
      key: area.key,
      name: area.name,
      note: sentence(area, nameOf),
      ...(own ? { code: own } : {}),
      drawn_in: { un: area.un.codes, "natural-earth": area.naturalEarth.codes },
      fine,
      polygons: shapeOf(area, view, un.polygons[resolution], naturalEarth.polygons[resolution]),
    };
  });
}

/** Names of the areas that are features of a view, by code. */
export function apartNames(view) {
  const pairs = AREAS.map((area) => [(view === "un" ? area.un : area.naturalEarth).own, area.name]);
  return new Map(pairs.filter(([code]) => code));
}
