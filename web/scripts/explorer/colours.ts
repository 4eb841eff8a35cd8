// Colours of the drawings, read from the style sheet, so that dark, high-contrast and light themes reach the map too.

export type Colour = [number, number, number];

const DEATHS = ["--deaths-1", "--deaths-2", "--deaths-3", "--deaths-4", "--deaths-5"];
const TYPES = ["--map-hatch", "--deaths-type-1", "--deaths-type-2", "--deaths-type-3"];

export interface Palette {
  /** For 1, 25, 100, 1,000 and 10,000 deaths or more. */
  deaths: Colour[];
  /** Type not known, state-based, non-state, one-sided. */
  types: Colour[];
  mark: Colour;
  hatch: Colour;
  css: (name: string) => string;
}

export const DEATH_STEPS: readonly number[] = [1, 25, 100, 1000, 10000];

export function palette(element: Element): Palette {
  const style = getComputedStyle(element);
  const css = (name: string) => style.getPropertyValue(name).trim();
  return {
    deaths: DEATHS.map((name) => colour(css(name))),
    types: TYPES.map((name) => colour(css(name))),
    mark: colour(css("--map-mark")),
    hatch: colour(css("--map-hatch")),
    css,
  };
}

/** Reads #rrggbb; anything else is taken as black, and a test of the style sheet keeps its colours in that form. */
function colour(text: string): Colour {
  const hex = /^#([0-9a-f]{6})$/i.exec(text)?.[1] ?? "000000";
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as Colour;
}

/** Calls back when the reader's theme changes; returns what ends it. */
export function onThemeChange(changed: () => void): () => void {
  const queries = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"].map((text) => matchMedia(text));
  for (const query of queries) query.addEventListener("change", changed);
  return () => queries.forEach((query) => query.removeEventListener("change", changed));
}
