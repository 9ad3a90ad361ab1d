// What was typed survives a lost line, a closed page, an empty battery: it is kept on this phone
// until the activity has arrived. Nothing leaves the phone from here.
const KEPT = ["token", "unit", "pasted", "what", "when", "event_date", "where", "place", "people", "description", "event_time", "form"];
const form = document.querySelector("form[data-draft]");
const arrived = document.querySelector("[data-draft-arrived]");

const read = (key) => {
  try { return JSON.parse(localStorage.getItem(key)) ?? null; } catch { return null; }
};
const write = (key, value) => {
  try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
};

if (arrived) localStorage.removeItem(arrived.dataset.draftArrived);

function fill(said) {
  for (const [name, value] of Object.entries(said.fields)) {
    const fields = [...form.querySelectorAll(`[name="${name}"]`)];
    for (const field of fields) {
      if (field.type === "radio") field.checked = field.value === value;
      else if (value && field.tagName !== "TEMPLATE") field.value = value;
    }
  }
  for (const open of form.querySelectorAll("details"))
    if ([...open.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value)) open.open = true;
}

// Photos that have arrived already: their rows are the upload script's (assets/upload.js).
const photos = () => [...form.querySelectorAll("[data-uploads] .shot")].map((shot) => ({
  picture: shot.querySelector("[name=picture]").value,
  thumb: shot.querySelector("img").getAttribute("src"),
  name: shot.querySelector("img").alt,
}));

function restorePhotos(kept) {
  const box = form.querySelector("[data-uploads]");
  for (const detail of kept ?? []) box?.dispatchEvent(new CustomEvent("photo-kept", { detail }));
}

if (form) {
  const key = form.dataset.draft;
  const saved = form.querySelector("[data-saved]");
  const before = read(key);
  if (before && form.dataset.fresh === "yes") {
    fill(before);
    restorePhotos(before.photos);
    saved.textContent = saved.dataset.restored;
  }
  let timer = 0;
  const keep = () => {
    const data = new FormData(form);
    const fields = Object.fromEntries(KEPT.map((name) => [name, data.get(name) ?? ""]));
    if (write(key, { fields, photos: photos() })) {
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      saved.textContent = `${saved.dataset.saved} ${time}`;
    }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(keep, 400); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  addEventListener("pagehide", () => { if (timer) keep(); });
  const what = form.querySelector("[name=what]");
  const left = form.querySelector("[data-left]");
  const count = () => { left.textContent = left.dataset.left.replace("0", String(what.value.length)); };
  what.addEventListener("input", count);
  count();
}
