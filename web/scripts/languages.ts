// The language switch keeps the view: what the reader chose on the page since it was loaded stands in its address.

/** Gives the links of the switch the query and the place of the page as they are when one is followed. */
export function keepView(root: Document): void {
  root.querySelector(".page-languages")?.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link) return;
    const address = new URL(link.href);
    address.search = window.location.search || address.search;
    address.hash = window.location.hash;
    link.href = address.href;
  });
}
