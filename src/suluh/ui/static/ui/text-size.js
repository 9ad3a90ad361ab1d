/* Remembers the reader's text size. Runs before the first paint; the radios work without it. */
(() => {
  const key = "suluh-text", root = document.documentElement;
  let kept = null;
  try { kept = localStorage.getItem(key); } catch { return; }
  if (kept === "s" || kept === "l") root.dataset.text = kept;
  addEventListener("DOMContentLoaded", () => {
    const radio = kept && document.getElementById("fz-" + kept);
    if (radio) radio.checked = true;
    delete root.dataset.text;
    for (const one of document.querySelectorAll("input[name=fz]"))
      one.addEventListener("change", () => {
        try { localStorage.setItem(key, one.value); } catch { /* a private window keeps nothing */ }
      });
  });
})();
