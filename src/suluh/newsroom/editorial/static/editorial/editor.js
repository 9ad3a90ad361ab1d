/* Our side of the editor: links without a server's dialog, tables as a grid, and what was kept. */
(() => {
  "use strict";
  const { React, DraftJS, draftail } = window;

  /* --- links ---------------------------------------------------------------------------- */

  const CONTENT = /^\/naskah\/([0-7][0-9a-hjkmnp-tv-z]{25})\//;
  const KNOWN = /^(https:\/\/[!#-;=?-~]+|mailto:[!#-;=?-~]+|tel:\+?[0-9().-]+|content:[0-7][0-9a-hjkmnp-tv-z]{25}|file:[1-9][0-9]{0,3})$/;

  /* One spelling of an address, or "" where it cannot stand in a text. */
  function address(typed) {
    let text = typed.trim();
    if (/^[^\s:/@]+@[^\s:/@]+\.[^\s:/@]+$/.test(text)) text = `mailto:${text}`;
    if (/^www\./i.test(text)) text = `https://${text}`;
    if (text.startsWith("tel:")) text = text.replace(/\s+/g, "");
    const inside = text.startsWith(window.location.origin)
      ? text.slice(window.location.origin.length)
      : text;
    const story = CONTENT.exec(inside);
    if (story) return `content:${story[1]}`;
    if (text.startsWith("https:")) {
      try {
        text = new URL(text).href;
      } catch {
        return "";
      }
    }
    return KNOWN.test(text) ? text : "";
  }

  function ask({ url, words, needsWords }, done) {
    const dialog = document.getElementById("link-dialog");
    const form = dialog.querySelector("form");
    const urlInput = dialog.querySelector("#link-url");
    const wordsInput = dialog.querySelector("#link-words");
    const wrong = dialog.querySelector("#link-wrong");
    urlInput.value = url;
    wordsInput.value = words;
    wrong.hidden = true;
    urlInput.removeAttribute("aria-invalid");
    dialog.querySelector("#link-words-field").hidden = !needsWords;
    let answer = null;
    const from = document.getSelection().anchorNode;
    const writing = (from?.closest ? from : from?.parentElement)?.closest("[contenteditable]");
    form.onsubmit = (event) => {
      if (event.submitter?.value !== "set") return;
      const found = address(urlInput.value);
      if (!found) {
        event.preventDefault();
        wrong.hidden = false;
        urlInput.setAttribute("aria-invalid", "true");
        urlInput.focus();
        return;
      }
      answer = { url: found, words: wordsInput.value.trim() || found };
    };
    dialog.onclose = () => {
      done(answer);
      if (!answer) setTimeout(() => writing?.focus());
    };
    dialog.showModal();
    urlInput.focus();
  }

  class LinkSource extends React.Component {
    componentDidMount() {
      const { editorState, entity, entityKey, entityType, onComplete, onClose } = this.props;
      const selection = editorState.getSelection();
      const empty = selection.isCollapsed();
      const url = entity ? entity.getData().url || "" : "";
      ask({ url, words: "", needsWords: empty && !entity }, (answer) => {
        if (!answer) {
          onClose();
          return;
        }
        const content = editorState.getCurrentContent();
        if (entity) {
          content.replaceEntityData(entityKey, { url: answer.url });
          onComplete(DraftJS.EditorState.push(editorState, content, "apply-entity"));
          return;
        }
        const made = content.createEntity(entityType.type, "MUTABLE", { url: answer.url });
        const key = made.getLastCreatedEntityKey();
        if (!empty) {
          onComplete(DraftJS.RichUtils.toggleLink(editorState, selection, key));
          return;
        }
        const style = editorState.getCurrentInlineStyle();
        const written = DraftJS.Modifier.replaceText(content, selection, answer.words, style, key);
        onComplete(DraftJS.EditorState.push(editorState, written, "insert-characters"));
      });
    }

    render() {
      return null;
    }
  }

  function Link(props) {
    const { url } = props.contentState.getEntity(props.entityKey).getData();
    const icon = React.createElement(window.wagtail.components.Icon, { name: "link" });
    const label = (url || "").replace(/^https:\/\//, "").slice(0, 60);
    return React.createElement(draftail.TooltipEntity, { ...props, icon, label, url });
  }

  draftail.registerPlugin({ type: "LINK", source: LinkSource, decorator: Link }, "entityTypes");

  /* --- tables --------------------------------------------------------------------------- */

  class Table extends HTMLElement {
    connectedCallback() {
      queueMicrotask(() => this.start());
    }

    start() {
      if (this.body || !this.isConnected) return;
      this.input = this.querySelector("input");
      this.words = JSON.parse(this.dataset.words);
      this.body = document.createElement("div");
      this.append(this.body);
      const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
      const draw = () => this.draw();
      /* Wagtail sets the value of a new, repeated or restored block through this property. */
      Object.defineProperty(this.input, "value", {
        get() {
          return own.get.call(this);
        },
        set(text) {
          own.set.call(this, text ?? "");
          draw();
        },
      });
      this.keepTo = (text) => own.set.call(this.input, text);
      this.draw();
    }

    read() {
      try {
        const found = JSON.parse(this.input.value);
        if (found?.rows?.length) return found;
      } catch {
        /* an empty block has no table yet */
      }
      return { head: true, rows: [["", ""], ["", ""]] };
    }

    keep(table, focus) {
      this.keepTo(JSON.stringify(table));
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
      if (focus) {
        this.draw();
        this.body.querySelector(focus)?.focus();
      }
    }

    button(label, act, short) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = short ? "grid-drop" : "btn btn--sm";
      made.textContent = short || label;
      if (short) made.setAttribute("aria-label", label);
      made.addEventListener("click", act);
      return made;
    }

    say(name, values) {
      return this.words[name].replace(/%\((\w+)\)s/g, (_all, key) => values[key]);
    }

    draw() {
      const table = this.read();
      const width = table.rows[0].length;
      const grid = document.createElement("table");
      const drops = grid.createTHead().insertRow();
      for (let column = 0; column < width; column += 1) {
        const label = this.say("dropColumn", { n: column + 1 });
        const drop = this.button(label, () => {
          table.rows.forEach((row) => row.splice(column, 1));
          this.keep(table, "textarea");
        }, "×");
        drop.disabled = width === 1;
        drops.insertCell().append(drop);
      }
      drops.insertCell();
      const body = grid.createTBody();
      table.rows.forEach((cells, row) => {
        const line = body.insertRow();
        line.className = table.head && row === 0 ? "grid-head" : "";
        cells.forEach((text, column) => line.insertCell().append(this.cell(table, row, column, text)));
        const label = this.say("dropRow", { n: row + 1 });
        const drop = this.button(label, () => {
          table.rows.splice(row, 1);
          this.keep(table, "textarea");
        }, "×");
        drop.disabled = table.rows.length === 1;
        line.insertCell().append(drop);
      });
      this.body.replaceChildren(this.heading(table), this.scrolling(grid), this.adding(table, width));
    }

    cell(table, row, column, text) {
      const made = document.createElement("textarea");
      made.rows = 1;
      made.value = text;
      made.setAttribute("aria-label", this.say("cell", { row: row + 1, column: column + 1 }));
      made.addEventListener("input", () => {
        table.rows[row][column] = made.value;
        this.keep(table);
      });
      return made;
    }

    heading(table) {
      const label = document.createElement("label");
      label.className = "tick";
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = table.head;
      box.addEventListener("change", () => {
        table.head = box.checked;
        this.keep(table, "input");
      });
      const words = document.createElement("span");
      words.textContent = this.words.head;
      label.append(box, words);
      return label;
    }

    scrolling(grid) {
      const made = document.createElement("div");
      made.className = "scroll";
      made.append(grid);
      return made;
    }

    adding(table, width) {
      const made = document.createElement("div");
      made.className = "btns";
      const hint = document.createElement("span");
      hint.className = "hint";
      hint.textContent = this.words.hint;
      made.append(
        this.button(this.words.addRow, () => {
          table.rows.push(Array(width).fill(""));
          this.keep(table, "tbody tr:last-child textarea");
        }),
        this.button(this.words.addColumn, () => {
          table.rows.forEach((row) => row.push(""));
          this.keep(table, "tbody tr:first-child td:nth-last-child(2) textarea");
        }),
        hint,
      );
      return made;
    }
  }
  customElements.define("suluh-table", Table);

  /* --- names for those who hear the page ---------------------------------------------------- */

  const name = () => {
    const label = document.getElementById("body-label");
    document.querySelectorAll(".blocks .public-DraftEditor-content").forEach((one) => {
      if (!one.hasAttribute("aria-label")) one.setAttribute("aria-label", label.textContent);
    });
    document.querySelectorAll(".blocks section:not([role])").forEach((one) => {
      one.setAttribute("role", "group");
    });
  };
  document.addEventListener("DOMContentLoaded", () => {
    const blocks = document.querySelector(".blocks");
    new MutationObserver(name).observe(blocks, { childList: true, subtree: true });
    name();
  });

  /* --- what was kept -------------------------------------------------------------------- */

  const tell = (text, tone) => {
    const place = document.querySelector("[data-kept]");
    if (!place) return;
    place.textContent = text;
    place.dataset.tone = tone;
  };
  const { gettext } = window.django;

  /* Wagtail looks for changes against the form as it stands two seconds after it came. Words typed
     sooner would count as nothing new, so we remember the form as it was before them. */
  const settled = (form) => {
    const state = () => new URLSearchParams(new FormData(form)).toString();
    const signs = ["focusin", "pointerdown", "keydown", "drop"];
    let first = null;
    const remember = () => (first ??= state());
    signs.forEach((sign) => form.addEventListener(sign, remember, true));
    const compare = () => {
      signs.forEach((sign) => form.removeEventListener(sign, remember, true));
      if (first !== null && first !== state()) form.dataset.wUnsavedForceValue = "true";
    };
    form.addEventListener("w-unsaved:watch-edits", compare, { once: true });
  };
  document.addEventListener("DOMContentLoaded", () => {
    settled(document.getElementById("w-editor-form"));
  });

  document.addEventListener("w-autosave:save", () => tell(gettext("Autosave in progress…"), ""));
  document.addEventListener("w-autosave:success", () => {
    tell(gettext("Changes have been autosaved."), "");
  });
  document.addEventListener("w-autosave:error", (event) => tell(event.detail.text, "bad"));
})();
