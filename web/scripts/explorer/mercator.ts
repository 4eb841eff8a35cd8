// Web Mercator in the unit square: x east from 0 to 1, y south from 0 to 1.

const MOST = 85.051129;

export function mercatorX(lon: number): number {
  return (lon + 180) / 360;
}

export function mercatorY(lat: number): number {
  const held = Math.max(-MOST, Math.min(MOST, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (held * Math.PI) / 360)) / (2 * Math.PI);
}

/** The south-west corner of a PRIO-GRID cell of half a degree. */
export function cellCorner(gid: number): [number, number] {
  const row = Math.floor((gid - 1) / 720);
  const column = (gid - 1) % 720;
  return [column / 2 - 180, row / 2 - 90];
}

/** The PRIO-GRID cell that holds a place. */
export function cellAt(lon: number, lat: number): number {
  const row = Math.min(359, Math.max(0, Math.floor((lat + 90) * 2)));
  const column = Math.min(719, Math.max(0, Math.floor((lon + 180) * 2)));
  return row * 720 + column + 1;
}
