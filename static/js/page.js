// Small conveniences of every page. Nothing here is needed to use it.
(() => {
  "use strict";

  // A failed htmx request would otherwise pass in silence.
  const sentences = {
    0: "The server did not answer. Check the connection and try again.",
    403: "You may not do this, or the page has been open too long. Reload it and try again.",
    404: "This is no longer there. Reload the page to see what is.",
    429: "Too many requests. Wait a moment and try again.",
  };

  function toast(text) {
    const place = document.getElementById("toasts");
    if (!place) return;
    const box = document.createElement("div");
    box.className = "toast";
    const words = document.createElement("span");
    words.textContent = text;
    const close = document.createElement("button");
    close.className = "x";
    close.type = "button";
    close.setAttribute("aria-label", "Dismiss");
    close.textContent = "×";
    close.addEventListener("click", () => box.remove());
    box.append(words, close);
    place.replaceChildren(box);
  }

  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    toast(sentences[status] || "The server could not do this. Nothing was changed; try again.");
  });
  document.addEventListener("htmx:sendError", () => toast(sentences[0]));
  document.addEventListener("htmx:timeout", () => toast(sentences[0]));

  // "/" goes to the search, as in many tools people know; the directory has its switch.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (localStorage.getItem("slash") === "off") return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.querySelector("main input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  });

  // Tabs that reach beyond a narrow screen start at the page one is on.
  for (const tabs of document.querySelectorAll(".tabs, .parts")) {
    const here = tabs.querySelector("[aria-current]");
    if (here) tabs.scrollLeft = here.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
  }

  // An open menu closes by Escape and by a click elsewhere.
  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    closeMenus(null);
    open?.querySelector("summary").focus();
  });
})();
