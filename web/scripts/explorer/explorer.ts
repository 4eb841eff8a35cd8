// The explorer: one choice, shown everywhere at once. What changes the choice goes through `choose`; what shows it is told by `show`.
import { type Look, type Picked, FIRST_LOOK, eventId, readAddress, writeAddress } from "./address";
import { Bars } from "./bars";
import { type Choice, EVERYTHING, wholeCells } from "./choice";
import { ControlLayer } from "./control";
import { type Palette, onThemeChange, palette as readPalette } from "./colours";
import { el, needed, part } from "./dom";
import type { Engine } from "./engine";
import { Form } from "./form";
import { EventLayer, POINTS_FROM_ZOOM } from "./layer";
import { showLegend } from "./legend";
import { Listing } from "./listing";
import { type BorderView, type Ground, makeGround } from "./map";
import { cellAt } from "./mercator";
import { Panel } from "./panel";
import { Rows } from "./rows";
import { StatusMarks } from "./marks";
import { cite, savePicture, showTake } from "./take";
import { type Period, TimeAxis } from "./time";
import type { Words } from "./words";

const SETTLED = 180;
const PATIENCE = 3000;

function isCompact(root: HTMLElement): boolean {
  return root.classList.contains("explorer--compact");
}

/** What the page is asked to show: its own address, or the scope of an explorer within another page. */
function addressed(root: HTMLElement): [Choice, Look] {
  return readAddress(isCompact(root) ? (root.dataset.scope ?? "") : location.search.slice(1));
}

/** Begins the map, which needs no figures: they are fetched at the same time. */
export function beginGround(root: HTMLElement, words: Words): Promise<Ground> {
  const { dataset } = root;
  const [, look] = addressed(root);
  needed(root, "live").hidden = false;
  return makeGround(needed(root, "stage"), {
    worker: new URL(dataset.worker!, location.href).href,
    borders: { un: dataset.bordersUn!, "natural-earth": dataset.bordersNaturalEarth! },
    view: look.borders,
    centre: look.centre,
    zoom: look.zoom,
    palette: readPalette(root),
    title: words.say("map"),
    nameOf: (iso3, name) => (words.has(`country-${iso3}`) ? words.say(`country-${iso3}`) : name),
  });
}

export class Explorer {
  private choice: Choice = EVERYTHING;
  private look: Look = FIRST_LOOK;
  private palette: Palette;
  private ground: Ground | null = null;
  private layer: EventLayer | null = null;
  private marks: StatusMarks | null = null;
  private control: ControlLayer | null = null;
  private readonly axis: TimeAxis;
  private readonly bars: Bars | null;
  private readonly form: Form | null;
  private readonly panel: Panel;
  private readonly listing: Listing | null;
  private readonly isCompact: boolean;
  private settling = 0;
  private shownPoints = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly engine: Engine,
    private readonly words: Words,
  ) {
    this.isCompact = isCompact(root);
    this.palette = readPalette(root);
    const rows = new Rows(`${root.dataset.root}${engine.tables.files.rows}`, engine.tables.block);
    const up = root.dataset.up ?? "./";
    this.axis = new TimeAxis(root, engine.calendar, engine.tables.coverage, words, this.palette, { onPeriod: (period, isMoving) => this.choosePeriod(period, isMoving) });
    this.bars = part(root, "bars") ? new Bars(root, engine, words, () => this.choice, (choice) => this.choose(choice)) : null;
    const form = document.querySelector<HTMLFormElement>("[data-explorer-form]");
    this.form = form ? new Form(form, engine.tables, words, (choice) => this.choose(choice)) : null;
    this.panel = new Panel(needed(root, "panel"), { engine, words, rows, up, choice: () => this.choice, narrow: (choice) => this.choose(choice), pick: (picked) => this.pick(picked, true) });
    const tables = part(document, "tables");
    this.listing = tables ? new Listing(tables, engine, words, rows, up, () => this.choice, (picked) => this.pick(picked, true)) : null;
    this.legendOfMonths();
    this.listen();
    const [choice, look] = addressed(root);
    this.look = look;
    for (const name of ["bars", "share"]) {
      const found = part(root, name);
      if (found) found.hidden = false;
    }
    if (engine.tables.mode === "cell") root.querySelectorAll("[data-events-only]").forEach((option) => option.remove());
    this.take(choice);
    this.show();
  }

  /** Puts what is counted on the map, once it is there; without it everything else works. Rejects where there is no map. */
  async draw(ground: Promise<Ground>): Promise<void> {
    const { palette } = this;
    this.ground = await ground;
    const { map } = this.ground;
    this.layer = new EventLayer(map, this.engine, palette, this.measure);
    map.addLayer(this.layer, "lines");
    this.marks = new StatusMarks(map, this.engine, this.words, (slug) => this.pick({ kind: "conflict", id: slug }, true));
    this.marks.recolour(palette);
    const drawn = part(document, "drawn");
    if (drawn && !this.isCompact) drawn.hidden = true;
    this.showCredit(this.ground.credit);
    map.on("moveend", () => this.moved());
    map.on("click", (event) => this.clicked(event.point.x, event.point.y, event.lngLat.lng, event.lngLat.lat));
    this.listenToBrush();
    if (this.root.dataset.control) void this.offerControl(this.root.dataset.control);
    // The first picture goes first; should it be long in coming, the tables do not wait for it.
    const rest = setTimeout(() => this.showLook(), PATIENCE);
    map.once("idle", () => {
      performance.mark("explorer-drawn");
      clearTimeout(rest);
      this.showLook();
    });
    this.show();
    this.showVague();
  }

  /** Areas that somebody is said to hold; where the list cannot be had, nothing is offered. */
  private async offerControl(address: string): Promise<void> {
    const { root, words } = this;
    const select = needed<HTMLSelectElement>(root, "control");
    const control = new ControlLayer(this.ground!.map, root.dataset.root ?? "./", root.dataset.up ?? "./", words, needed(root, "control-note"));
    try {
      await control.load(address, select);
    } catch (error) {
      console.error(error);
      return;
    }
    control.recolour(this.palette);
    this.control = control;
    needed(root, "control-choice").hidden = false;
    select.value = this.look.control;
    select.addEventListener("change", () => {
      this.look = { ...this.look, control: select.value };
      this.showControl();
      this.remember("push");
    });
    this.showControl();
  }

  /** The claims for the last day of the period. */
  private showControl(): void {
    void this.control?.show(this.look.control, this.choice.to ?? this.engine.calendar.iso(this.engine.calendar.lastDay));
  }

  private get measure(): 0 | 1 {
    return this.look.measure === "events" ? 0 : 1;
  }

  /** Takes a choice and shows it; one that is settled gets an entry in the history. */
  choose(choice: Choice, isMoving = false): void {
    const began = performance.now();
    this.take(choice);
    this.show();
    performance.measure("explorer-step", { start: began });
    this.settle(isMoving ? null : "push");
  }

  private choosePeriod(period: Period, isMoving: boolean): void {
    this.choose({ ...this.choice, ...period }, isMoving);
  }

  private take(choice: Choice): void {
    const last = this.isFirst ? null : this.choice;
    this.isFirst = false;
    this.engine.choose(choice, last);
    this.choice = choice;
  }
  private isFirst = true;

  /** What must follow at once: counts, bars, axis, map. */
  private show(): void {
    const { engine, measure } = this;
    this.axis.show(engine.byMonth, measure, { from: this.choice.from, to: this.choice.to });
    this.bars?.show(measure);
    needed(this.root, "period").textContent = this.periodText();
    this.layer?.refresh({ palette: this.palette, measure });
    this.showControl();
  }

  /** What may follow a moment later: words that are read aloud, tables, the panel, the address. */
  private settle(history: "push" | "replace" | null): void {
    clearTimeout(this.settling);
    this.pending = history ?? this.pending;
    this.settling = window.setTimeout(() => this.showSettled(), SETTLED);
  }
  private pending: "push" | "replace" = "replace";

  private showSettled(): void {
    this.showRest();
    this.showVague();
    this.remember(this.pending);
    this.pending = "replace";
  }

  /** Words, form, tables, panel, and what to take away. */
  private showRest(): void {
    needed(this.root, "summary").textContent = this.summary();
    this.form?.show(this.choice);
    this.listing?.show();
    void this.panel.show(this.look.picked);
    showTake(document, this.words, this.shown());
  }

  private remember(how: "push" | "replace"): void {
    if (this.isCompact) return;
    const query = writeAddress(this.choice, this.look);
    const address = `${location.pathname}${query ? `?${query}` : ""}`;
    if (address === `${location.pathname}${location.search}`) return;
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  private periodText(): string {
    const { words, engine, choice } = this;
    const from = choice.from ?? engine.tables.epoch;
    const to = choice.to ?? engine.calendar.iso(engine.calendar.lastDay);
    return words.say("period", { from: words.day(from), to: words.day(to) });
  }

  private summary(): string {
    const [events, deaths] = this.engine.total();
    return this.words.say(this.engine.tables.mode === "event" ? "summary-events" : "summary-cells", { events, deaths, period: this.periodText() });
  }

  private shown() {
    const data = this.root.dataset;
    const page = new URL(data.page ?? "./", location.href).href;
    return { tables: this.engine.tables, choice: this.choice, page, address: writeAddress(this.choice, this.look), root: data.root ?? "./", up: data.up ?? "./", summary: this.summary() };
  }

  private pick(picked: Picked | null, takesFocus = false): void {
    this.look = { ...this.look, picked };
    void this.panel.show(picked, takesFocus);
    this.ground?.map.setFilter("chosen", ["==", ["get", "iso3"], picked?.kind === "country" ? picked.id : ""]);
    this.remember("push");
  }

  private clicked(x: number, y: number, lon: number, lat: number): void {
    const { ground, layer, engine } = this;
    if (!ground || !layer || needed<HTMLInputElement>(this.root, "brush").checked) return;
    const slug = this.marks?.at(x, y);
    if (slug) return this.pick({ kind: "conflict", id: slug }, true);
    if (layer.showsPoints) {
      const record = layer.recordAt(x, y);
      if (record !== null) return this.pick({ kind: "event", id: eventId(record, engine.tables) }, true);
    } else {
      const gid = cellAt(lon, lat);
      const cell = engine.cells.indexOf(gid);
      if (cell > 0 && engine.byCell[2 * cell]! > 0) return this.pick({ kind: "cell", id: String(gid) }, true);
    }
    const [disputed] = ground.map.queryRenderedFeatures([x, y], { layers: ["disputed"] });
    if (disputed) return this.panel.tellDisputed(String(disputed.properties.name), String(disputed.properties.note));
    const [land] = ground.map.queryRenderedFeatures([x, y], { layers: ["land"] });
    if (land) this.pick({ kind: "country", id: String(land.properties.iso3) }, true);
  }

  private moved(): void {
    const { map } = this.ground!;
    const centre = map.getCenter();
    this.look = { ...this.look, centre: [centre.lng, centre.lat], zoom: map.getZoom() };
    if (this.layer?.showsPoints || this.shownPoints) this.layer?.refresh();
    if ((this.layer?.showsPoints ?? false) !== this.shownPoints) {
      this.shownPoints = this.layer?.showsPoints ?? false;
      this.showLegend();
    }
    this.settle("replace");
  }

  private showLegend(): void {
    const { look, engine } = this;
    const isPoints = engine.tables.mode === "event" && look.zoom >= POINTS_FROM_ZOOM;
    showLegend(needed(this.root, "legend"), this.words, this.palette, isPoints, engine.tables.mode === "event", look.measure);
  }

  /** Deaths in places that are known no better than by province or country: hatched, more densely the more there are. */
  private showVague(): void {
    const { ground, engine } = this;
    if (!ground || engine.tables.mode !== "event") return;
    const most = Math.max(1, ...engine.tables.areas.map((_, at) => engine.vague[2 * at + 1]!));
    engine.tables.areas.forEach((area, at) => {
      if (area.country === null) return;
      const value = engine.vague[2 * at + 1]!;
      ground.map.setFeatureState({ source: "land", id: area.country }, { vague: value > 0 ? 0.15 + 0.55 * Math.sqrt(value / most) : 0 });
    });
  }

  /** How the map is looked at, and all else that may wait for the first picture. */
  showLook(): void {
    const { root, look } = this;
    needed<HTMLSelectElement>(root, "measure").value = look.measure;
    needed<HTMLSelectElement>(root, "borders").value = look.borders;
    if (this.control) needed<HTMLSelectElement>(root, "control").value = look.control;
    this.showLegend();
    this.showRest();
  }

  private async changeBorders(view: BorderView): Promise<void> {
    this.look = { ...this.look, borders: view };
    this.remember("push");
    if (this.ground) this.showCredit(await this.ground.show(view));
    this.showVague();
  }

  private showCredit(credit: string): void {
    needed(this.root, "credit").textContent = this.words.say("map-credit", { credit });
  }

  private listen(): void {
    const { root } = this;
    const act = (name: string, done: () => void) =>
      [...document.querySelectorAll<HTMLElement>(`[data-act="${name}"]`)].filter((each) => root.contains(each) || !this.isCompact).forEach((each) =>
        each.addEventListener("click", (event) => {
          event.preventDefault();
          done();
        }),
      );
    act("zoom-in", () => this.ground?.map.zoomIn());
    act("zoom-out", () => this.ground?.map.zoomOut());
    act("whole", () => this.ground?.map.jumpTo({ center: FIRST_LOOK.centre, zoom: FIRST_LOOK.zoom }));
    act("everything", () => this.choose(EVERYTHING));
    act("copy", () => void this.copy());
    act("picture", () => void this.picture());
    needed<HTMLSelectElement>(root, "measure").addEventListener("change", (event) => {
      this.look = { ...this.look, measure: (event.target as HTMLSelectElement).value as Look["measure"] };
      this.showLegend();
      this.show();
      this.settle("push");
    });
    needed<HTMLSelectElement>(root, "borders").addEventListener("change", (event) => void this.changeBorders((event.target as HTMLSelectElement).value as BorderView));
    onThemeChange(() => {
      this.palette = readPalette(root);
      this.axis.recolour(this.palette);
      this.ground?.recolour(this.palette);
      this.marks?.recolour(this.palette);
      this.control?.recolour(this.palette);
      this.layer?.refresh({ palette: this.palette });
      this.showLegend();
    });
    if (!this.isCompact) {
      addEventListener("popstate", () => {
        // What was about to be written into the address belongs to the page that the reader has left.
        clearTimeout(this.settling);
        this.pending = "replace";
        const [choice, look] = addressed(this.root);
        const moved = look.zoom !== this.look.zoom || look.centre.join() !== this.look.centre.join();
        const bordersChanged = look.borders !== this.look.borders;
        this.look = look;
        this.take(choice);
        if (moved) this.ground?.map.jumpTo({ center: look.centre, zoom: look.zoom });
        if (bordersChanged) void this.changeBorders(look.borders);
        this.show();
        this.showLook();
      });
    }
  }

  /** With the box ticked (or Shift held) a drag on the map chooses whole cells. */
  private listenToBrush(): void {
    const { map } = this.ground!;
    const box = needed<HTMLInputElement>(this.root, "brush");
    box.addEventListener("change", () => (box.checked ? map.dragPan.disable() : map.dragPan.enable()));
    map.boxZoom.disable();
    let began: { lng: number; lat: number } | null = null;
    const chosen = (end: { lng: number; lat: number }) =>
      wholeCells({ west: Math.min(began!.lng, end.lng), east: Math.max(began!.lng, end.lng), south: Math.min(began!.lat, end.lat), north: Math.max(began!.lat, end.lat) });
    map.on("mousedown", (event) => {
      if (!box.checked && !event.originalEvent.shiftKey) return;
      event.preventDefault();
      began = event.lngLat;
    });
    map.on("mousemove", (event) => {
      if (began) this.choose({ ...this.choice, bbox: chosen(event.lngLat) }, true);
    });
    map.on("mouseup", (event) => {
      if (!began) return;
      this.choose({ ...this.choice, bbox: chosen(event.lngLat) });
      began = null;
      box.checked = false;
      map.dragPan.enable();
    });
  }

  private async copy(): Promise<void> {
    const { page, address } = this.shown();
    const whole = `${page}${address ? `?${address}` : ""}`;
    const says = part(document, "shared");
    try {
      await navigator.clipboard.writeText(whole);
      if (says) says.textContent = this.words.say("copied");
    } catch {
      if (says) says.textContent = whole;
    }
  }

  private async picture(): Promise<void> {
    const { ground, words } = this;
    const says = part(document, "shared");
    if (!ground) return;
    const shown = this.shown();
    try {
      const lines = [this.summary(), cite(words, shown, `${shown.page}?${shown.address}`), needed(this.root, "credit").textContent ?? ""];
      await savePicture(ground.map.getCanvas(), this.palette, lines, "conflict-atlas-map.png");
    } catch {
      if (says) says.textContent = words.say("picture-failed");
    }
  }

  private legendOfMonths(): void {
    const into = needed(this.root, "months-legend");
    for (const quality of ["final", "preliminary", "partial", "none"]) {
      into.append(el("li", {}, el("span", { class: `explorer__quality explorer__quality--${quality}`, "aria-hidden": "true" }), this.words.say(`quality-${quality}`)));
    }
  }
}
