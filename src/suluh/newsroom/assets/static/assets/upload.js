// Photos that go up piece by piece and go on where the line broke.
// Without this script the same input is sent with its form.
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
const PATIENCE = 12;

async function ask(url, options) {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await fetch(url, options);
      if (answer.status < 500) return answer;
      if (tries >= PATIENCE) throw new Error(String(answer.status));
    } catch (error) {
      if (tries >= PATIENCE) throw error;
    }
    await pause(Math.min(30000, 500 * 2 ** tries));
  }
}

async function send(file, box, tell) {
  const token = box.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "X-CSRFToken": token };
  const body = new FormData();
  body.set("filename", file.name);
  body.set("size", file.size);
  body.set("unit", box.closest("form").querySelector("[name=unit]").value);
  const opened = await ask(box.dataset.uploads, { method: "POST", headers, body });
  const begun = await opened.json();
  if (opened.status !== 201) return { reason: begun.reason };
  let offset = 0;
  for (;;) {
    const part = file.slice(offset, offset + begun.piece);
    const sent = { ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
    const answer = await ask(begun.url, { method: "PATCH", headers: sent, body: part });
    if (answer.status === 200 || answer.status === 422) return answer.json();
    if (answer.status !== 204 && answer.status !== 409) throw new Error(String(answer.status));
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
