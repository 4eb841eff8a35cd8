// The panel beside the map: what a chosen event, cell, conflict or country is, with its figures, precision, flags and vintage.
import { type Picked, eventId, recordOf } from "./address";
import { type Choice, EVERYTHING } from "./choice";
import { el } from "./dom";
import type { Engine, Sums } from "./engine";
import { cellCorner } from "./mercator";
import { question } from "./question";
import type { Row, Rows } from "./rows";
import type { Words } from "./words";

const MOST_LINES = 8;
const EVENT_FIELDS = ["dyad_name", "conflict_name", "type_of_violence", "place", "admin2", "admin1", "country", "best", "low", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"] as const;
const TRUST_FIELDS = ["where_prec", "date_prec", "event_clarity", "code_status", "number_of_sources", "flags", "source_event_id", "source_file", "source_row"] as const;

export interface PanelOptions {
  engine: Engine;
  words: Words;
  rows: Rows;
  up: string;
  choice: () => Choice;
  narrow: (choice: Choice) => void;
  pick: (picked: Picked | null) => void;
}

export class Panel {
  private asked = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly options: PanelOptions,
  ) {}

  /** Shows what is picked, with the counts of the moment. */
  async show(picked: Picked | null, takesFocus = false): Promise<void> {
    const turn = ++this.asked;
    if (!picked) {
      this.root.hidden = true;
      this.root.replaceChildren();
      return;
    }
    const { words } = this.options;
    let content: Node[];
    try {
      content = await this.content(picked);
    } catch {
      content = [el("p", {}, words.say("rows-failed"))];
    }
    if (turn !== this.asked) return;
    this.put(content);
    if (takesFocus) this.root.focus();
  }

  /** Says how an area in dispute is drawn. */
  tellDisputed(name: string, note: string): void {
    const { words, up } = this.options;
    this.asked++;
    this.put([
      el("h2", { class: "explorer__panel-title" }, words.say("disputed")),
      el("p", {}, `${name}. ${note}`),
      el("p", {}, el("a", { href: `${up}map-policy/` }, words.say("map-policy"))),
    ]);
  }

  private put(content: Node[]): void {
    const close = el("button", { type: "button", class: "button button--quiet explorer__close" }, this.options.words.say("close"));
    close.addEventListener("click", () => this.options.pick(null));
    this.root.replaceChildren(close, ...content);
    this.root.hidden = false;
  }

  private async content(picked: Picked): Promise<Node[]> {
    if (picked.kind === "event") {
      const record = recordOf(picked.id, this.options.engine.tables);
      return record === null ? [el("p", {}, this.options.words.say("event-gone"))] : this.event(record);
    }
    if (picked.kind === "cell") return this.cell(Number(picked.id));
    if (picked.kind === "conflict") return this.conflict(picked.id);
    return this.country(picked.id);
  }

  private async event(record: number): Promise<Node[]> {
    const { words, rows, engine, up } = this.options;
    const [row] = await rows.of([record]);
    if (!row) return [];
    const site = engine.sites.of[record]!;
    const place = engine.sites.place[site]!;
    const others = this.recordsWhere((other) => engine.sites.place[other] === place).filter((other) => other !== record);
    const lines = await rows.of(others.slice(0, MOST_LINES));
    return [
      el("h2", { class: "explorer__panel-title" }, period(row, words)),
      this.fields(row, EVENT_FIELDS),
      el("h3", {}, words.say("how-sure")),
      this.fields(row, TRUST_FIELDS),
      el("p", {}, el("a", { href: `${up}sources/${encodeURIComponent(String(row.vintage_id))}/` }, `${words.say("vintage")}: ${String(row.vintage_id)}`)),
      ...(others.length ? [el("h3", {}, words.say("also-here", { count: others.length })), this.eventList(others.slice(0, MOST_LINES), lines)] : []),
      this.actions({ cells: [Number(row.gid)] }, typeof row.gid === "number" ? "only-cell" : null),
    ];
  }

  private async cell(gid: number): Promise<Node[]> {
    const { words, rows, engine } = this.options;
    const cell = engine.cells.indexOf(gid);
    const sites = (site: number) => engine.cellOf(site) === cell;
    const records = cell > 0 ? this.recordsWhere(sites, MOST_LINES) : [];
    const [west, south] = cellCorner(gid);
    const sum = cell > 0 ? [engine.byCell[2 * cell]!, engine.byCell[2 * cell + 1]!] : [0, 0];
    return [
      el("h2", { class: "explorer__panel-title" }, words.say("cell-title", { place: degrees(south + 0.25, west + 0.25, words) })),
      el("p", {}, words.say("events-deaths", { events: sum[0]!, deaths: sum[1]! })),
      this.parties(sites),
      ...(records.length && engine.tables.mode === "event" ? [el("h3", {}, words.say("first-events")), this.eventList(records, await rows.of(records))] : []),
      this.actions({ cells: [gid] }, "only-cell"),
    ];
  }

  private conflict(slug: string): Node[] {
    const { words, engine, up } = this.options;
    const entry = engine.tables.tracked.find((one) => one.slug === slug);
    if (!entry) return [el("p", {}, words.say("nothing-here"))];
    const ids = new Set(entry.ids);
    const [events, deaths] = this.sumOf(engine.parties(), (party) => ids.has(engine.tables.parties[party]!.conflict ?? ""));
    return [
      el("h2", { class: "explorer__panel-title" }, el("a", { href: up + entry.path }, entry.name)),
      el("p", {}, words.say("violence", { label: words.say(`label-${entry.label ?? "not_assessed"}`) })),
      el("p", {}, words.say("events-deaths", { events, deaths })),
      this.actions({ tracked: [slug] }, "only-conflict"),
    ];
  }

  private country(iso3: string): Node[] {
    const { words, engine, up } = this.options;
    const area = engine.tables.areas.find((one) => one.country === iso3);
    if (!area) return [el("p", {}, words.say("nothing-here"))];
    const at = engine.tables.areas.indexOf(area);
    const sums = engine.areas();
    const vague = engine.vague[2 * at + 1]!;
    return [
      el("h2", { class: "explorer__panel-title" }, el("a", { href: `${up}countries/${iso3}/` }, area.name)),
      el("p", {}, words.say("events-deaths", { events: sums[2 * at]!, deaths: sums[2 * at + 1]! })),
      ...(vague ? [el("p", {}, words.say("vague", { deaths: vague }))] : []),
      this.parties((site) => engine.sites.area[site] === at),
      this.actions({ countries: [iso3] }, "only-country"),
    ];
  }

  /** The chosen records of some sites, newest last; at most `most`. */
  private recordsWhere(sites: (site: number) => boolean, most = 200): number[] {
    const { engine } = this.options;
    const found: number[] = [];
    for (let record = engine.low; record < engine.high && found.length < most; record++) {
      if (engine.holds(record) && sites(engine.sites.of[record]!)) found.push(record);
    }
    return found;
  }

  private sumOf(sums: Sums, isMeant: (bar: number) => boolean): [number, number] {
    let events = 0;
    let deaths = 0;
    for (let bar = 0; 2 * bar < sums.length; bar++) {
      if (!isMeant(bar)) continue;
      events += sums[2 * bar]!;
      deaths += sums[2 * bar + 1]!;
    }
    return [events, deaths];
  }

  /** Who fought there, by deaths, of what is chosen. */
  private parties(sites: (site: number) => boolean): Node {
    const { engine, words } = this.options;
    const sums = new Map<number, [number, number]>();
    for (let record = engine.low; record < engine.high; record++) {
      const site = engine.sites.of[record]!;
      if (!sites(site) || !engine.holds(record)) continue;
      const party = engine.sites.party[site]!;
      const sum = sums.get(party) ?? [0, 0];
      sum[0] += engine.weight === null ? 1 : engine.weight[record]!;
      sum[1] += engine.best[record]!;
      sums.set(party, sum);
    }
    const most = [...sums].sort((one, other) => other[1][1] - one[1][1]).slice(0, MOST_LINES);
    return el(
      "ul",
      { class: "plain-list" },
      ...most.map(([party, [events, deaths]]) => {
        const { name, dyad_name, dyad, conflict } = engine.tables.parties[party]!;
        const text = dyad_name ?? name ?? words.say("not-known");
        const button = el("button", { type: "button", class: "explorer__line" }, `${text}: ${words.say("events-deaths", { events, deaths })}`);
        const narrowed = dyad !== null ? { dyads: [dyad] } : conflict !== null ? { conflicts: [conflict] } : {};
        button.addEventListener("click", () => this.options.narrow({ ...this.options.choice(), ...narrowed }));
        return el("li", {}, button);
      }),
    );
  }

  private eventList(records: number[], rows: Row[]): Node {
    const { words } = this.options;
    return el(
      "ul",
      { class: "plain-list" },
      ...rows.map((row, at) => {
        const text = `${period(row, words)}: ${String(row.place ?? row.admin1 ?? "")}, ${words.say("deaths-count", { deaths: Number(row.best) })}`;
        const button = el("button", { type: "button", class: "explorer__line" }, text);
        button.addEventListener("click", () => this.options.pick({ kind: "event", id: eventId(records[at]!, this.options.engine.tables) }));
        return el("li", {}, button);
      }),
    );
  }

  private fields(row: Row, names: readonly string[]): Node {
    const { words } = this.options;
    const list = el("dl", { class: "explorer__fields" });
    for (const name of names) {
      const value = row[name];
      if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) continue;
      list.append(el("div", {}, el("dt", {}, words.say(`field-${name}`)), el("dd", {}, this.value(name, value))));
    }
    return list;
  }

  private value(name: string, value: unknown): string {
    const { words, engine } = this.options;
    if (name === "type_of_violence") return words.say(`type-${String(value)}`);
    if (name === "where_prec") return words.say(`precision-${String(value)}`);
    if (name === "date_prec") return words.say(`date-precision-${String(value)}`);
    if (name === "event_clarity") return words.say(`clarity-${String(value)}`);
    if (name === "country") return engine.tables.areas.find((area) => area.country === value)?.name ?? String(value);
    if (Array.isArray(value)) return value.map((one) => (words.has(`flag-${String(one)}`) ? words.say(`flag-${String(one)}`) : String(one))).join(", ");
    return typeof value === "number" ? words.number(value) : String(value);
  }

  /** To narrow the filter, and to the rows on the server: the second click of the evidence. */
  private actions(more: Partial<Choice>, label: string | null): Node {
    const { words, engine, up, choice } = this.options;
    const narrow = label ? el("button", { type: "button", class: "button button--quiet" }, words.say(label)) : null;
    narrow?.addEventListener("click", () => this.options.narrow({ ...choice(), ...more }));
    const rows = el("a", { href: `${up}evidence/?${question(engine.tables, { ...EVERYTHING, ...choice() }, more)}` }, words.say("rows-behind"));
    return el("p", { class: "explorer__actions" }, narrow, " ", rows);
  }
}

function period(row: Row, words: Words): string {
  const start = String(row.date_start ?? row.month ?? "");
  const end = String(row.date_end ?? "");
  if (row.month !== undefined) return words.month(start.slice(0, 7));
  return end && end !== start ? words.say("period", { from: words.day(start), to: words.day(end) }) : words.day(start);
}

function degrees(lat: number, lon: number, words: Words): string {
  const one = (value: number, positive: string, negative: string) => `${words.number(Math.abs(value))}° ${words.say(value >= 0 ? positive : negative)}`;
  return `${one(lat, "north", "south")}, ${one(lon, "east", "west")}`;
}
