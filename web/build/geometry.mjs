// The map geometry: each view of the borders as compact polygons by code for drawings (built/geometry), and as one TopoJSON
// file for the browser's map (built/static).
import { topology } from "topojson-server";
import { apartNames, disputedAreas } from "./disputes.mjs";
import { areaKm2, labelAnchor } from "./measures.mjs";
import { countryNames } from "./names.mjs";
import { DRAWN_FINE, RESOLUTIONS, readViews } from "./views.mjs";

/** Steps to a degree in the drawings' files: about 1.1 km for the world map, 110 m for local maps. */
const STEPS = { "110m": 100, "50m": 1000 };

/** Steps over the whole globe in the browser's files: 0.006 degrees, 670 metres at the equator. */
const QUANTIZATION = 6e4;

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

/** Polygons as whole steps; a hole too small for the steps goes, a polygon goes with its outer ring. */
function pack(polygons, steps) {
  return polygons
    .map((polygon) => polygon.map((ring) => packRing(ring, steps)))
    .filter(([outer]) => outer)
    .map((rings) => rings.filter(Boolean));
}

/** Label point and size, both of the finer shape, so that they are the same at every resolution. */
function measured(fine) {
  return { anchor: labelAnchor(fine), area_km2: Math.round(fine.reduce((total, polygon) => total + areaKm2(polygon), 0)) };
}

/** The file of one view at one resolution. A country that the map lacks keeps its label point, without polygons. */
function drawingFile({ view, source, credit, polygons }, resolution, fallback, disputed) {
  const [drawn, fine] = [polygons[resolution], polygons["50m"]];
  const unknown = [...drawn.keys()].filter((code) => !fine.has(code));
  if (unknown.length) throw new Error(`The 110m map of ${view} has countries that the 50m map lacks: ${unknown.join(", ")}.`);
  const names = apartNames(view);
  const codes = [...new Set([...fine.keys(), ...fallback.keys()])].sort();
  return {
    view,
    resolution,
    source,
    credit,
    steps_per_degree: STEPS[resolution],
    features: codes.map((code) => ({
      code,
      ...(names.has(code) ? { disputed: names.get(code) } : {}),
      ...(resolution === "110m" && DRAWN_FINE.includes(code) ? { above: true } : {}),
      ...measured(fine.get(code) ?? fallback.get(code)),
      polygons: pack(drawn.get(code) ?? [], STEPS[resolution]),
    })),
    disputed: disputed.map(({ fine: finest, polygons: shape, ...area }) => ({
      ...area,
      ...measured(finest),
      polygons: area.code ? [] : pack(shape, STEPS[resolution]),
    })),
  };
}

/** The whole view for the browser: TopoJSON with two collections, the areas of the map and those in dispute above them. */
function browserFile({ view, source, credit, polygons }, disputed, names) {
  const fine = polygons["50m"];
  const apart = apartNames(view);
  const shape = (coordinates) => ({ type: "MultiPolygon", coordinates });
  const feature = (properties, coordinates) => ({ type: "Feature", properties, geometry: shape(coordinates) });
  const collection = (features) => ({ type: "FeatureCollection", features });
  const made = topology(
    {
      countries: collection(
        [...fine.keys()].sort().map((code) =>
          feature(
            { iso3: code, name: apart.get(code) ?? names.get(code), disputed: apart.has(code), label: labelAnchor(fine.get(code)) },
            fine.get(code),
          )),
      ),
      disputed: collection(
        disputed.map(({ key, name, note, code, drawn_in, fine: finest }) =>
          feature({ key, iso3: code ?? null, name, disputed: true, note, drawn_in, label: labelAnchor(finest) }, finest)),
      ),
    },
    QUANTIZATION,
  );
  return { ...made, view, source, credit };
}

/** Every file by name: `drawings` for built/geometry, `maps` for the browser. */
export function buildGeometry() {
  const views = readViews();
  const names = countryNames();
  const apart = [...apartNames("un"), ...apartNames("natural-earth")];
  const nameOf = (code) => new Map([...names, ...apart]).get(code);
  const [drawings, maps] = [{}, {}];
  for (const here of [views.un, views.naturalEarth]) {
    // The second view's coarse and fine maps lack some small countries: they keep the label point of the default view.
    const known = [...views.un.polygons["50m"]].filter(([code]) => names.has(code));
    for (const resolution of RESOLUTIONS) {
      const disputed = disputedAreas(views, here.view, resolution, nameOf);
      drawings[`world-${here.view}-${resolution}.json`] = drawingFile(here, resolution, new Map(known), disputed);
      if (resolution === "50m") maps[`borders-${here.view}.json`] = browserFile(here, disputed, names);
    }
    const unnamed = [...here.polygons["50m"].keys()].filter((code) => !nameOf(code));
    if (unnamed.length) throw new Error(`The catalogue names no country ${unnamed.join(", ")}, which ${here.view} draws.`);
  }
  return { drawings, maps };
}
