// For other sites: puts a view of the map where this script stands. The address of the view is in `data-map`:
// <script async src=".../embed.js" data-map="https://.../en/map/embed/?country=SDN"></script>
const here = document.currentScript;
if (here instanceof HTMLScriptElement && here.dataset.map) {
  const address = new URL(here.dataset.map, here.src);
  // Only views of the site that the script comes from: a page that embeds it cannot be led elsewhere.
  if (address.origin === new URL(here.src).origin) {
    const frame = document.createElement("iframe");
    frame.src = address.href;
    frame.title = here.dataset.title ?? "Conflict Atlas";
    frame.loading = "lazy";
    frame.width = "100%";
    frame.height = here.dataset.height ?? "620";
    frame.style.border = "1px solid #ccc";
    here.after(frame);
  }
}
