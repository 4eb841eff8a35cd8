// The question behind what is on the screen: the same for the page of rows, for exports and for the command line.
import { type Choice, write } from "./choice";
import { readable } from "./address";
import type { Tables } from "./tables";

/** Query of the rows that are counted; `more` narrows it, for one country or one cell. */
export function question(tables: Tables, choice: Choice, more: Partial<Choice> = {}): string {
  const query = new URLSearchParams({ series: tables.series, grain: tables.mode === "event" ? "event" : "conflict-cell-month" });
  write({ ...choice, ...more }).forEach((value, name) => query.set(name, value));
  return readable(query);
}
