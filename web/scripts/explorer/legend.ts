// What the shades, shapes and hatchings of the map mean; it follows the zoom, since cells and events need different words.
import { DEATH_STEPS, type Palette } from "./colours";
import { el } from "./dom";
import type { Words } from "./words";

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = ["M7 1 13 7 7 13 1 7z", "M7 1.5a5.5 5.5 0 1 0 .01 0z", "M2 2H12V12H2z", "M7 1 13 12H1z"];

function mark(path: string, fill: string, edge: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 14 14");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  shape.setAttribute("fill", fill);
  shape.setAttribute("stroke", edge);
  svg.append(shape);
  return svg;
}

export function showLegend(into: HTMLElement, words: Words, palette: Palette, isPoints: boolean, isEvents: boolean, measure: "deaths" | "events"): void {
  const { css } = palette;
  const edge = css("--map-mark");
  const items = isPoints
    ? [1, 2, 3].map((type) => [mark(SHAPES[type]!, css(`--deaths-type-${type}`), edge), words.say(`type-${type}`)] as const)
    : DEATH_STEPS.map((step, at) => {
        const next = DEATH_STEPS[at + 1];
        return [mark("M1 1H13V13H1z", css(`--deaths-${at + 1}`), edge), next ? words.say("deaths-between", { least: step, most: next - 1 }) : words.say("deaths-or-more", { least: step })] as const;
      });
  const list = el("ul", { class: "map-legend" });
  for (const [sign, text] of items) {
    const item = el("li", {}, text);
    item.prepend(sign);
    list.append(item);
  }
  const says = [words.say(isPoints ? "legend-points" : measure === "deaths" ? "legend-cells-deaths" : "legend-cells-events")];
  if (isEvents) says.push(words.say(isPoints ? "legend-rings" : "legend-vague"));
  says.push(words.say("legend-disputed"));
  into.replaceChildren(list, el("p", { class: "figure__note" }, says.join(" ")));
}
