// Which section is being read, marked in the list of contents.

/** Marks the entry of the last section whose beginning has passed the upper third of the window. */
export function markContents(root: Document): void {
  const links = [...root.querySelectorAll<HTMLAnchorElement>(".contents a[href^='#']")];
  const sections = links.flatMap((link) => {
    const section = root.getElementById(link.hash.slice(1));
    return section ? [{ link, section }] : [];
  });
  if (sections.length === 0) return;
  let waiting = false;
  const mark = (): void => {
    waiting = false;
    const line = window.innerHeight / 3;
    const passed = sections.filter(({ section }) => section.getBoundingClientRect().top <= line);
    const current = passed[passed.length - 1]?.link;
    for (const { link } of sections) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const later = (): void => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  };
  window.addEventListener("scroll", later, { passive: true });
  mark();
}
