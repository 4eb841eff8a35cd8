// Text as it is searched: case and marks apart. The same rule as `conflict_atlas.events.folding`, to the letter.

/** The text in NFD without marks, each code point alone to upper and to lower case. */
export function fold(text: string): string {
  let folded = "";
  for (const letter of text.normalize("NFD").replace(/\p{M}/gu, "")) folded += letter.toUpperCase().toLowerCase();
  return folded;
}

/** The folded words of a search, each once. */
export function wordsOf(text: string): string[] {
  return [...new Set(fold(text).split(/\s+/).filter(Boolean))];
}
