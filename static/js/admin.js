// Names for the fields of the admin's tabular inlines: the stock template gives them a column head only.
(() => {
  "use strict";

  function headOf(cell) {
    const table = cell.closest("table");
    const column = [...cell.parentElement.cells].indexOf(cell);
    return table?.tHead?.rows[0]?.cells[column]?.textContent.trim() ?? "";
  }

  function name(root) {
    for (const cell of root.querySelectorAll(".tabular td")) {
      for (const control of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        if (control.labels?.length || control.hasAttribute("aria-label")) continue;
        control.setAttribute("aria-label", headOf(cell) || control.name);
      }
    }
    for (const head of root.querySelectorAll(".tabular th.original:empty")) {
      const words = document.createElement("span");
      words.className = "visually-hidden";
      words.textContent = "Row";
      head.append(words);
    }
  }

  document.addEventListener("DOMContentLoaded", () => name(document));
  document.addEventListener("formset:added", (event) => name(event.target.closest(".inline-group") ?? document));
})();
