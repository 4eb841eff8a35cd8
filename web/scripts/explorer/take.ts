// What readers take away: links, exports that equal the screen, a citation, the code of an embed, a picture with its credit.
import type { Choice } from "./choice";
import { el, part } from "./dom";
import type { Palette } from "./colours";
import { question } from "./question";
import type { Tables } from "./tables";
import type { Words } from "./words";

const FORMATS = [
  ["csv", "CSV"],
  ["geojson", "GeoJSON"],
  ["parquet", "Parquet"],
  ["xlsx", "XLSX"],
] as const;

export interface Shown {
  tables: Tables;
  choice: Choice;
  /** The page that shows this, whole and without its script. */
  page: string;
  address: string;
  root: string;
  up: string;
  summary: string;
}

/** Brings links, citation and code up to date. */
export function showTake(document: Document, words: Words, shown: Shown): void {
  const exports = part(document, "exports");
  const query = question(shown.tables, shown.choice);
  if (exports) {
    const links = FORMATS.map(([format, name]) => el("a", { href: `${shown.root}export/${format}?${query}`, rel: "nofollow" }, name));
    exports.replaceChildren(...links.flatMap((link, at) => (at ? [" · ", link] : [link])), " · ", el("a", { href: `${shown.up}evidence/?${query}` }, words.say("rows-behind")));
  }
  const whole = new URL(`${shown.page}${shown.address ? `?${shown.address}` : ""}`, location.href).href;
  const citation = part<HTMLTextAreaElement>(document, "citation");
  if (citation) citation.value = cite(words, shown, whole);
  const embed = part<HTMLTextAreaElement>(document, "embed");
  if (embed) {
    const address = new URL(`${shown.page}embed/${shown.address ? `?${shown.address}` : ""}`, location.href).href;
    const title = words.say("embed-title", { summary: shown.summary });
    embed.value = `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="620" loading="lazy" style="border:1px solid #ccc"></iframe>`;
  }
}

export function cite(words: Words, { tables, summary }: Shown, whole: string): string {
  const vintages = [...new Set(tables.coverage.map((run) => `${run.vintage_name} (${words.say("imported", { day: words.day(run.imported) })})`))].join("; ");
  const today = new Date().toISOString().slice(0, 10);
  return words.say("citation", { summary, vintages, credits: tables.credits.map((credit) => credit.line).join("; "), day: words.day(today), address: whole });
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}

/** The map as a picture, with what it shows and whom to credit below it. */
export async function savePicture(canvas: HTMLCanvasElement, palette: Palette, lines: string[], name: string): Promise<void> {
  const out = document.createElement("canvas");
  const ratio = canvas.width / Math.max(1, canvas.clientWidth);
  const size = 13 * ratio;
  const pen = out.getContext("2d")!;
  const font = `${size}px ${palette.css("--font")}`;
  pen.font = font;
  const wrapped = lines.flatMap((line) => wrap(pen, line, canvas.width - 2 * size));
  out.width = canvas.width;
  out.height = canvas.height + Math.ceil((wrapped.length + 1) * size * 1.45);
  pen.fillStyle = palette.css("--page");
  pen.fillRect(0, 0, out.width, out.height);
  pen.drawImage(canvas, 0, 0);
  pen.fillStyle = palette.css("--text");
  pen.font = font;
  pen.textBaseline = "top";
  wrapped.forEach((line, at) => pen.fillText(line, size, canvas.height + size * 0.7 + at * size * 1.45));
  const blob = await new Promise<Blob | null>((done) => out.toBlob(done, "image/png"));
  if (!blob) throw new Error("the picture could not be made");
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
