// The linked histograms as lists of buttons: each bar says what choosing it would give, and chooses it.
import type { Choice } from "./choice";
import { el } from "./dom";
import type { Engine, Sums } from "./engine";
import { DEATH_CLASSES } from "./sites";
import type { Words } from "./words";

interface Bar {
  name: string;
  isPressed: (choice: Choice) => boolean;
  /** Null for what is not known: it is counted, and cannot be chosen. */
  press: ((choice: Choice) => Choice) | null;
  value: (measure: 0 | 1) => number;
}

interface Drawn {
  button: HTMLElement;
  fill: HTMLElement;
  number: HTMLElement;
  bar: Bar;
}

export class Bars {
  private readonly lists: { drawn: Drawn[]; count: () => Sums; sums: Sums }[] = [];

  constructor(
    root: HTMLElement,
    private readonly engine: Engine,
    private readonly words: Words,
    private readonly choice: () => Choice,
    private readonly choose: (choice: Choice) => void,
  ) {
    const list = (name: string) => root.querySelector<HTMLElement>(`[data-bars="${name}"]`);
    const isEvents = engine.tables.mode === "event";
    this.fill(list("types"), () => engine.types(), [1, 2, 3, 0], (type) => ({
      name: words.say(`type-${type}`),
      isPressed: (choice) => choice.types.includes(type),
      press: type === 0 ? null : (choice) => ({ ...choice, types: toggled(choice.types, type) }),
    }));
    const regions = [...new Set(engine.tables.areas.map((area) => area.region ?? ""))].sort((one, other) => Number(!one) - Number(!other) || one.localeCompare(other));
    this.fill(list("regions"), () => this.byRegion(regions), regions.map((_, at) => at), (at) => {
      const region = regions[at]!;
      return {
        name: region ? (words.has(`region-${region}`) ? words.say(`region-${region}`) : region) : words.say("not-known"),
        isPressed: (choice) => choice.regions.includes(region),
        press: region ? (choice) => ({ ...choice, regions: toggled(choice.regions, region) }) : null,
      };
    });
    if (isEvents) {
      this.fill(list("deaths"), () => engine.deathClasses(), DEATH_CLASSES.map((_, at) => at), (at) => ({
        name: this.classWords(at),
        isPressed: (choice) => choice.minBest === DEATH_CLASSES[at],
        press: (choice) => ({ ...choice, minBest: choice.minBest === DEATH_CLASSES[at] || at === 0 ? null : DEATH_CLASSES[at]! }),
      }));
      this.fill(list("precisions"), () => engine.precisions(), [1, 2, 3, 4, 5, 6, 7, 0], (precision) => ({
        name: precision ? words.say(`precision-${precision}`) : words.say("not-known"),
        isPressed: (choice) => choice.maxWherePrec === precision,
        press: precision === 0 ? null : (choice) => ({ ...choice, maxWherePrec: choice.maxWherePrec === precision ? null : precision }),
      }));
    } else {
      for (const name of ["deaths", "precisions"]) list(name)?.closest("section")?.remove();
    }
  }

  /** Shows what the engine counts now. */
  show(measure: 0 | 1): void {
    const choice = this.choice();
    for (const list of this.lists) {
      list.sums.set(list.count());
      const most = Math.max(1, ...list.drawn.map(({ bar }) => bar.value(measure)));
      for (const { button, fill, number, bar } of list.drawn) {
        const value = bar.value(measure);
        const text = this.words.number(value);
        if (number.textContent !== text) {
          number.textContent = text;
          fill.style.inlineSize = `${(100 * value) / most}%`;
        }
        if (bar.press) button.setAttribute("aria-pressed", String(bar.isPressed(choice)));
        else button.closest("li")!.hidden = value === 0;
      }
    }
  }

  private fill(into: HTMLElement | null, count: () => Sums, keys: number[], describe: (key: number) => Omit<Bar, "value">): void {
    if (!into) return;
    const sums = count();
    const drawn = keys.map((key) => {
      const bar: Bar = { ...describe(key), value: (measure) => sums[2 * key + measure]! };
      const fill = el("span", { class: "explorer__fill" });
      const number = el("span", { class: "explorer__value" });
      const parts = [el("span", { class: "explorer__name" }, bar.name), number, fill];
      const { press } = bar;
      const button = press ? el("button", { type: "button", class: "explorer__bar" }, ...parts) : el("span", { class: "explorer__bar" }, ...parts);
      if (press) button.addEventListener("click", () => this.choose(press(this.choice())));
      into.append(el("li", {}, button));
      return { button, fill, number, bar };
    });
    this.lists.push({ drawn, count, sums });
  }

  private byRegion(regions: string[]): Sums {
    const found = new Int32Array(2 * regions.length);
    const areas = this.engine.areas();
    this.engine.tables.areas.forEach((area, at) => {
      const region = regions.indexOf(area.region ?? "");
      found[2 * region]! += areas[2 * at]!;
      found[2 * region + 1]! += areas[2 * at + 1]!;
    });
    return found;
  }

  private classWords(at: number): string {
    const least = DEATH_CLASSES[at]!;
    const next = DEATH_CLASSES[at + 1];
    if (next === undefined) return this.words.say("deaths-or-more", { least });
    return next - least === 1 ? this.words.number(least) : this.words.say("deaths-between", { least, most: next - 1 });
  }
}

function toggled<T>(values: T[], value: T): T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}
