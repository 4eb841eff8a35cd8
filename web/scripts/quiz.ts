// Tells whether a chosen answer is right, and opens the explanation once it is. Without script every answer can be opened.

/** Lets each question answer at once. */
export function playQuiz(root: Document): void {
  for (const question of root.querySelectorAll<HTMLElement>("[data-question]")) {
    const said = question.querySelector<HTMLElement>("[role='status']");
    const explanation = question.querySelector("details");
    question.addEventListener("change", (event) => {
      if (!(event.target instanceof HTMLInputElement) || said === null) return;
      const isRight = event.target.hasAttribute("data-is-right");
      said.textContent = (isRight ? question.dataset.right : question.dataset.wrong) ?? "";
      if (isRight && explanation !== null) explanation.open = true;
    });
  }
}
