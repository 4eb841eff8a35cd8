// On pages of conflicts and countries: the interactive map, put in its place when the reader asks for it.

export function offerMaps(document: Document): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-map-here]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.src = button.dataset.mapHere ?? "";
      frame.title = button.dataset.title ?? "";
      frame.className = "map-here";
      button.replaceWith(frame);
      frame.focus();
    });
  }
}
