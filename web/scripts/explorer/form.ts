// The form of filters, the same that works without script: its fields follow the choice, and a change is taken at once.
import { type Choice, EVERYTHING, read, write } from "./choice";
import { el, part } from "./dom";
import { readable } from "./address";
import type { Tables } from "./tables";
import type { Words } from "./words";

const TYPING = 250;
const LISTS = ["regions", "countries", "tracked", "statuses", "kinds", "lenses", "conflicts", "dyads", "cells", "types"] as const;

export class Form {
  private typing = 0;
  private choice: Choice = EVERYTHING;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly tables: Tables,
    private readonly words: Words,
    private readonly choose: (choice: Choice) => void,
  ) {
    const taken = () => this.choose(this.taken());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      taken();
    });
    form.addEventListener("change", taken);
    form.querySelectorAll("input[type=search], input[type=number]").forEach((input) =>
      input.addEventListener("input", () => {
        clearTimeout(this.typing);
        this.typing = window.setTimeout(taken, TYPING);
      }),
    );
    const show = part(form, "show");
    if (show) show.hidden = true;
    // On a phone the map comes first; the form is one touch away.
    if (matchMedia("(max-width: 40rem)").matches) part(document, "filter")?.removeAttribute("open");
  }

  /** What the fields say. What has no field, and what a field cannot say since it holds one value, stays as it is. */
  private taken(): Choice {
    const asked = read(new URLSearchParams([...new FormData(this.form)].map(([name, value]) => [name, String(value)])));
    const { choice } = this;
    const kept = (key: "regions" | "countries" | "tracked" | "statuses" | "kinds" | "lenses") => (choice[key].length > 1 && asked[key].length === 0 ? choice[key] : asked[key]);
    return {
      ...asked,
      regions: kept("regions"),
      countries: kept("countries"),
      tracked: kept("tracked"),
      statuses: kept("statuses"),
      kinds: kept("kinds"),
      lenses: kept("lenses"),
      conflicts: choice.conflicts,
      dyads: choice.dyads,
      cells: choice.cells,
      bbox: choice.bbox,
    };
  }

  show(choice: Choice): void {
    this.choice = choice;
    const query = write(choice);
    for (const field of this.form.elements) {
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = choice.types.includes(Number(field.value));
      else if (field instanceof HTMLInputElement && field.type === "hidden") field.value = query.get(field.name) ?? "";
      else if ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.name && field !== document.activeElement) {
        const value = query.get(field.name) ?? "";
        field.value = field instanceof HTMLSelectElement && value.includes(",") ? "" : value;
      }
    }
    this.showActive();
  }

  private showActive(): void {
    const into = part(document, "active");
    if (!into) return;
    const { choice, words } = this;
    const items: Node[] = [];
    const add = (text: string, without: Partial<Choice>) => {
      const next = { ...choice, ...without };
      const query = readable(write(next));
      const link = el("a", { href: query ? `?${query}` : "./" }, `${text} `, el("span", { class: "visually-hidden" }, words.say("remove")));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.choose(next);
      });
      items.push(el("li", {}, link));
    };
    for (const key of LISTS) {
      const values: (string | number)[] = choice[key];
      for (const value of values) add(this.nameOf(key, value), { [key]: values.filter((other) => other !== value) });
    }
    if (choice.from) add(words.say("from", { day: words.day(choice.from) }), { from: null });
    if (choice.to) add(words.say("to", { day: words.day(choice.to) }), { to: null });
    if (choice.minBest !== null) add(words.say("at-least", { deaths: choice.minBest }), { minBest: null });
    if (choice.maxWherePrec !== null) add(words.say("at-most-precision", { precision: words.say(`precision-${choice.maxWherePrec}`) }), { maxWherePrec: null });
    if (choice.bbox) add(words.say("box", { box: `${choice.bbox.west}, ${choice.bbox.south}, ${choice.bbox.east}, ${choice.bbox.north}` }), { bbox: null });
    if (choice.text) add(words.say("with-words", { text: choice.text }), { text: "" });
    if (choice.print) add(words.say(`print-${choice.print}`), { print: null });
    into.replaceChildren(...items);
    into.hidden = !items.length;
  }

  private nameOf(key: (typeof LISTS)[number], value: string | number): string {
    const { words, tables } = this;
    const text = String(value);
    const known = (name: string) => (words.has(name) ? words.say(name) : text);
    switch (key) {
      case "countries":
        return tables.areas.find((area) => area.country === value)?.name || text;
      case "tracked":
        return tables.tracked.find((entry) => entry.slug === value)?.name ?? text;
      case "conflicts":
        return tables.conflicts.find((conflict) => conflict.id === value)?.name ?? text;
      case "dyads":
        return tables.parties.find((party) => party.dyad === value)?.dyad_name ?? text;
      case "statuses":
        return words.say("violence", { label: known(`label-${text}`) });
      case "types":
        return known(`type-${text}`);
      case "regions":
        return known(`region-${text}`);
      case "kinds":
        return known(`kind-${text}`);
      case "lenses":
        return known(`lens-${text}`);
      case "cells":
        return words.say("cell", { gid: text });
    }
  }
}
