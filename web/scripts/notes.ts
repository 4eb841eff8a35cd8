// The way back from a footnote: to the place that the reader came from, not only to the first one.

/** Remembers which mark in the text led to a footnote and points its back link there. */
export function rememberPlaces(root: Document): void {
  root.addEventListener("click", (event) => {
    const mark = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.note[href^='#fn-']") : null;
    const note = mark && root.getElementById(mark.hash.slice(1));
    const back = note?.querySelector<HTMLAnchorElement>("a[role='doc-backlink']");
    if (!mark || !back) return;
    root.getElementById("note-left-from")?.removeAttribute("id");
    if (!mark.id) mark.id = "note-left-from";
    back.href = `#${mark.id}`;
  });
}
