// The tables that follow the filter: countries, conflicts, and the rows themselves, a page at a time.
import { type Picked, eventId } from "./address";
import type { Choice } from "./choice";
import { el } from "./dom";
import type { Engine } from "./engine";
import { question } from "./question";
import type { Row, Rows } from "./rows";
import type { Words } from "./words";

const ROWS_A_PAGE = 25;
const MOST_CONFLICTS = 40;

export class Listing {
  private page = 0;
  private turn = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly engine: Engine,
    private readonly words: Words,
    private readonly rows: Rows,
    private readonly up: string,
    private readonly choice: () => Choice,
    private readonly pick: (picked: Picked) => void,
  ) {}

  /** Shows what is chosen now, from the first page on. */
  show(): void {
    this.page = 0;
    this.root.replaceChildren(this.countries(), this.conflicts(), el("div", { "data-rows": true }));
    void this.showRows();
  }

  private countries(): Node {
    const { engine, words } = this;
    const { byArea, vague, tables } = engine;
    const lines = tables.areas
      .map((area, at) => ({ area, events: byArea[2 * at]!, deaths: byArea[2 * at + 1]!, vague: vague[2 * at + 1]! }))
      .filter((line) => line.events > 0)
      .sort((one, other) => other.deaths - one.deaths || one.area.name.localeCompare(other.area.name));
    const isEvents = tables.mode === "event";
    const heads: [string, boolean][] = [[words.say("country"), false], [words.say("events"), true], [words.say("deaths"), true]];
    if (isEvents) heads.push([words.say("deaths-vague"), true]);
    return this.table(
      "countries",
      words.say("by-country"),
      heads,
      lines.map(({ area, events, deaths, vague: unplaced }) => [
        area.country ? el("a", { href: `${this.up}countries/${area.country}/` }, area.name || area.country) : words.say("not-known"),
        words.number(events),
        area.country ? this.evidence({ countries: [area.country] }, deaths) : words.number(deaths),
        ...(isEvents ? [words.number(unplaced)] : []),
      ]),
    );
  }

  private conflicts(): Node {
    const { engine, words } = this;
    const sums = new Map<string, [number, number]>();
    engine.tables.parties.forEach((party, at) => {
      const id = party.conflict;
      if (id === null || !engine.byParty[2 * at]) return;
      const sum = sums.get(id) ?? [0, 0];
      sum[0] += engine.byParty[2 * at]!;
      sum[1] += engine.byParty[2 * at + 1]!;
      sums.set(id, sum);
    });
    const known = new Map(engine.tables.conflicts.map((conflict) => [conflict.id, conflict]));
    const lines = [...sums].sort((one, other) => other[1][1] - one[1][1]);
    const caption = lines.length > MOST_CONFLICTS ? words.say("by-conflict-first", { shown: MOST_CONFLICTS, count: lines.length }) : words.say("by-conflict");
    return this.table(
      "conflicts",
      caption,
      [[words.say("conflict"), false], [words.say("events"), true], [words.say("deaths"), true]],
      lines.slice(0, MOST_CONFLICTS).map(([id, [events, deaths]]) => [
        el("a", { href: `${this.up}ucdp/${id}/` }, known.get(id)?.name || id),
        words.number(events),
        this.evidence({ conflicts: [id] }, deaths),
      ]),
    );
  }

  private async showRows(): Promise<void> {
    const turn = ++this.turn;
    const { words, engine } = this;
    const into = this.root.querySelector<HTMLElement>("[data-rows]")!;
    const records = engine.list(this.page * ROWS_A_PAGE, ROWS_A_PAGE + 1);
    const hasMore = records.length > ROWS_A_PAGE;
    const shown = records.slice(0, ROWS_A_PAGE);
    let rows: Row[];
    try {
      rows = await this.rows.of(shown);
    } catch {
      if (turn === this.turn) into.replaceChildren(el("p", {}, words.say("rows-failed")));
      return;
    }
    if (turn !== this.turn) return;
    const isEvents = engine.tables.mode === "event";
    const table = this.table(
      "rows",
      words.say(isEvents ? "single-events" : "single-cells"),
      [[words.say("when"), false], [words.say("parties"), false], [words.say("where"), false], [words.say("type"), false], [words.say("deaths-range"), true]],
      rows.map((row, at) => [this.when(row, shown[at]!, isEvents), String(row.dyad_name ?? row.conflict_name ?? ""), this.where(row), words.say(`type-${String(row.type_of_violence ?? 0)}`), this.range(row)]),
    );
    const step = (text: string, by: number, isThere: boolean) => {
      const button = el("button", { type: "button", class: "button button--quiet", disabled: !isThere }, text);
      button.addEventListener("click", () => {
        this.page += by;
        void this.showRows();
      });
      return button;
    };
    into.replaceChildren(table, el("p", { class: "explorer__pages" }, step(words.say("earlier"), -1, this.page > 0), " ", step(words.say("later"), 1, hasMore)));
  }

  private when(row: Row, record: number, isEvents: boolean): Node | string {
    const text = isEvents ? this.words.day(String(row.date_start)) : this.words.month(String(row.month).slice(0, 7));
    if (!isEvents) return text;
    const button = el("button", { type: "button", class: "explorer__line" }, text);
    button.addEventListener("click", () => this.pick({ kind: "event", id: eventId(record, this.engine.tables) }));
    return button;
  }

  private where(row: Row): string {
    const country = this.engine.tables.areas.find((area) => area.country === row.country)?.name ?? "";
    const precision = row.where_prec ? this.words.say(`precision-${String(row.where_prec)}`) : "";
    return [row.place ?? (row.gid ? this.words.say("cell", { gid: String(row.gid) }) : ""), country, precision].filter(Boolean).join(", ");
  }

  private range(row: Row): string {
    const { words } = this;
    const best = typeof row.best === "number" ? words.number(row.best) : words.say("not-known");
    if (typeof row.low !== "number" || typeof row.high !== "number" || (row.low === row.best && row.high === row.best)) return best;
    return `${best} (${words.number(row.low)}–${words.number(row.high)})`;
  }

  private evidence(more: Partial<Choice>, value: number): Node {
    return el("a", { class: "figure-number", href: `${this.up}evidence/?${question(this.engine.tables, this.choice(), more)}` }, this.words.number(value));
  }

  private table(name: string, caption: string, heads: [string, boolean][], lines: (Node | string)[][]): Node {
    const id = `listing-${name}`;
    const body = lines.map((line) =>
      el("tr", {}, ...line.map((cell, at) => (at === 0 ? el("th", { scope: "row" }, cell) : el("td", heads[at]![1] ? { class: "number" } : {}, cell)))),
    );
    return el(
      "div",
      { class: "table-region", role: "region", tabindex: 0, "aria-labelledby": id },
      el(
        "table",
        { class: "data-table" },
        el("caption", { id }, caption),
        el("thead", {}, el("tr", {}, ...heads.map(([text, isNumber]) => el("th", { scope: "col", class: isNumber ? "number" : null }, text)))),
        el("tbody", {}, ...body),
      ),
    );
  }
}
