// Cuts rings at the antimeridian. The source draws Russia, Fiji and Antarctica with edges that jump from 180 to -180;
// drawn on a plane such an edge is a line across the whole map.

/** The ring with longitudes made continuous: an edge longer than half a turn is taken to go the short way round. */
function unwrap(ring) {
  let turn = 0;
  return ring.map(([longitude, latitude], index) => {
    if (index > 0) {
      const step = longitude - ring[index - 1][0];
      if (step > 180) turn -= 360;
      if (step < -180) turn += 360;
    }
    return [longitude + turn, latitude];
  });
}

/** A ring that goes once round the pole is closed along the pole's edge of the plane. */
function closeOverPole(ring) {
  const first = ring[0];
  const last = ring[ring.length - 1];
  if (Math.abs(last[0] - first[0]) < 180) return ring;
  const pole = first[1] < 0 ? -90 : 90;
  return [...ring, [last[0], pole], [first[0], pole], first];
}

/** The part of the ring on one side of a meridian (Sutherland and Hodgman's clip against one line). */
function keepSide(ring, meridian, isInside) {
  const kept = [];
  for (let index = 0; index < ring.length - 1; index++) {
    const [here, next] = [ring[index], ring[index + 1]];
    if (isInside(here[0])) kept.push(here);
    if (isInside(here[0]) !== isInside(next[0])) {
      const share = (meridian - here[0]) / (next[0] - here[0]);
      kept.push([meridian, here[1] + share * (next[1] - here[1])]);
    }
  }
  return kept.length < 3 ? null : [...kept, kept[0]];
}

/** The pieces of one ring, by the turn of the globe in which they lie, each moved into -180..180. */
function piecesOf(ring) {
  const open = closeOverPole(unwrap(ring));
  const longitudes = open.map((point) => point[0]);
  const firstTurn = Math.floor((Math.min(...longitudes) + 180) / 360);
  const lastTurn = Math.ceil((Math.max(...longitudes) - 180) / 360);
  const pieces = new Map();
  for (let turn = firstTurn; turn <= lastTurn; turn++) {
    const [west, east] = [turn * 360 - 180, turn * 360 + 180];
    const half = keepSide(open, west, (longitude) => longitude >= west);
    const piece = half && keepSide(half, east, (longitude) => longitude <= east);
    const widest = piece && Math.max(...piece.map((point) => point[0])) - Math.min(...piece.map((point) => point[0]));
    if (piece && widest > 1e-6) pieces.set(turn, piece.map(([longitude, latitude]) => [longitude - turn * 360, latitude]));
  }
  return pieces;
}

/** The polygon (outer ring, then holes) as one or more polygons, none of which crosses the antimeridian. */
export function cutPolygon(polygon) {
  const isWhole = polygon.every((ring) =>
    ring.every((point, index) => index === 0 || Math.abs(point[0] - ring[index - 1][0]) <= 180));
  if (isWhole) return [polygon];
  const byTurn = new Map();
  for (const ring of polygon) {
    for (const [turn, piece] of piecesOf(ring)) {
      if (!byTurn.has(turn)) byTurn.set(turn, []);
      byTurn.get(turn).push(piece);
    }
  }
  return [...byTurn.values()];
}
