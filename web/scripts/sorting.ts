// Tables marked `data-sortable`: each column head gets a button that sorts the rows that are on the page.

type Direction = "ascending" | "descending";

/** What a cell sorts by: `data-value` where the text is not the value, else its text; numbers as numbers. */
function sortKey(row: HTMLTableRowElement, column: number): number | string {
  const cell = row.cells[column];
  const text = (cell?.dataset["value"] ?? cell?.textContent ?? "").trim();
  const number = Number(text.replace(/[,\u2009\u202f\u00a0]/g, ""));
  return text !== "" && Number.isFinite(number) ? number : text;
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return a.localeCompare(b);
}

function sortBy(table: HTMLTableElement, head: HTMLTableCellElement, column: number): void {
  const isNumber = head.classList.contains("number");
  const before = head.getAttribute("aria-sort") as Direction | null;
  const first: Direction = isNumber ? "descending" : "ascending";
  const direction: Direction = before === null ? first : before === "ascending" ? "descending" : "ascending";
  for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", direction);
  const sign = direction === "ascending" ? 1 : -1;
  for (const body of table.tBodies) {
    const keyed = [...body.rows].map((row) => ({ row, key: sortKey(row, column) }));
    keyed.sort((a, b) => sign * compare(a.key, b.key));
    body.append(...keyed.map(({ row }) => row));
  }
}

/** Adds the sort buttons. The head's own words become the button's name. */
export function makeTablesSortable(root: ParentNode): void {
  for (const table of root.querySelectorAll<HTMLTableElement>("table[data-sortable]")) {
    const row = table.tHead?.rows[0];
    for (const [column, head] of [...(row?.cells ?? [])].entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "data-table__sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sortBy(table, head, column));
      head.append(button);
    }
  }
}
