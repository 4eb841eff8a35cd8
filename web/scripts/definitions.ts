// The meaning of a word beside it, on demand. Without script, or where the browser has no popovers, the link leads to the
// word in the list of words.

/** The box that shows meanings: one for the page, emptied and filled for each word. */
function makeBox(document: Document): HTMLElement {
  const box = document.createElement("div");
  box.className = "definition";
  box.popover = "auto";
  box.setAttribute("role", "note");
  document.body.append(box);
  return box;
}

/** Below the word, inside the window. */
function place(box: HTMLElement, word: Element, window: Window): void {
  const at = word.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, window.innerWidth - box.offsetWidth - 8));
  box.style.left = `${left + window.scrollX}px`;
  box.style.top = `${at.bottom + window.scrollY + 6}px`;
}

function fill(box: HTMLElement, entry: Element, link: HTMLAnchorElement): void {
  const [term, meaning] = ["dt", "dd"].map((name) => entry.querySelector(name));
  const title = document.createElement("strong");
  title.textContent = term?.textContent ?? "";
  const text = document.createElement("p");
  text.append(...[...(meaning?.childNodes ?? [])].map((node) => node.cloneNode(true)));
  for (const copied of text.querySelectorAll("[id]")) copied.removeAttribute("id");
  const more = document.createElement("a");
  more.href = link.getAttribute("href") ?? "#words";
  more.textContent = document.querySelector("#words-title")?.textContent ?? "";
  more.addEventListener("click", () => box.hidePopover());
  box.replaceChildren(title, text, more);
}

/** Lets each word that the page explains show its meaning when it is clicked or chosen with the keyboard. */
export function showDefinitions(root: Document): void {
  const links = root.querySelectorAll<HTMLAnchorElement>("a.term[href^='#term-']");
  if (links.length === 0 || typeof HTMLElement.prototype.showPopover !== "function") return;
  const box = makeBox(root);
  for (const link of links) {
    link.addEventListener("click", (event) => {
      const entry = root.getElementById(link.hash.slice(1));
      if (entry === null) return;
      event.preventDefault();
      fill(box, entry, link);
      box.showPopover();
      place(box, link, window);
    });
  }
}
