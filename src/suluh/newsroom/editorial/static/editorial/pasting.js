/* What a word processor puts on the clipboard, brought to the few elements that a text can hold.

   Word, Google Docs and LibreOffice say bold and italic in style attributes, which our policy keeps
   the browser from reading as styles; here they are read as words. Comments and pictures stay out,
   a row of a table becomes one line; every other word comes in. */
(() => {
  "use strict";
  const LINES = { H1: "h2", H2: "h2", H3: "h3", H4: "h3", H5: "h3", H6: "h3", BLOCKQUOTE: "blockquote" };
  const BREAKS = new Set(("ADDRESS ARTICLE ASIDE BLOCKQUOTE BR CAPTION DD DIV DL DT FIGCAPTION FIGURE FOOTER "
    + "H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TD TH TR UL").split(" "));
  const GONE = "head, style, script, title, template, img, svg, object, iframe, "
    + ".MsoCommentReference, .MsoCommentText, .msocomanchor, a[href^='#_msocom'], a[href^='#cmnt']";
  const COMMENT = /mso-element:\s*comment|mso-comment-reference/;
  const OWN = /data-(editor|draftjs|offset-key)/;
  const LINK = /^(https?:|mailto:|tel:|content:|file:[1-9])/i;
  const HEAVY = /^(bold|bolder|[6-9]00)$/;

  const style = (node) => node.getAttribute("style") || "";
  const said = (node, name) =>
    new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*([^;!]+)`, "i").exec(style(node))?.[1].trim().toLowerCase();

  function marks(node, above) {
    const weight = said(node, "font-weight");
    const slant = said(node, "font-style");
    const found = { ...above };
    if (["B", "STRONG"].includes(node.tagName)) found.bold = true;
    if (["I", "EM", "CITE"].includes(node.tagName)) found.italic = true;
    if (weight) found.bold = HEAVY.test(weight);
    if (slant) found.italic = /^(italic|oblique)/.test(slant);
    const href = node.tagName === "A" ? node.getAttribute("href") || "" : "";
    if (LINK.test(href)) found.href = href;
    return found;
  }

  /* Word writes the items of a list as paragraphs that carry their own bullet. */
  function item(node) {
    if (node.tagName === "LI") return node.parentElement?.tagName === "OL" ? "ol" : "ul";
    if (!/mso-list:\s*l\d/.test(style(node))) return "";
    const sign = [...node.querySelectorAll("span")].find((one) => /mso-list:\s*ignore/i.test(style(one)));
    const numbered = /^\W*[0-9a-z]{1,4}[.)]/i.test(sign?.textContent || "");
    sign?.remove();
    return numbered ? "ol" : "ul";
  }

  function lines(root) {
    const found = [];
    const open = (kind) => found.push({ kind, runs: [] });
    const walk = (node, kind, above, cell) => {
      if (node.nodeType === Node.TEXT_NODE) {
        const text = node.data.replace(/\s+/g, " ");
        if (text) found.at(-1).runs.push({ ...above, text });
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || COMMENT.test(style(node))) return;
      const { tagName } = node;
      const breaks = BREAKS.has(tagName);
      const inside = cell || ["TD", "TH"].includes(tagName);
      const own = (!cell && (LINES[tagName] || item(node))) || kind;
      if (inside && breaks) {
        const between = !cell && node.previousElementSibling ? " | " : " ";
        found.at(-1).runs.push({ text: between });
      } else if (breaks) open(own);
      const heading = /^h/.test(own) && own !== kind;
      const mine = heading ? { ...marks(node, above), bold: false } : marks(node, above);
      node.childNodes.forEach((one) => walk(one, own, mine, inside));
      if (breaks && !inside) open(kind);
    };
    open("p");
    walk(root, "p", {}, false);
    return found.filter((one) => one.runs.some(({ text }) => text.trim()));
  }

  function drawn({ text, bold, italic, href }) {
    let made = document.createTextNode(text);
    for (const [tag, wanted] of [["em", italic], ["strong", bold], ["a", href]]) {
      if (wanted) {
        const around = document.createElement(tag);
        if (tag === "a") around.setAttribute("href", href);
        around.append(made);
        made = around;
      }
    }
    return made;
  }

  function clean(html) {
    const root = new DOMParser().parseFromString(html, "text/html").body;
    root.querySelectorAll(GONE).forEach((one) => one.remove());
    const page = document.createElement("div");
    lines(root).forEach(({ kind, runs }) => {
      const listed = kind === "ul" || kind === "ol";
      const line = document.createElement(listed ? "li" : kind);
      line.append(...runs.map(drawn));
      if (!listed) page.append(line);
      else if (page.lastElementChild?.localName === kind) page.lastElementChild.append(line);
      else page.appendChild(document.createElement(kind)).append(line);
    });
    return page.innerHTML;
  }

  document.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") || "";
    const ours = event.target.closest?.(".public-DraftEditor-content");
    if (!event.isTrusted || !ours || !html || OWN.test(html)) return;
    const found = clean(html);
    if (!found) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", found);
    clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
    event.target.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, true);
})();
