// Photos that go up piece by piece and go on where the line broke, also on a page opened anew
// with the same photo chosen again. Without this script the same input is sent with its form.
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
const online = () => new Promise((done) => { addEventListener("online", done, { once: true }); });
const PATIENCE = 12;

async function ask(url, options) {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await fetch(url, options);
      if (answer.status < 500) return answer;
      if (tries >= PATIENCE) throw new Error(String(answer.status));
    } catch (error) {
      if (tries >= PATIENCE) throw error;
      if (!navigator.onLine) { await online(); tries = 0; }
    }
    await pause(Math.min(30000, 500 * 2 ** tries));
  }
}

// What has begun to go up, by the photo and the unit it is for; forgotten when it has arrived.
const PREFIX = "suluh-upload:";
const keyOf = (file, unit) => PREFIX + JSON.stringify([unit, file.name, file.size, file.lastModified]);
const remember = (key, begun) => {
  try { localStorage.setItem(key, JSON.stringify(begun)); } catch { /* then it begins anew */ }
};
const remembered = (key) => {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
};
const forget = (key) => {
  try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
};

async function goOn(key, size) {
  const begun = remembered(key);
  if (!begun) return null;
  const answer = await ask(begun.url, { method: "HEAD" });
  const offset = Number(answer.headers.get("Upload-Offset") ?? size);
  if (answer.ok && offset < size) return { ...begun, offset };
  forget(key);
  return null;
}

async function begin(file, box, unit, headers) {
  const body = new FormData();
  body.set("filename", file.name);
  body.set("size", file.size);
  body.set("unit", unit);
  const opened = await ask(box.dataset.uploads, { method: "POST", headers, body });
  const begun = await opened.json();
  if (opened.status !== 201) return { reason: begun.reason };
  return { url: begun.url, piece: begun.piece, offset: 0 };
}

async function send(file, box, tell) {
  const form = box.closest("form");
  const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
  const unit = form.querySelector("[name=unit]").value;
  const key = keyOf(file, unit);
  const begun = await goOn(key, file.size) ?? await begin(file, box, unit, headers);
  if (begun.reason) return begun;
  remember(key, { url: begun.url, piece: begun.piece });
  for (let offset = begun.offset; ;) {
    const part = file.slice(offset, offset + begun.piece);
    const sent = { ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
    const answer = await ask(begun.url, { method: "PATCH", headers: sent, body: part });
    if (answer.status === 200 || answer.status === 422) {
      forget(key);
      return answer.json();
    }
    if (answer.status !== 204 && answer.status !== 409) {
      forget(key);
      throw new Error(String(answer.status));
    }
    offset = Number(answer.headers.get("Upload-Offset"));
    tell(Math.round((100 * offset) / file.size));
  }
}

function show(box, made, name) {
  const shot = box.querySelector("template").content.firstElementChild.cloneNode(true);
  shot.querySelector("img").src = made.thumb;
  shot.querySelector("img").alt = name;
  shot.querySelector(".meta").textContent = name;
  shot.querySelector("input").value = made.picture;
  const remove = shot.querySelector("button");
  remove.querySelector(".sr").textContent = name;
  remove.addEventListener("click", () => {
    shot.remove();
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.querySelector("input[type=file]").focus();
  });
  box.querySelector(".shot-add").before(shot);
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

// One after the other, also where photos are chosen again while others still go up: the box is
// busy until the last one has arrived or failed.
const queues = new WeakMap();

function take(box, input) {
  const files = [...input.files];
  input.value = "";
  const queue = queues.get(box) ?? { left: 0, problems: [], last: Promise.resolve() };
  queues.set(box, queue);
  queue.left += files.length;
  for (const file of files) queue.last = queue.last.then(() => one(box, file, queue));
}

async function one(box, file, queue) {
  const status = box.querySelector("[data-upload-status]");
  const tell = (percent) => { status.textContent = `${file.name}: ${percent} %`; };
  tell(0);
  try {
    const made = await send(file, box, tell);
    if (made.picture) show(box, made, file.name);
    else queue.problems.push(`${file.name}: ${made.reason}`);
  } catch {
    queue.problems.push(`${file.name}: ${status.dataset.lost}`);
  }
  queue.left -= 1;
  if (queue.left) return;
  const problems = queue.problems.splice(0);
  status.textContent = problems.join(" ") || status.dataset.done;
  const asked = queue.asked;
  delete queue.asked;
  if (asked && !problems.length) box.closest("form").requestSubmit(asked.button);
}

for (const box of document.querySelectorAll("[data-uploads]")) {
  const input = box.querySelector("input[type=file]");
  box.addEventListener("photo-kept", ({ detail }) => { show(box, detail, detail.name); });
  input.addEventListener("change", () => { if (input.files.length) take(box, input); });
  box.closest("form").addEventListener("submit", (event) => {
    const queue = queues.get(box);
    if (!queue?.left) return;
    event.preventDefault();
    queue.asked = { button: event.submitter };
    const status = box.querySelector("[data-upload-status]");
    status.textContent = status.dataset.wait;
    status.scrollIntoView({ block: "center" });
  });
}
