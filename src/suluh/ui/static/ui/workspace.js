// The office's keys. Everything here is a faster way to a link or a box that is already on the page.
const keys = document.body.dataset.keys === "on";
const typing = (node) => node.closest("input, textarea, select, [contenteditable]");

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
const move = (by) => {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
  next?.querySelector("a[href]")?.focus();
};
const tick = () => document.activeElement.closest("[data-row]")?.querySelector("input[type=checkbox]")?.click();

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.target.isContentEditable) {
    const palette = document.querySelector("[data-palette]");
    if (palette) { event.preventDefault(); palette.click(); }
    return;
  }
  if (!keys || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = { j: () => move(1), k: () => move(-1), x: tick, "?": () => document.getElementById("keys")?.showModal() }[event.key];
  if (act) { event.preventDefault(); act(); }
});

// A form with errors is read from its summary.
document.querySelector("[data-errors]")?.focus();

// One box that ticks all rows of its list, and the count in the bar below it.
const told = (form) => {
  const n = form.querySelectorAll("[data-row] input[type=checkbox]:checked").length;
  for (const out of form.querySelectorAll("[data-count]")) out.textContent = n;
  for (const bar of form.querySelectorAll("[data-bulk]")) bar.hidden = n === 0;
};
for (const form of document.querySelectorAll("form[data-list]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]"))
      for (const box of form.querySelectorAll("[data-row] input[type=checkbox]")) box.checked = event.target.checked;
    told(form);
  });
  told(form);
}

// The line is gone, or back: say so, keep what was typed.
const offline = document.getElementById("offline");
if (offline) {
  const say = () => { offline.hidden = navigator.onLine; };
  addEventListener("online", say);
  addEventListener("offline", say);
  say();
}
