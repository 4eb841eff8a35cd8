// Reads the map file: the records of a workspace in a few columns, in its plain and in its small form. No DOM: the same code
// runs in a page, in a worker and in node. docs/explorer.md describes the file to the byte.

export interface Records {
  count: number;
  day: Uint16Array; // days since the epoch of the tables, ascending
  party: Uint16Array | Uint32Array; // place in the parties of the tables
  area: Uint8Array | Uint16Array; // place in the areas of the tables
  kind: Uint8Array; // type of violence (bits 0-1) | where_prec << 2 | date_prec << 5; 0: not known
  best: Uint32Array; // deaths, best estimate
  weight: Uint16Array | Uint32Array | null; // events in the record; null: each is one
  place: Uint32Array; // place in the four arrays below; 0: neither coordinates nor a cell
  placeLon: Float32Array; // degrees; NaN where there are none
  placeLat: Float32Array;
  placeCell: Uint32Array; // place in cells; 0: no cell
  cells: Int32Array; // PRIO-GRID numbers; cells[0] is 0
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;
type Whole = Uint8Array | Uint16Array | Uint32Array;

interface Entry {
  name: string;
  type: string;
  items: number;
  offset: number;
  planes?: number | null;
}

interface Header {
  form: string;
  count: number;
  days: number;
  parties: number;
  areas: number;
  places: number;
  cells: number;
  size: number;
  arrays: Entry[];
}

const MAGIC = "ATLASMF1";
const PREFIX = MAGIC.length + 4;
const ALIGNED = 8;
const MOST_DAYS = 65536;
const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array };
const WHOLE = ["u8", "u16", "u32"];

/** Bytes that are no map file, or not all of one. */
export class MapFileError extends Error {}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** The header and where the arrays begin. */
function readHeader(bytes: ArrayBuffer): [Header, number] {
  const named = new Uint8Array(bytes, 0, Math.min(PREFIX, bytes.byteLength));
  if (String.fromCharCode(...named.subarray(0, MAGIC.length)) !== MAGIC) {
    throw new MapFileError("these bytes are no map file: they do not begin with ATLASMF1");
  }
  const end = bytes.byteLength < PREFIX ? PREFIX : PREFIX + new DataView(bytes).getUint32(MAGIC.length, true);
  if (bytes.byteLength < end) {
    throw new MapFileError(`the map file is cut short: ${bytes.byteLength} bytes, its header alone needs ${end}`);
  }
  let header: Header;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(bytes, PREFIX, end - PREFIX))) as Header;
  } catch (error) {
    throw new MapFileError(`the header of the map file cannot be read: ${String(error)}`);
  }
  const isList = typeof header === "object" && header !== null && Array.isArray(header.arrays);
  if (!isList || !header.arrays.every((entry) => typeof entry === "object" && entry !== null)) {
    throw new MapFileError("the header of the map file has no list of arrays");
  }
  for (const name of ["count", "days", "parties", "areas", "places", "cells", "size"] as const) {
    if (!isWhole(header[name])) throw new MapFileError(`the header of the map file does not say its ${name}`);
  }
  if (bytes.byteLength !== end + header.size) {
    throw new MapFileError(`the map file has ${bytes.byteLength} bytes, but its header speaks of ${end + header.size}`);
  }
  if (header.days > MOST_DAYS) throw new MapFileError(`the map file speaks of ${header.days} days, and it can hold ${MOST_DAYS}`);
  if (header.areas > 65536) throw new MapFileError(`the map file speaks of ${header.areas} areas, and it can hold 65536`);
  return [header, end];
}

/** An array of the file: its bytes as they stand there, and what each of its numbers is made of. */
class Stored {
  constructor(
    private readonly bytes: ArrayBuffer,
    private readonly start: number,
    private readonly entry: Entry,
  ) {}

  private get items(): number {
    return this.entry.items;
  }

  /** The numbers in the file's own order. Without planes a view of the file, no copy. */
  plain(): Numbers {
    const make = TYPES[this.entry.type as keyof typeof TYPES];
    if (this.entry.planes == null) return new make(this.bytes, this.start, this.items);
    const found = new make(this.items);
    this.spread(new Uint8Array(found.buffer), found.BYTES_PER_ELEMENT, null);
    return found;
  }

  /** The numbers put into `out`, that of the file's record i at `order[i]`. */
  into<T extends Whole>(out: T, order: Uint32Array): T {
    if (this.entry.planes == null) {
      const values = this.plain();
      for (let index = 0; index < order.length; index++) out[order[index] as number] = values[index] as number;
      return out;
    }
    this.spread(new Uint8Array(out.buffer, out.byteOffset, out.byteLength), out.BYTES_PER_ELEMENT, order);
    return out;
  }

  /** Number i is made of one byte from each plane, the lowest first; browsers keep numbers that way round, too. */
  private spread(out: Uint8Array, width: number, order: Uint32Array | null): void {
    const { items, start } = this;
    const planes = this.entry.planes as number;
    if (planes > width) throw new MapFileError(`the array "${this.entry.name}" of the map file holds wider numbers than it may`);
    for (let plane = 0; plane < planes; plane++) {
      const from = new Uint8Array(this.bytes, start + plane * items, items);
      if (order === null) {
        for (let index = 0; index < items; index++) out[index * width + plane] = from[index] as number;
      } else {
        for (let index = 0; index < items; index++) out[(order[index] as number) * width + plane] = from[index] as number;
      }
    }
  }
}

/** The arrays of a file by name, each checked against the header before it is read. */
class Arrays {
  private readonly entries: Map<string, Entry>;

  constructor(
    private readonly bytes: ArrayBuffer,
    private readonly end: number,
    readonly header: Header,
  ) {
    this.entries = new Map(header.arrays.map((entry) => [entry.name, entry]));
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The array of this name. `types` are those that it may be of. */
  of(name: string, items: number, types: readonly string[] = WHOLE): Stored {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new MapFileError(`the map file has no array "${name}"`);
    if (!types.includes(entry.type)) throw new MapFileError(`the array "${name}" of the map file is of a type that it cannot be of`);
    const width = TYPES[entry.type as keyof typeof TYPES].BYTES_PER_ELEMENT;
    const planes = entry.planes ?? width;
    if (!isWhole(entry.offset) || entry.offset % ALIGNED !== 0 || !isWhole(planes) || planes < 1 || planes > width) {
      throw new MapFileError(`the header of the map file describes the array "${name}" in a way that cannot be read`);
    }
    if (entry.items !== items) {
      throw new MapFileError(`the array "${name}" has ${entry.items} items, and the header speaks of ${items}`);
    }
    const start = this.end + entry.offset;
    if (start + items * planes > this.bytes.byteLength) {
      throw new MapFileError(`the array "${name}" reaches beyond the end of the map file`);
    }
    return new Stored(this.bytes, start, entry);
  }
}

function partyArray(header: Header): Uint16Array | Uint32Array {
  return header.parties > 65536 ? new Uint32Array(header.count) : new Uint16Array(header.count);
}

function areaArray(header: Header): Uint8Array | Uint16Array {
  return header.areas > 256 ? new Uint16Array(header.count) : new Uint8Array(header.count);
}

/** The same numbers in the array given, or the view itself where it has that type already. */
function widened<T extends Whole>(values: Numbers, make: (items: number) => T): T {
  const empty = make(0);
  if (values.constructor === empty.constructor) return values as T;
  const out = make(values.length);
  if (values.BYTES_PER_ELEMENT > out.BYTES_PER_ELEMENT) throw new MapFileError("an array of the map file holds wider numbers than it may");
  out.set(values);
  return out;
}

function wide(values: Numbers): Uint32Array {
  return widened(values, (items) => new Uint32Array(items));
}

function weightOf(arrays: Arrays): Stored | null {
  return arrays.has("weight") ? arrays.of("weight", arrays.header.count, ["u16", "u32"]) : null;
}

type Columns = Pick<Records, "day" | "party" | "area" | "kind" | "best" | "weight" | "place">;

function readPlain(arrays: Arrays): Columns {
  const { header } = arrays;
  const { count } = header;
  const weight = weightOf(arrays);
  return {
    day: widened(arrays.of("day", count).plain(), (items) => new Uint16Array(items)),
    party: widened(arrays.of("party", count).plain(), (items) => partyArray({ ...header, count: items })),
    area: widened(arrays.of("area", count).plain(), (items) => areaArray({ ...header, count: items })),
    kind: arrays.of("kind", count, ["u8"]).plain() as Uint8Array,
    best: wide(arrays.of("best", count).plain()),
    place: wide(arrays.of("place", count).plain()),
    weight: weight && (weight.plain() as Uint16Array | Uint32Array),
  };
}

/** Where each record of the file stands in canonical order: a stable counting sort by day. Fills `day` and `party`. */
function sortByDay(arrays: Arrays, day: Uint16Array, party: Uint16Array | Uint32Array): Uint32Array {
  const { count, parties, days } = arrays.header;
  const sizes = arrays.of("partyRecords", parties).plain();
  const steps = arrays.of("dayStep", count).plain();
  let total = 0;
  for (let index = 0; index < parties; index++) total += sizes[index] as number;
  if (total !== count) throw new MapFileError(`the parties have ${total} records in all, and the header speaks of ${count}`);
  const next = new Uint32Array(days + 1);
  const order = new Uint32Array(count);
  // First the days themselves stand in `order`; each is then replaced by the place that its record gets.
  for (let index = 0, of = 0; of < parties; of++) {
    let today = 0;
    for (const end = index + (sizes[of] as number); index < end; index++) {
      today += steps[index] as number;
      if (today >= days) throw new MapFileError(`a day is ${today}, but there are only ${days}`);
      order[index] = today;
      next[today + 1] = (next[today + 1] as number) + 1;
    }
  }
  for (let of = 0; of < days; of++) next[of + 1] = (next[of + 1] as number) + (next[of] as number);
  for (let of = 0; of < days; of++) day.fill(of, next[of], next[of + 1]);
  for (let index = 0, of = 0; of < parties; of++) {
    for (const end = index + (sizes[of] as number); index < end; index++) {
      const today = order[index] as number;
      const place = next[today] as number;
      next[today] = place + 1;
      order[index] = place;
      party[place] = of;
    }
  }
  return order;
}

function readCodec(arrays: Arrays): Columns {
  const { header } = arrays;
  const { count } = header;
  const day = new Uint16Array(count);
  const party = partyArray(header);
  const order = sortByDay(arrays, day, party);
  const weight = weightOf(arrays);
  const heavy = weight && header.arrays.some((entry) => entry.name === "weight" && entry.type === "u32");
  return {
    day,
    party,
    area: arrays.of("area", count).into(areaArray(header), order),
    kind: arrays.of("kind", count, ["u8"]).into(new Uint8Array(count), order),
    best: arrays.of("best", count).into(new Uint32Array(count), order),
    place: arrays.of("place", count).into(new Uint32Array(count), order),
    weight: weight && weight.into(heavy ? new Uint32Array(count) : new Uint16Array(count), order),
  };
}

function refuseBeyond(name: string, numbers: Whole, limit: number): void {
  let most = -1;
  for (let index = 0; index < numbers.length; index++) if ((numbers[index] as number) > most) most = numbers[index] as number;
  if (most >= limit) throw new MapFileError(`a ${name} is ${most}, but there are only ${limit}`);
}

/** The records of a map file of either form, in canonical order. Throws MapFileError for what is no whole and sound map file. */
export function decode(bytes: ArrayBuffer): Records {
  const [header, end] = readHeader(bytes);
  const arrays = new Arrays(bytes, end, header);
  if (header.form !== "plain" && header.form !== "codec") {
    throw new MapFileError(`the map file has the form ${JSON.stringify(header.form)}, which this reader does not know`);
  }
  const columns = header.form === "plain" ? readPlain(arrays) : readCodec(arrays);
  const records: Records = {
    count: header.count,
    ...columns,
    placeLon: arrays.of("placeLon", header.places, ["f32"]).plain() as Float32Array,
    placeLat: arrays.of("placeLat", header.places, ["f32"]).plain() as Float32Array,
    placeCell: wide(arrays.of("placeCell", header.places).plain()),
    cells: arrays.of("cells", header.cells, ["i32"]).plain() as Int32Array,
  };
  if (header.places < 1 || header.cells < 1) throw new MapFileError("the table of places or of cells is empty");
  refuseBeyond("day", records.day, header.days);
  refuseBeyond("party", records.party, header.parties);
  refuseBeyond("area", records.area, header.areas);
  refuseBeyond("place", records.place, header.places);
  refuseBeyond("cell of a place", records.placeCell, header.cells);
  const { day, party } = records;
  for (let index = 1; index < day.length; index++) {
    const step = (day[index] as number) - (day[index - 1] as number);
    if (step < 0 || (step === 0 && (party[index] as number) < (party[index - 1] as number))) {
      throw new MapFileError("the records are not in the order of day and party");
    }
  }
  return records;
}
