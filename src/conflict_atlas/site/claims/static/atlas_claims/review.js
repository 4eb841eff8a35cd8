// Keys of the queue: a accept, f fix (go to the first field), r reject, n next. Not while one writes in a field.
(() => {
  const form = () => document.querySelector("form[data-atlas-decide]");
  document.addEventListener("keydown", (event) => {
    const target = form();
    if (!target || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable=true]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const button = target.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    } else if (event.key === "f") {
      event.preventDefault();
      target.querySelector("textarea, input:not([type=hidden])")?.focus();
    }
  });
})();
