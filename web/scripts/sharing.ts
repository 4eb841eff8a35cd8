// Copying and printing: buttons that the page holds hidden, since they need a script.

function showFor(button: HTMLButtonElement, act: () => void | Promise<void>): void {
  button.hidden = false;
  button.addEventListener("click", () => void act());
}

/** Copies and says so in the button itself, which a screen reader then reads. */
function copies(button: HTMLButtonElement, text: () => string): void {
  const before = button.textContent;
  button.setAttribute("aria-live", "polite");
  showFor(button, async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = button.dataset["done"] ?? before;
    setTimeout(() => (button.textContent = before), 2500);
  });
}

/** Shows the buttons that this browser can serve. The clipboard is there only on a safe origin. */
export function offerSharing(root: Document): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-prints]")) showFor(button, () => window.print());
  if (!("clipboard" in navigator)) return;
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-copies]")) {
    copies(button, () => root.querySelector(button.dataset["copies"] ?? "")?.textContent ?? "");
  }
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-copies-text]")) {
    copies(button, () => button.dataset["copiesText"] ?? "");
  }
}
