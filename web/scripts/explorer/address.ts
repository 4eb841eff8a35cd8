// The address of what is on the screen: the filter in the words of the server, and beside it how it is looked at.
import { type Choice, read, write } from "./choice";
import type { BorderView } from "./map";
import type { Tables } from "./tables";

export type Picked = { kind: "event" | "cell" | "conflict" | "country"; id: string };

export interface Look {
  centre: [number, number];
  zoom: number;
  measure: "deaths" | "events";
  borders: BorderView;
  picked: Picked | null;
  control: string;
}

export const FIRST_LOOK: Look = { centre: [20, 18], zoom: 0.9, measure: "deaths", borders: "un", picked: null, control: "" };

const KINDS = ["event", "cell", "conflict", "country"];

export function readAddress(text: string): [Choice, Look] {
  const query = new URLSearchParams(text);
  const look: Look = { ...FIRST_LOOK };
  const [lon, lat, zoom] = (query.get("view") ?? "").split(",").map(Number);
  if (lon !== undefined && lat !== undefined && zoom !== undefined && [lon, lat, zoom].every(Number.isFinite)) {
    look.centre = [Math.max(-180, Math.min(180, lon)), Math.max(-85, Math.min(85, lat))];
    look.zoom = Math.max(0, Math.min(11, zoom));
  }
  if (query.get("measure") === "events") look.measure = "events";
  if (query.get("borders") === "natural-earth") look.borders = "natural-earth";
  const [kind, id] = (query.get("pick") ?? "").split(":");
  if (kind && id && KINDS.includes(kind)) look.picked = { kind: kind as Picked["kind"], id };
  look.control = query.get("control") ?? "";
  return [read(query), look];
}

export function writeAddress(choice: Choice, look: Look): string {
  const query = write(choice);
  const isFirst = look.zoom === FIRST_LOOK.zoom && look.centre[0] === FIRST_LOOK.centre[0] && look.centre[1] === FIRST_LOOK.centre[1];
  if (!isFirst) query.set("view", `${look.centre[0].toFixed(3)},${look.centre[1].toFixed(3)},${look.zoom.toFixed(2)}`);
  if (look.measure !== "deaths") query.set("measure", look.measure);
  if (look.borders !== "un") query.set("borders", look.borders);
  if (look.picked) query.set("pick", `${look.picked.kind}:${look.picked.id}`);
  if (look.control) query.set("control", look.control);
  return readable(query);
}

/** A query as people can read it: commas and colons stay. */
export function readable(query: URLSearchParams): string {
  return query.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
}

/** An event in an address: its place among the records, and the map file in which it has that place. */
export function eventId(record: number, tables: Tables): string {
  return `${record}.${stamp(tables)}`;
}

/** The record that an id names; null where it was given in another map file, whose records stood in another order. */
export function recordOf(id: string, tables: Tables): number | null {
  const [record, given] = id.split(".");
  const found = Number(record);
  return given === stamp(tables) && Number.isInteger(found) && found >= 0 && found < tables.count ? found : null;
}

function stamp(tables: Tables): string {
  return (tables.files.codec.split("/")[1] ?? "").slice(0, 8);
}
