/* What Wagtail's scripts say, from the page; and a sign that scripts run at all. */
(() => {
  "use strict";
  document.documentElement.classList.add("runs");
  const words = JSON.parse(document.getElementById("editor-words").textContent);
  const gettext = (english) => words[english] ?? english;
  window.django = { gettext, ngettext: (one, many, n) => gettext(n === 1 ? one : many) };
})();
