// Runs before the first paint: a chosen theme must not flash. Without script the system decides.
(() => {
  "use strict";
  const root = document.documentElement;
  const order = ["auto", "light", "dark"];
  const names = { auto: "follow the system", light: "light", dark: "dark" };

  function stored() {
    try {
      const value = localStorage.getItem("theme");
      return order.includes(value) ? value : "auto";
    } catch {
      return "auto"; // storage is forbidden: the system decides
    }
  }

  function apply(theme) {
    if (theme === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
    for (const button of document.querySelectorAll("[data-theme-next]")) {
      button.hidden = false;
      button.title = `Theme: ${names[theme]}`;
      button.querySelector(".vh").textContent = `Theme: ${names[theme]}`;
    }
    for (const button of document.querySelectorAll("[data-theme-set]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === theme));
    }
  }

  function choose(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // it holds for this page only
    }
    apply(theme);
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-next], [data-theme-set]");
    if (!button) return;
    const next = order[(order.indexOf(stored()) + 1) % order.length];
    choose(button.dataset.themeSet || next);
  });
})();
