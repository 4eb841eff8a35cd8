// Measures of polygons given by longitude and latitude.
import polylabel from "polylabel";

const EARTH_RADIUS_KM = 6371.0088;
const KM_PER_DEGREE = (Math.PI * EARTH_RADIUS_KM) / 180;

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

/** The point farthest from the edge, longitudes narrowed as they are on the ground, and how far it is in kilometres. */
export function innermost(polygon) {
  const latitudes = polygon[0].map((point) => point[1]);
  const shrink = Math.cos((((Math.min(...latitudes) + Math.max(...latitudes)) / 2) * Math.PI) / 180);
  const precision = Math.min(0.01, (Math.max(...latitudes) - Math.min(...latitudes)) / 50);
  const narrowed = polygon.map((ring) => ring.map(([longitude, latitude]) => [longitude * shrink, latitude]));
  const found = polylabel(narrowed, precision);
  return { point: [round(found[0] / shrink, 3), round(found[1], 3)], km: found.distance * KM_PER_DEGREE };
}

/** Where a label stands: the pole of inaccessibility of the largest part. */
export function labelAnchor(polygons) {
  return innermost(polygons.reduce((best, next) => (areaKm2(next) > areaKm2(best) ? next : best))).point;
}

/** Whether a point lies in a polygon with holes (even-odd rule). */
export function holdsPoint(polygon, [x, y]) {
  let inside = false;
  for (const ring of polygon) {
    for (let index = 0; index < ring.length - 1; index++) {
      const [[x1, y1], [x2, y2]] = [ring[index], ring[index + 1]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

export function round(value, digits) {
  return Number(value.toFixed(digits));
}
