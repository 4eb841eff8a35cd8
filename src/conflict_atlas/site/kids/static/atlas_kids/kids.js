// Asks the check while somebody writes an edition for kids, and shows what it says above the form. Nothing is saved by that.
(() => {
  "use strict";
  const PAUSE = 900;

  function follow(panel) {
    const form = panel.closest("form");
    let waiting = 0;
    let turn = 0;

    async function ask() {
      const mine = ++turn;
      panel.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(panel.dataset.kidsFeedback, { method: "POST", body: new FormData(form), credentials: "same-origin" });
        if (answer.ok && mine === turn) {
          panel.innerHTML = await answer.text();
        }
      } finally {
        if (mine === turn) {
          panel.removeAttribute("aria-busy");
        }
      }
    }

    for (const kind of ["input", "change"]) {
      form.addEventListener(kind, () => {
        clearTimeout(waiting);
        waiting = setTimeout(ask, PAUSE);
      });
    }
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-kids-feedback]").forEach(follow));
})();
