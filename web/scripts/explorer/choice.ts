// What is chosen: the filter, in the words of the query string that pages, exports and the command line share.

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface Choice {
  from: string | null;
  to: string | null;
  countries: string[];
  regions: string[];
  conflicts: string[];
  dyads: string[];
  types: number[];
  cells: number[];
  statuses: string[];
  kinds: string[];
  lenses: string[];
  tracked: string[];
  minBest: number | null;
  maxWherePrec: number | null;
  bbox: Box | null;
  text: string;
  print: "final" | "preliminary" | null;
}

export const EVERYTHING: Choice = {
  from: null,
  to: null,
  countries: [],
  regions: [],
  conflicts: [],
  dyads: [],
  types: [],
  cells: [],
  statuses: [],
  kinds: [],
  lenses: [],
  tracked: [],
  minBest: null,
  maxWherePrec: null,
  bbox: null,
  text: "",
  print: null,
};

const LISTS = [
  ["country", "countries"],
  ["region", "regions"],
  ["conflict", "conflicts"],
  ["dyad", "dyads"],
  ["status", "statuses"],
  ["kind", "kinds"],
  ["lens", "lenses"],
  ["tracked", "tracked"],
] as const;

function list(query: URLSearchParams, name: string): string[] {
  return query.getAll(name).flatMap((text) => text.split(",")).map((text) => text.trim()).filter(Boolean);
}

function numbers(query: URLSearchParams, name: string): number[] {
  return list(query, name).map(Number).filter(Number.isInteger);
}

function day(query: URLSearchParams, name: string): string | null {
  const text = query.get(name)?.trim() ?? "";
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

export function readBox(text: string): Box | null {
  const parts = text.split(",").map(Number);
  const [west, south, east, north] = parts;
  if (parts.length !== 4 || parts.some(Number.isNaN)) return null;
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  return { west, south, east, north };
}

/** Reads what `write` writes. What cannot be read is no condition: the server has said so already where it answers. */
export function read(query: URLSearchParams): Choice {
  const least = numbers(query, "min-best")[0];
  const most = numbers(query, "max-where-prec")[0];
  const print = query.get("print");
  const found: Choice = {
    ...EVERYTHING,
    from: day(query, "from"),
    to: day(query, "to"),
    types: numbers(query, "type").filter((type) => type >= 1 && type <= 3),
    cells: numbers(query, "cell"),
    minBest: least !== undefined && least >= 0 ? least : null,
    maxWherePrec: most !== undefined && most >= 1 && most <= 7 ? most : null,
    bbox: readBox(query.get("bbox") ?? ""),
    text: (query.get("q") ?? "").trim(),
    print: print === "final" || print === "preliminary" ? print : null,
  };
  for (const [name, key] of LISTS) found[key] = list(query, name);
  return found;
}

/** The query of a choice, in the order and the words of the server. */
export function write(choice: Choice): URLSearchParams {
  const query = new URLSearchParams();
  const put = (name: string, text: string) => {
    if (text) query.set(name, text);
  };
  put("from", choice.from ?? "");
  put("to", choice.to ?? "");
  for (const [name, key] of LISTS) put(name, choice[key].join(","));
  put("type", choice.types.join(","));
  put("cell", choice.cells.join(","));
  put("min-best", choice.minBest === null ? "" : String(choice.minBest));
  put("bbox", choice.bbox ? boxText(choice.bbox) : "");
  put("max-where-prec", choice.maxWherePrec === null ? "" : String(choice.maxWherePrec));
  put("q", choice.text);
  put("print", choice.print ?? "");
  return query;
}

export function boxText(box: Box): string {
  return [box.west, box.south, box.east, box.north].join(",");
}

/** The box grown to the edges of half-degree cells: a box that cuts no cell is the same for cells and for single events. */
export function wholeCells(box: Box): Box {
  const down = (value: number) => Math.floor(value * 2) / 2;
  const up = (value: number) => Math.ceil(value * 2) / 2;
  return {
    west: Math.max(-180, down(box.west)),
    south: Math.max(-90, down(box.south)),
    east: Math.min(180, up(box.east)),
    north: Math.min(90, up(box.north)),
  };
}
