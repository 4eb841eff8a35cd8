// Inserts {claim-id} and [^claim-id] at the cursor of the text field that was used last.
(() => {
  "use strict";
  const FIELDS = ".atlas-markup textarea";
  let field = null;

  // The bar is written with the list of claims, whose tab may be closed: it is shown from the end of the page.
  function bar() {
    const found = document.getElementById("atlas-bar");
    if (found && found.parentElement !== document.body) {
      document.body.append(found);
    }
    return found;
  }

  function insert(text) {
    if (!field || !field.isConnected) {
      return;
    }
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("focusin", (event) => {
    if (event.target instanceof Element && event.target.matches(FIELDS)) {
      field = event.target;
      bar()?.removeAttribute("hidden");
    } else if (!(event.target instanceof Element && event.target.closest("#atlas-bar, .atlas-claims"))) {
      bar()?.setAttribute("hidden", "");
    }
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) {
      return;
    }
    const row = event.target.closest("[data-atlas-insert]");
    if (row) {
      insert(row.dataset.atlasInsert);
      return;
    }
    const button = event.target.closest("[data-atlas-bar]");
    const claim = document.getElementById("atlas-bar-claim");
    if (button && claim && claim.value.trim()) {
      const id = claim.value.trim();
      insert(button.dataset.atlasBar === "figure" ? `{${id}}` : `[^${id}]`);
    }
  });
})();
