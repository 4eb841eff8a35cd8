// The axis of time: what was counted in each month, how good those months are, the chosen period, and playback.
import type { Palette } from "./colours";
import type { Calendar } from "./days";
import { needed, part } from "./dom";
import type { Sums } from "./engine";
import { peaks } from "./peaks";
import type { Coverage } from "./tables";
import type { Words } from "./words";

export type Quality = "final" | "preliminary" | "partial" | "none";

/** The quality of each month; where runs overlap the last one stands, as in the tables. */
export function qualities(calendar: Calendar, coverage: readonly Coverage[]): Quality[] {
  const found: Quality[] = new Array<Quality>(calendar.months).fill("none");
  for (const run of coverage) {
    const quality = run.preliminary ? "preliminary" : run.completeness === "complete" ? "final" : "partial";
    for (let month = Math.max(0, calendar.month(run.first)); month <= Math.min(calendar.months - 1, calendar.month(run.last)); month++) found[month] = quality;
  }
  return found;
}

/** A period; null is open. Whole days, ISO. */
export interface Period {
  from: string | null;
  to: string | null;
}

export interface TimeEvents {
  /** The reader has chosen a period; it may go on changing while `isMoving`. */
  onPeriod(period: Period, isMoving: boolean): void;
}

export class TimeAxis {
  private readonly canvas: HTMLCanvasElement;
  private readonly first: HTMLInputElement;
  private readonly last: HTMLInputElement;
  private readonly playButton: HTMLButtonElement;
  private readonly quality: Quality[];
  private byMonth: Sums;
  private period: Period = { from: null, to: null };
  private timer: number | null = null;
  private measure: 0 | 1 = 1;

  constructor(
    private readonly root: HTMLElement,
    private readonly calendar: Calendar,
    coverage: readonly Coverage[],
    private readonly words: Words,
    private palette: Palette,
    private readonly events: TimeEvents,
  ) {
    this.canvas = needed<HTMLCanvasElement>(root, "months");
    this.first = needed<HTMLInputElement>(root, "first");
    this.last = needed<HTMLInputElement>(root, "last");
    this.playButton = root.querySelector<HTMLButtonElement>('[data-act="play"]')!;
    this.quality = qualities(calendar, coverage);
    this.byMonth = new Int32Array(2 * calendar.months);
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", words.say("months"));
    for (const input of [this.first, this.last]) {
      input.min = "0";
      input.max = String(calendar.months - 1);
      input.addEventListener("input", () => this.fromInputs(input, true));
      input.addEventListener("change", () => this.fromInputs(input, false));
    }
    this.listenToPointer();
    root.querySelector('[data-act="play"]')!.addEventListener("click", () => this.toggle());
    root.querySelector('[data-act="back"]')!.addEventListener("click", () => this.step(-1));
    root.querySelector('[data-act="forward"]')!.addEventListener("click", () => this.step(1));
    root.querySelector('[data-act="all-time"]')!.addEventListener("click", () => {
      this.pause();
      this.events.onPeriod({ from: null, to: null }, false);
    });
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  /** Shows new counts and the period that they are for. */
  show(byMonth: Sums, measure: 0 | 1, period: Period): void {
    this.byMonth = byMonth;
    this.measure = measure;
    this.period = period;
    const [first, last] = this.months();
    if (document.activeElement !== this.first || this.timer !== null) this.first.value = String(first);
    if (document.activeElement !== this.last || this.timer !== null) this.last.value = String(last);
    this.first.setAttribute("aria-valuetext", this.words.month(this.calendar.monthText(first)));
    this.last.setAttribute("aria-valuetext", this.words.month(this.calendar.monthText(last)));
    this.draw();
  }

  recolour(palette: Palette): void {
    this.palette = palette;
    this.draw();
  }

  /** The first and the last month of the period. */
  private months(): [number, number] {
    const { calendar } = this;
    const clamp = (month: number) => Math.max(0, Math.min(calendar.months - 1, month));
    const of = (iso: string) => clamp(calendar.month(iso.slice(0, 7)));
    return [this.period.from === null ? 0 : of(this.period.from), this.period.to === null ? calendar.months - 1 : of(this.period.to)];
  }

  private choose(first: number, last: number, isMoving: boolean): void {
    const { calendar } = this;
    this.events.onPeriod(
      {
        from: first <= 0 ? null : calendar.iso(calendar.firstDayOf(first)),
        to: last >= calendar.months - 1 ? null : calendar.iso(calendar.lastDayOf(last)),
      },
      isMoving,
    );
  }

  private fromInputs(moved: HTMLInputElement, isMoving: boolean): void {
    this.pause();
    let [first, last] = [Number(this.first.value), Number(this.last.value)];
    if (first > last) {
      if (moved === this.first) last = first;
      else first = last;
    }
    this.choose(first, last, isMoving);
  }

  private listenToPointer(): void {
    const { canvas } = this;
    let began: number | null = null;
    const monthAt = (event: PointerEvent) => {
      const box = canvas.getBoundingClientRect();
      return Math.max(0, Math.min(this.calendar.months - 1, Math.floor(((event.clientX - box.left) / box.width) * this.calendar.months)));
    };
    const to = (event: PointerEvent, isMoving: boolean) => {
      if (began === null) return;
      const here = monthAt(event);
      this.choose(Math.min(began, here), Math.max(began, here), isMoving);
    };
    canvas.addEventListener("pointerdown", (event) => {
      this.pause();
      began = monthAt(event);
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => to(event, true));
    canvas.addEventListener("pointerup", (event) => {
      to(event, false);
      began = null;
    });
    canvas.addEventListener("pointercancel", () => (began = null));
  }

  private toggle(): void {
    if (this.timer !== null) this.pause();
    else this.play();
  }

  private get held(): { window: number; unit: string; speed: number; pauses: boolean } {
    const value = (name: string) => needed<HTMLSelectElement>(this.root, name).value;
    return { window: Number(value("window")), unit: value("step"), speed: Number(value("speed")), pauses: needed<HTMLInputElement>(this.root, "pause-at-peaks").checked };
  }

  private play(): void {
    const end = this.end();
    if (end >= this.calendar.lastDay || this.period.to === null) this.moveTo(this.calendar.lastDayOf(Math.max(0, this.held.window - 1)));
    this.playButton.setAttribute("aria-pressed", "true");
    this.playButton.textContent = this.words.say("pause");
    const tick = () => {
      const was = this.lastMonth();
      const isOn = this.step(1, true);
      const now = this.lastMonth();
      const isPeak = this.held.pauses && now !== was && peaks(this.byMonth, this.measure).has(now);
      if (!isOn || isPeak) {
        this.pause();
        if (isPeak) part(this.root, "period")?.append(` ${this.words.say("peak")}`);
      } else this.timer = window.setTimeout(tick, 1000 / this.held.speed);
    };
    this.timer = window.setTimeout(tick, 1000 / this.held.speed);
  }

  pause(): void {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.playButton.setAttribute("aria-pressed", "false");
    this.playButton.textContent = this.words.say("play");
    this.events.onPeriod(this.period, false);
  }

  private end(): number {
    return this.period.to === null ? this.calendar.lastDay : this.calendar.day(this.period.to);
  }

  private lastMonth(): number {
    return this.calendar.monthOfDay[Math.max(0, Math.min(this.calendar.lastDay, this.end()))] ?? 0;
  }

  /** One step on or back; false at the end of what is held. */
  private step(direction: 1 | -1, isMoving = false): boolean {
    const { calendar } = this;
    const end = this.end();
    const { unit } = this.held;
    let next: number;
    if (unit === "week") next = end + 7 * direction;
    else next = calendar.lastDayOf(this.lastMonth() + (unit === "year" ? 12 : 1) * direction);
    next = Math.min(next, calendar.lastDayOf(calendar.months - 1));
    if (next < 0 || (direction > 0 && next <= end)) return false;
    this.moveTo(next, isMoving);
    return direction < 0 || next < calendar.lastDay;
  }

  private moveTo(end: number, isMoving = false): void {
    const { calendar } = this;
    const { window: months, unit } = this.held;
    let from: string | null = null;
    if (months > 0) {
      const start = unit === "week" ? end - Math.round((months * 365.25) / 12) + 1 : calendar.firstDayOf((calendar.monthOfDay[Math.min(end, calendar.lastDay)] ?? 0) - months + 1);
      from = start <= 0 ? null : calendar.iso(start);
    }
    this.events.onPeriod({ from, to: calendar.iso(end) }, isMoving);
  }

  private draw(): void {
    const { canvas, byMonth, calendar, palette } = this;
    const ratio = Math.min(2, devicePixelRatio);
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (!width || !height) return;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const pen = canvas.getContext("2d")!;
    const foot = Math.round(14 * ratio);
    const tall = height - foot - 4 * ratio;
    pen.clearRect(0, 0, width, height);
    const { css } = palette;
    const step = width / calendar.months;
    const [first, last] = this.months();
    pen.fillStyle = css("--accent-soft");
    pen.fillRect(first * step, 0, (last - first + 1) * step, height - foot);
    let most = 1;
    for (let month = 0; month < calendar.months; month++) most = Math.max(most, byMonth[2 * month + this.measure]!);
    for (let month = 0; month < calendar.months; month++) {
      const value = byMonth[2 * month + this.measure]!;
      const quality = this.quality[month]!;
      const high = value > 0 ? Math.max(ratio, Math.sqrt(value / most) * tall) : 0;
      pen.fillStyle = month >= first && month <= last ? css("--deaths") : css("--line-strong");
      pen.fillRect(month * step, 4 * ratio + tall - high, Math.max(1, step - (step > 3 ? ratio : 0)), high);
      this.drawQuality(pen, quality, month * step, step, 4 * ratio + tall, high, ratio);
    }
    pen.fillStyle = css("--muted");
    pen.font = `${11 * ratio}px ${css("--font")}`;
    pen.textBaseline = "bottom";
    const years = width / ratio < 500 ? 10 : 5;
    for (let month = 0; month < calendar.months; month++) {
      const text = calendar.monthText(month);
      if (text.endsWith("-01") && Number(text.slice(0, 4)) % years === 0) pen.fillText(text.slice(0, 4), month * step, height);
    }
  }

  /** A whole month stands on a solid line, a preliminary one on dashes, a partial one is hatched, one without figures too. */
  private drawQuality(pen: CanvasRenderingContext2D, quality: Quality, left: number, width: number, ground: number, high: number, ratio: number): void {
    const { css } = this.palette;
    pen.fillStyle = css("--line-strong");
    if (quality === "final") pen.fillRect(left, ground, width, ratio);
    if (quality === "preliminary") pen.fillRect(left, ground, width * 0.5, 2 * ratio);
    if (quality === "partial" || quality === "preliminary") {
      pen.fillStyle = css("--surface");
      for (let y = ground - 2 * ratio; y > ground - high; y -= 4 * ratio) pen.fillRect(left, y, width, ratio);
    }
    if (quality === "none") {
      pen.fillStyle = css("--line");
      for (let y = ground; y > 4 * ratio; y -= 6 * ratio) pen.fillRect(left, y, width, ratio);
    }
    if (quality === "partial") {
      pen.fillStyle = css("--caution");
      pen.fillRect(left, ground, width, 2 * ratio);
    }
  }
}
