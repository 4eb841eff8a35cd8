// Counts what is chosen, for every histogram at once, and keeps the counts up to date from one choice to the next.
//
// Every condition but the period is decided for a site (see sites.ts), as one bit. A site that fails none counts everywhere; one
// that fails a single condition counts in the histogram of that condition alone, so that a bar shows what choosing it would give;
// the rest count nowhere. Records are in the order of days, so a period is a range of them: a step of the slider touches only the
// records that come in and go out. The scheme of bits is that of crossfilter; arrays of numbers instead of objects, and sites,
// are what make it fast enough for millions.
import type { Choice } from "./choice";
import { Calendar } from "./days";
import type { Records } from "./decode";
import { fold, wordsOf } from "./fold";
import { DEATH_CLASSES, type Sites, findSites } from "./sites";
import type { Tables } from "./tables";

/** For each bar its events at 2 * bar and its deaths at 2 * bar + 1. Whole numbers of 32 bits: they are added twice as fast as
 *  others, and no record of deaths comes near their end. */
export type Sums = Int32Array;
const MOST = 2 ** 31 - 1;

/** A place that is exact or known within about 25 km may be drawn where it stands. */
const NEAR = 2;
const BITS = 31;

const TYPE = 1;
const PRECISION = 2;
const PARTY = 4;
const AREA = 8;
const DEATHS = 16;
const TEXT = 32;
const PLACE = 64;

export class Engine {
  readonly calendar: Calendar;
  readonly sites: Sites;
  readonly count: number;
  readonly day: Uint16Array;
  readonly best: Uint32Array;
  readonly weight: Uint16Array | Uint32Array | null;
  readonly placeLon: Float32Array;
  readonly placeLat: Float32Array;
  readonly cells: Int32Array;
  private readonly placeCell: Uint32Array;
  /** Where each site is drawn: its cell if its place is near, else behind the cells the area that it lies in. */
  private readonly drawnAt: Uint32Array;
  private readonly failedAt: FailedAt;
  /** One byte a site: the conditions that it fails. */
  readonly fails: Uint8Array;
  /** The same for the choice that is being taken. */
  private readonly coming: Uint8Array;
  /** Whether a site with this code is drawn where it stands. */
  readonly isNear: Uint8Array;

  /** The records of the period: from `low` up to, not including, `high`. */
  low = 0;
  high = 0;
  /** Deaths that a record must have beyond what its class says; 0 where the classes say it all. */
  private least = 0;
  /** 1 for each day whose figures are wanted, by the choice of final or preliminary ones. */
  private wanted: Uint8Array;

  /** Of the records in the period, whatever their sites fail. */
  private readonly bySite: Sums;
  readonly byMonth: Sums;
  private readonly byCode = sums(256);
  /** What fails one condition alone, by condition: type, precision and deaths by code, area by area; then one bar that nobody reads. */
  private readonly byFailed: Sums;
  private readonly typeOnly: Sums;
  private readonly precisionOnly: Sums;
  private readonly deathsOnly: Sums;
  readonly byArea: Sums;
  private readonly areaOnly: Sums;
  private readonly partySums: Sums;
  private readonly partyOnly: Sums;
  /** Parties are counted when somebody asks: no bar shows them. */
  private partiesAreStale = true;
  /** The two that follow, in one: a choice between two arrays for each site would cost as much as all else. */
  private readonly byDrawn: Sums;
  /** By cell, of records whose place is near. */
  readonly byCell: Sums;
  /** By area, of records whose place is not near. */
  readonly vague: Sums;

  constructor(
    records: Records,
    readonly tables: Tables,
  ) {
    if (tables.deaths > MOST || tables.events > MOST) throw new Error(`more than ${MOST} deaths or events cannot be added here`);
    this.count = records.count;
    this.day = records.day;
    this.best = records.best;
    this.weight = records.weight;
    this.placeLon = records.placeLon;
    this.placeLat = records.placeLat;
    this.cells = records.cells;
    this.calendar = new Calendar(tables.epoch, tables.last_day);
    this.sites = findSites(records);
    this.placeCell = records.placeCell;
    this.fails = new Uint8Array(this.sites.count);
    this.coming = new Uint8Array(this.sites.count);
    this.isNear = Uint8Array.from({ length: 256 }, (_, code) => {
      const precision = (code >> 2) & 7;
      return tables.mode === "cell" || (precision >= 1 && precision <= NEAR) ? 1 : 0;
    });
    this.drawnAt = this.whereDrawn();
    this.wanted = new Uint8Array(this.calendar.lastDay + 1).fill(1);
    this.bySite = sums(this.sites.count);
    this.byMonth = sums(this.calendar.months);
    this.byArea = sums(tables.areas.length);
    this.byFailed = sums(3 * 256 + tables.areas.length + 1);
    this.typeOnly = this.byFailed.subarray(0, 512);
    this.precisionOnly = this.byFailed.subarray(512, 1024);
    this.deathsOnly = this.byFailed.subarray(1024, 1536);
    this.areaOnly = this.byFailed.subarray(1536, 1536 + 2 * tables.areas.length);
    this.failedAt = failedAt(tables.areas.length);
    this.partySums = sums(tables.parties.length);
    this.partyOnly = sums(tables.parties.length);
    this.byDrawn = sums(records.cells.length + tables.areas.length);
    this.byCell = this.byDrawn.subarray(0, 2 * records.cells.length);
    this.vague = this.byDrawn.subarray(2 * records.cells.length);
  }

  /** Takes a choice; does no more than what differs from the last one (null: nothing was chosen yet). */
  choose(next: Choice, last: Choice | null): void {
    const same = (...keys: (keyof Choice)[]) => last !== null && keys.every((key) => equal(last[key], next[key]));
    const { party, area, place, code } = this.sites;
    const { coming } = this;
    coming.set(this.fails);
    const mark = (bit: number, index: Uint8Array | Uint16Array | Uint32Array, verdicts: Uint8Array) => {
      for (let at = 0; at < verdicts.length; at++) verdicts[at] = verdicts[at]! !== 0 ? bit : 0;
      markSites(coming, ~bit, index, verdicts);
    };
    if (!same("types")) mark(TYPE, code, ofCodes((one) => next.types.length > 0 && !next.types.includes(one & 3)));
    if (!same("maxWherePrec")) mark(PRECISION, code, ofCodes((one) => isLessPrecise((one >> 2) & 7, next.maxWherePrec)));
    if (!same("minBest")) mark(DEATHS, code, ofCodes((one) => next.minBest !== null && (DEATH_CLASSES[(one >> 5) + 1] ?? Infinity) <= next.minBest));
    if (!same("conflicts", "dyads", "statuses", "kinds", "lenses", "tracked")) mark(PARTY, party, this.partyFails(next));
    if (!same("countries", "regions")) mark(AREA, area, this.areaFails(next));
    if (!same("cells", "bbox")) mark(PLACE, place, this.placeFails(next));
    if (!same("text")) this.markText(next.text);
    const changed = countDifferent(coming, this.fails);
    const [low, high] = this.range(next.from, next.to);
    const least = next.minBest === null || DEATH_CLASSES.includes(next.minBest) ? 0 : next.minBest;
    const recordsChanged = last === null || least !== this.least || !same("print");
    this.partiesAreStale = true;
    if (recordsChanged) {
      this.least = least;
      this.wanted = this.daysWanted(next);
      this.low = low;
      this.high = high;
      this.countRecords();
    }
    const isFar = !recordsChanged && this.isFar(low, high);
    if (isFar) this.moveFar(low, high);
    else if (!recordsChanged) this.moveNear(low, high);
    if (recordsChanged || isFar || 2 * changed > coming.length) {
      this.fails.set(coming);
      this.countSites();
    } else if (changed) this.changeSites();
    if (recordsChanged || changed) this.countMonths();
  }

  /** Takes the new conditions of the sites, and counts only those that change. */
  private changeSites(): void {
    const { coming, fails, bySite, drawnAt, byCode, byArea, byDrawn } = this;
    const { area, code } = this.sites;
    for (let site = 0; site < coming.length; site++) {
      const old = fails[site]!;
      const now = coming[site]!;
      if (old === now) continue;
      fails[site] = now;
      const events = bySite[2 * site]!;
      if (events === 0) continue;
      const deaths = bySite[2 * site + 1]!;
      if (old === 0 || now === 0) {
        const moreEvents = now === 0 ? events : (0 - events) | 0;
        const moreDeaths = now === 0 ? deaths : (0 - deaths) | 0;
        const kind = code[site]!;
        const at = 2 * area[site]!;
        byCode[2 * kind]! += moreEvents;
        byCode[2 * kind + 1]! += moreDeaths;
        byArea[at]! += moreEvents;
        byArea[at + 1]! += moreDeaths;
        const bar = 2 * drawnAt[site]!;
        byDrawn[bar]! += moreEvents;
        byDrawn[bar + 1]! += moreDeaths;
      }
      if (old !== 0) this.addFailed(old, site, (0 - events) | 0, (0 - deaths) | 0);
      if (now !== 0) this.addFailed(now, site, events, deaths);
    }
  }

  /** The records of a period; both days are inclusive. */
  range(from: string | null, to: string | null): [number, number] {
    const low = from === null ? 0 : firstAtLeast(this.day, this.calendar.day(from));
    const high = to === null ? this.count : firstAtLeast(this.day, this.calendar.day(to) + 1);
    return [low, Math.max(low, high)];
  }

  /** Whether more records come in and go out than there are sites: then counting by site costs less. */
  private isFar(low: number, high: number): boolean {
    return low >= this.high || high <= this.low || Math.abs(low - this.low) + Math.abs(high - this.high) > this.sites.count / 4;
  }

  private moveFar(low: number, high: number): void {
    const moved = Math.abs(low - this.low) + Math.abs(high - this.high);
    const apart = low >= this.high || high <= this.low;
    if (apart || moved > high - low) {
      this.low = low;
      this.high = high;
      this.countRecords();
      return;
    }
    if (low < this.low) this.addRecords(low, this.low, 1);
    else this.addRecords(this.low, low, -1);
    if (high > this.high) this.addRecords(this.high, high, 1);
    else this.addRecords(high, this.high, -1);
    this.low = low;
    this.high = high;
  }

  private moveNear(low: number, high: number): void {
    if (low === this.low && high === this.high) return;
    const step = (first: number, last: number, sign: 1 | -1) => {
      this.addRecords(first, last, sign);
      const { of } = this.sites;
      const { best, weight, day, wanted, least } = this;
      for (let i = first; i < last; i++) {
        if (wanted[day[i]!] === 0 || best[i]! < least) continue;
        this.addSite(of[i]!, weight === null ? sign : sign * weight[i]!, sign * best[i]!);
      }
    };
    if (low < this.low) step(low, this.low, 1);
    else step(this.low, low, -1);
    if (high > this.high) step(this.high, high, 1);
    else step(high, this.high, -1);
    this.low = low;
    this.high = high;
  }

  private countRecords(): void {
    this.bySite.fill(0);
    this.addRecords(this.low, this.high, 1);
  }

  private addRecords(low: number, high: number, sign: 1 | -1): void {
    const { of } = this.sites;
    const { bySite, best, weight, day, wanted, least } = this;
    for (let i = low; i < high; i++) {
      if (wanted[day[i]!] === 0 || best[i]! < least) continue;
      const at = 2 * of[i]!;
      bySite[at]! += weight === null ? sign : sign * weight[i]!;
      bySite[at + 1]! += sign * best[i]!;
    }
  }

  private countMonths(): void {
    const { of } = this.sites;
    const { fails, byMonth, best, weight, day, wanted, least, count } = this;
    const { monthOfDay } = this.calendar;
    byMonth.fill(0);
    for (let i = 0; i < count; ) {
      const today = day[i]!;
      let events = 0;
      let deaths = 0;
      if (weight === null && least === 0) {
        for (; i < count && day[i] === today; i++) {
          const counts = fails[of[i]!]! === 0 ? 1 : 0;
          events += counts;
          deaths += counts * best[i]!;
        }
      } else {
        for (; i < count && day[i] === today; i++) {
          if (fails[of[i]!]! !== 0 || best[i]! < least) continue;
          events += weight === null ? 1 : weight[i]!;
          deaths += best[i]!;
        }
      }
      if (wanted[today] === 0) continue;
      const at = 2 * monthOfDay[today]!;
      byMonth[at]! += events;
      byMonth[at + 1]! += deaths;
    }
  }

  private countSites(): void {
    const { bySite, fails, drawnAt, byCode, byArea, byDrawn, byFailed } = this;
    const { from, ofCode, ofArea } = this.failedAt;
    const { area, code } = this.sites;
    for (const each of [byCode, byArea, byDrawn, byFailed]) each.fill(0);
    for (let site = 0; site < fails.length; site++) {
      const events = bySite[2 * site]!;
      if (events === 0) continue;
      const deaths = bySite[2 * site + 1]!;
      const failed = fails[site]!;
      const kind = code[site]!;
      if (failed !== 0) {
        const bar = 2 * (from[failed]! + (kind & ofCode[failed]!) + (area[site]! & ofArea[failed]!));
        byFailed[bar]! += events;
        byFailed[bar + 1]! += deaths;
        continue;
      }
      const at = 2 * area[site]!;
      byCode[2 * kind]! += events;
      byCode[2 * kind + 1]! += deaths;
      byArea[at]! += events;
      byArea[at + 1]! += deaths;
      const bar = 2 * drawnAt[site]!;
      byDrawn[bar]! += events;
      byDrawn[bar + 1]! += deaths;
    }
  }

  private addSite(site: number, events: number, deaths: number): void {
    const failed = this.fails[site]!;
    if (failed !== 0) return this.addFailed(failed, site, events, deaths);
    const kind = this.sites.code[site]!;
    const area = this.sites.area[site]!;
    addTo(this.byCode, kind, events, deaths);
    addTo(this.byArea, area, events, deaths);
    addTo(this.byDrawn, this.drawnAt[site]!, events, deaths);
  }

  /** A site that fails a single condition counts in the histogram of that condition, one that fails more where nobody reads. */
  private addFailed(failed: number, site: number, events: number, deaths: number): void {
    const { from, ofCode, ofArea } = this.failedAt;
    addTo(this.byFailed, from[failed]! + (this.sites.code[site]! & ofCode[failed]!) + (this.sites.area[site]! & ofArea[failed]!), events, deaths);
  }

  /** Events and deaths of what is chosen. */
  total(): [number, number] {
    let events = 0;
    let deaths = 0;
    for (let at = 0; at < this.byCode.length; at += 2) {
      events += this.byCode[at]!;
      deaths += this.byCode[at + 1]!;
    }
    return [events, deaths];
  }

  /** By type of violence: 0 (not known) to 3. */
  types(): Sums {
    return this.ofCodes(4, (code) => code & 3, this.typeOnly);
  }

  /** By precision of place: 0 (not known) to 7. */
  precisions(): Sums {
    return this.ofCodes(8, (code) => (code >> 2) & 7, this.precisionOnly);
  }

  /** By class of deaths, in the order of DEATH_CLASSES. */
  deathClasses(): Sums {
    return this.ofCodes(8, (code) => code >> 5, this.deathsOnly);
  }

  /** By area; what the filter on areas leaves out is there too. */
  areas(): Sums {
    return this.byArea.map((value, at) => value + this.areaOnly[at]!);
  }

  /** By parties, of what is chosen. */
  get byParty(): Sums {
    this.countParties();
    return this.partySums;
  }

  /** By parties; what the filter on parties leaves out is there too. */
  parties(): Sums {
    this.countParties();
    return this.partySums.map((value, at) => value + this.partyOnly[at]!);
  }

  private countParties(): void {
    if (!this.partiesAreStale) return;
    this.partiesAreStale = false;
    this.partySums.fill(0);
    this.partyOnly.fill(0);
    const { bySite, fails } = this;
    const { party } = this.sites;
    for (let site = 0; site < fails.length; site++) {
      const failed = fails[site]!;
      if (failed === 0) addTo(this.partySums, party[site]!, bySite[2 * site]!, bySite[2 * site + 1]!);
      else if (failed === PARTY) addTo(this.partyOnly, party[site]!, bySite[2 * site]!, bySite[2 * site + 1]!);
    }
  }

  private ofCodes(bars: number, bar: (code: number) => number, only: Sums): Sums {
    const found = sums(bars);
    for (let code = 0; code < 256; code++) addTo(found, bar(code), this.byCode[2 * code]! + only[2 * code]!, this.byCode[2 * code + 1]! + only[2 * code + 1]!);
    return found;
  }

  private whereDrawn(): Uint32Array {
    const { code, area } = this.sites;
    const found = new Uint32Array(code.length);
    for (let site = 0; site < found.length; site++) found[site] = this.isNear[code[site]!]! !== 0 ? this.cellOf(site) : this.cells.length + area[site]!;
    return found;
  }

  /** The cell of a site, as a place in `cells`; 0 where it has none. */
  cellOf(site: number): number {
    return this.placeCell[this.sites.place[site]!]!;
  }

  /** Whether a record is chosen. */
  holds(record: number): boolean {
    if (record < this.low || record >= this.high || this.fails[this.sites.of[record]!] !== 0) return false;
    return this.wanted[this.day[record]!] !== 0 && this.best[record]! >= this.least;
  }

  /** The chosen records in the order of days, at most `most` of them after `skip`. */
  list(skip: number, most: number): number[] {
    const found: number[] = [];
    for (let i = this.low; i < this.high && found.length < most; i++) {
      if (this.holds(i) && skip-- <= 0) found.push(i);
    }
    return found;
  }

  private partyFails(choice: Choice): Uint8Array {
    const { parties, conflicts, tracked } = this.tables;
    const known = new Map(conflicts.map((conflict) => [conflict.id, conflict]));
    const ids = new Set(choice.conflicts);
    const dyads = new Set(choice.dyads);
    const grouped = new Set(tracked.filter((entry) => choice.tracked.includes(entry.slug)).flatMap((entry) => entry.ids));
    const statuses = new Set(choice.statuses);
    const kinds = new Set(choice.kinds);
    return Uint8Array.from(parties, (party) => {
      const conflict = party.conflict === null ? undefined : known.get(party.conflict);
      const fits =
        isAsked(ids, party.conflict) &&
        isAsked(dyads, party.dyad) &&
        (choice.tracked.length === 0 || (party.conflict !== null && grouped.has(party.conflict))) &&
        isAsked(statuses, conflict?.label ?? null) &&
        isAsked(kinds, conflict?.kind ?? null) &&
        (choice.lenses.length === 0 || (conflict?.lens ?? []).some((lens) => choice.lenses.includes(lens)));
      return fits ? 0 : 1;
    });
  }

  private areaFails(choice: Choice): Uint8Array {
    const countries = new Set(choice.countries);
    const regions = new Set(choice.regions);
    return Uint8Array.from(this.tables.areas, (area) => (isAsked(countries, area.country) && isAsked(regions, area.region) ? 0 : 1));
  }

  private placeFails(choice: Choice): Uint8Array {
    const { placeLon, placeLat, cells } = this;
    const box = choice.bbox;
    const fails = new Uint8Array(placeLon.length);
    if (box) {
      for (let place = 0; place < fails.length; place++) fails[place] = isInside(placeLon[place]!, placeLat[place]!, box) ? 0 : 1;
    }
    if (choice.cells.length) {
      const asked = new Set(choice.cells);
      const { place } = this.sites;
      for (let site = 0; site < place.length; site++) {
        if (!asked.has(cells[this.cellOf(site)]!)) fails[place[site]!] = 1;
      }
    }
    return fails;
  }

  /** Every word must occur in the names of the parties or of the area; words are compared 31 at a time, one bit each. */
  private markText(text: string): void {
    const words = wordsOf(text);
    const { party, area } = this.sites;
    const fails = this.coming;
    const parties = this.tables.parties.map((one) => [fold(one.name ?? ""), fold(one.dyad_name ?? "")]);
    const areas = this.tables.areas.map((one) => [fold(one.name), fold(one.region ?? "")]);
    for (let site = 0; site < fails.length; site++) fails[site]! &= ~TEXT;
    for (let at = 0; at < words.length; at += BITS) {
      const some = words.slice(at, at + BITS);
      const all = 2 ** some.length - 1;
      const found = (names: string[]) => some.reduce((bits, word, bit) => (names.some((name) => name.includes(word)) ? bits | (1 << bit) : bits), 0);
      const ofParty = Int32Array.from(parties, found);
      const ofArea = Int32Array.from(areas, found);
      for (let site = 0; site < fails.length; site++) {
        if ((ofParty[party[site]!]! | ofArea[area[site]!]!) !== all) fails[site]! |= TEXT;
      }
    }
  }

  private daysWanted(choice: Choice): Uint8Array {
    const wanted = new Uint8Array(this.calendar.lastDay + 1);
    if (choice.print === null) return wanted.fill(1);
    for (const run of this.tables.coverage) {
      if (run.preliminary !== (choice.print === "preliminary")) continue;
      const first = this.calendar.firstDayOf(this.calendar.month(run.first));
      const last = this.calendar.lastDayOf(this.calendar.month(run.last));
      wanted.fill(1, Math.max(0, first), Math.max(0, last + 1));
    }
    return wanted;
  }
}

function markSites(fails: Uint8Array, others: number, index: Uint8Array | Uint16Array | Uint32Array, bits: Uint8Array): void {
  for (let site = 0; site < fails.length; site++) fails[site] = (fails[site]! & others) | bits[index[site]!]!;
}

function countDifferent(one: Uint8Array, other: Uint8Array): number {
  let different = 0;
  for (let at = 0; at < one.length; at++) different += one[at] === other[at] ? 0 : 1;
  return different;
}

/** For each set of failed conditions: where its bars begin, and which bits of code and area choose among them. */
interface FailedAt {
  from: Uint16Array;
  ofCode: Uint8Array;
  ofArea: Uint16Array;
}

function failedAt(areas: number): FailedAt {
  const found = { from: new Uint16Array(128).fill(3 * 256 + areas), ofCode: new Uint8Array(128), ofArea: new Uint16Array(128) };
  [TYPE, PRECISION, DEATHS].forEach((bit, at) => {
    found.from[bit] = 256 * at;
    found.ofCode[bit] = 255;
  });
  found.from[AREA] = 3 * 256;
  found.ofArea[AREA] = 0xffff;
  return found;
}

function sums(bars: number): Sums {
  return new Int32Array(2 * bars);
}

function addTo(into: Sums, bar: number, events: number, deaths: number): void {
  into[2 * bar]! += events;
  into[2 * bar + 1]! += deaths;
}

function ofCodes(fails: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (fails(code) ? 1 : 0));
}

function isLessPrecise(precision: number, most: number | null): boolean {
  return most !== null && (precision === 0 || precision > most);
}

function isAsked(asked: Set<string>, value: string | null): boolean {
  return asked.size === 0 || (value !== null && asked.has(value));
}

function isInside(lon: number, lat: number, box: NonNullable<Choice["bbox"]>): boolean {
  const between = box.west > box.east ? lon >= box.west || lon <= box.east : lon >= box.west && lon <= box.east;
  return between && lat >= box.south && lat <= box.north;
}

function equal(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The first record of this day or of a later one. */
export function firstAtLeast(days: Uint16Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
