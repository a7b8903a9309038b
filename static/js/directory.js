// The filters are swapped as a whole when the counts change: what was unfolded stays so.
(() => {
  "use strict";

  let unfolded = [];
  let scrolled = 0;
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target.id !== "filters") return;
    unfolded = [...event.detail.target.querySelectorAll("details")].map((one) => [one.id, one.open]);
    scrolled = event.detail.target.scrollTop;
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id !== "filters") return;
    for (const [id, open] of unfolded) {
      const one = document.getElementById(id);
      if (one) one.open = one.open || open;
    }
    event.detail.target.scrollTop = scrolled;
  });

  // Comparing leaves the page: htmx would put the other page among the results.
  document.addEventListener("htmx:confirm", (event) => {
    const button = event.detail.triggeringEvent?.submitter;
    if (!button?.hasAttribute("data-plain")) return;
    event.preventDefault();
    const form = button.form;
    const query = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...query]) if (!value) query.delete(name);
    window.location.assign(`${button.getAttribute("formaction")}?${query}`);
  });

  // The key / is for those who want it (WCAG 2.1.4): page.js asks here before it acts.
  const key = document.querySelector("[data-slash-key]");
  if (!key) return;
  const show = () => key.setAttribute("aria-pressed", String(localStorage.getItem("slash") !== "off"));
  key.hidden = false;
  show();
  key.addEventListener("click", () => {
    localStorage.setItem("slash", localStorage.getItem("slash") === "off" ? "on" : "off");
    show();
  });
})();
