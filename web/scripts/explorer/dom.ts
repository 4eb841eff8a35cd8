// Elements from text: nothing that comes from data is ever read as HTML.

type Child = Node | string | null;

/** An element with attributes (false and null are left out, true is an empty attribute) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string | number | boolean | null> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child): child is Node | string => child !== null));
  return made;
}

/** The part of a page with this name, within `root` or else anywhere; null where the page has none. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T | null {
  return root.querySelector<T>(`[data-part="${name}"]`) ?? document.querySelector<T>(`[data-part="${name}"]`);
}

/** The same where the explorer cannot be without it. */
export function needed<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  const found = part<T>(root, name);
  if (!found) throw new Error(`the page has no part "${name}"`);
  return found;
}
