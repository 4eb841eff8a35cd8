// The script of the explorer. A page without it, or a browser without WebGL, keeps the drawn map, the table and the form.
import { decode } from "./decode";
import { el, part } from "./dom";
import { Engine } from "./engine";
import { Explorer, beginGround } from "./explorer";
import type { Tables } from "./tables";
import { Words } from "./words";

async function fetched(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

async function start(root: HTMLElement): Promise<void> {
  const words = new Words(JSON.parse(root.dataset.words ?? "{}") as Record<string, string>, document.documentElement.lang);
  const trouble = (text: string) => {
    const into = part(root, "trouble");
    into?.replaceChildren(el("p", {}, text));
    if (into) into.hidden = false;
  };
  const ground = beginGround(root, words);
  // Whether there is a map is asked below; until then its failure is nobody's fault.
  ground.catch(() => undefined);
  let explorer: Explorer;
  try {
    const [tables, bytes] = await Promise.all([
      fetched(root.dataset.tables!).then(async (response) => (await response.json()) as Tables),
      fetched(root.dataset.records!).then((response) => response.arrayBuffer()),
    ]);
    explorer = new Explorer(root, new Engine(decode(bytes), tables), words);
  } catch (error) {
    console.error(error);
    trouble(words.say("data-failed"));
    return;
  }
  try {
    await explorer.draw(ground);
  } catch (error) {
    console.error(error);
    explorer.showLook();
    root.classList.add("explorer--no-map");
    trouble(words.say("no-webgl"));
  }
}

for (const root of document.querySelectorAll<HTMLElement>("[data-explorer]")) void start(root);
