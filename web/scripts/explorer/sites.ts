// Sites: what stays the same from one event to the next. Events of one pair of parties at one place, of one type, precision and
// class of deaths, share a site; a filter is decided once for a site instead of once for each of its events. In the union of
// UCDP's open files at hand 218,530 events have about 75,000 sites.
import type { Records } from "./decode";

/** The least deaths of each class; a record's class is the last one that it reaches. */
export const DEATH_CLASSES: readonly number[] = [0, 1, 2, 5, 10, 25, 100, 1000];

export interface Sites {
  count: number;
  /** The site of each record. */
  of: Uint32Array;
  party: Uint32Array;
  area: Uint16Array;
  place: Uint32Array;
  /** type of violence | precision of place << 2 | class of deaths << 5 */
  code: Uint8Array;
}

export function deathClass(deaths: number): number {
  let found = DEATH_CLASSES.length - 1;
  while (found > 0 && deaths < DEATH_CLASSES[found]!) found--;
  return found;
}

/** Finds the sites of all records, by hashing with open addressing: no object is made for a record. */
export function findSites(records: Records): Sites {
  const { count, party, area, kind, place, best } = records;
  const of = new Uint32Array(count);
  let room = 1 << 12;
  let slots = new Int32Array(2 * room).fill(-1);
  let sites: Sites = { count: 0, of, party: new Uint32Array(room), area: new Uint16Array(room), place: new Uint32Array(room), code: new Uint8Array(room) };
  const hash = (p: number, a: number, l: number, c: number) => {
    let mixed = Math.imul(p, 0x9e3779b1) ^ Math.imul(l, 0x85ebca6b) ^ Math.imul((a << 8) | c, 0xc2b2ae35);
    mixed ^= mixed >>> 15;
    return Math.imul(mixed, 0x2c1b3c6d) >>> 0;
  };
  for (let i = 0; i < count; i++) {
    const p = party[i]!;
    const a = area[i]!;
    const l = place[i]!;
    const c = (kind[i]! & 31) | (deathClass(best[i]!) << 5);
    let slot = hash(p, a, l, c) & (slots.length - 1);
    let site = slots[slot]!;
    while (site >= 0 && !(sites.party[site] === p && sites.place[site] === l && sites.area[site] === a && sites.code[site] === c)) {
      slot = (slot + 1) & (slots.length - 1);
      site = slots[slot]!;
    }
    if (site < 0) {
      if (sites.count === room) {
        room *= 2;
        sites = grown(sites, room);
        slots = new Int32Array(2 * room).fill(-1);
        for (let known = 0; known < sites.count; known++) {
          let free = hash(sites.party[known]!, sites.area[known]!, sites.place[known]!, sites.code[known]!) & (slots.length - 1);
          while (slots[free]! >= 0) free = (free + 1) & (slots.length - 1);
          slots[free] = known;
        }
        i--;
        continue;
      }
      site = sites.count++;
      slots[slot] = site;
      sites.party[site] = p;
      sites.area[site] = a;
      sites.place[site] = l;
      sites.code[site] = c;
    }
    of[i] = site;
  }
  return grown(sites, sites.count);
}

function grown(sites: Sites, room: number): Sites {
  const fit = <T extends Uint8Array | Uint16Array | Uint32Array>(larger: T, old: T): T => {
    larger.set(old.subarray(0, Math.min(old.length, room)) as never);
    return larger;
  };
  return {
    count: sites.count,
    of: sites.of,
    party: fit(new Uint32Array(room), sites.party),
    area: fit(new Uint16Array(room), sites.area),
    place: fit(new Uint32Array(room), sites.place),
    code: fit(new Uint8Array(room), sites.code),
  };
}
