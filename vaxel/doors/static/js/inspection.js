// The inspection sheet: every press is kept on the device first, then sent; without a network it waits there, with the
// moment at which it was seen, and is sent by itself. Photos too, under ids of their own, so that sending again is harmless.

const STORE = "waiting";

function opened() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("vaxel-inspections", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

// One transaction; `work` gets the store, the promise gives the request's result once it is durable.
async function stored(mode, work) {
  const database = await opened();
  return new Promise((done, failed) => {
    const transaction = database.transaction(STORE, mode, mode === "readwrite" ? { durability: "strict" } : {});
    const asked = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => (database.close(), done(asked?.result));
    transaction.onerror = transaction.onabort = () => (database.close(), failed(transaction.error));
  });
}

const put = (row) => stored("readwrite", (store) => store.put(row));
const drop = (key) => stored("readwrite", (store) => store.delete(key));
const all = () => stored("readonly", (store) => store.getAll());

function token() {
  return decodeURIComponent(document.cookie.match(new RegExp(`(?:^|;\\s*)${document.documentElement.dataset.csrf}=([^;]+)`))?.[1] ?? "");
}

function touched(item) {
  return [...item.querySelectorAll("input:not([type=file])")].some((one) =>
    one.type === "radio" ? one.checked !== one.defaultChecked : one.value !== one.defaultValue);
}

class InspectionSheet extends HTMLElement {
  async connectedCallback() {
    if ("closed" in this.dataset) return;
    this.addEventListener("change", (event) => this.changed(event));
    this.addEventListener("click", (event) => this.pressed(event));
    addEventListener("online", () => this.send());
    addEventListener("pageshow", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    this.querySelector("#sheet-form").addEventListener("submit", (event) => {
      if (event.submitter?.getAttribute("form")?.startsWith("offer-")) return;
      event.preventDefault();
      this.send();
    });
    this.querySelector("[data-finish]")?.closest("form").addEventListener("submit", (event) => this.finish(event));
    // What was pressed before this script had come.
    for (const item of this.querySelectorAll(".sheet-item")) if (touched(item)) await this.keep(item);
    for (const row of await this.mine()) this.restore(row);
    this.pause = 1000;
    this.send();
  }

  item(element) {
    return element.closest(".sheet-item");
  }

  changed(event) {
    const item = this.item(event.target);
    if (!item) return;
    if (event.target.matches("[data-photo]")) return this.photo(item, event.target);
    if (event.target.matches("[data-note]") && !item.querySelector("[type=radio]:checked") && !this.measures(item)) return;
    // What was measured decides the colour, unless one is pressed afterwards.
    const byHand = event.target.matches("[type=radio]");
    if (event.target.matches("[data-place]")) for (const one of item.querySelectorAll("[type=radio]")) one.checked = false;
    this.keep(item, { byHand });
  }

  pressed(event) {
    if (!event.target.closest("[data-as-last]")) return;
    const item = this.item(event.target);
    item.querySelector("[value=green]").checked = true;
    this.keep(item, { asLast: true });
  }

  measures(item) {
    const typed = {};
    for (const one of item.querySelectorAll("[data-place]")) if (one.value.trim()) typed[one.dataset.place] = one.value;
    return Object.keys(typed).length ? typed : null;
  }

  async keep(item, { asLast = false } = {}) {
    const seen = {
      item: item.dataset.item,
      result: item.querySelector("[type=radio]:checked")?.value ?? "",
      measures: this.measures(item) ?? {},
      note: item.querySelector("[data-note]").value,
      as_last_time: asLast,
      seen_at: new Date().toISOString(),
    };
    // Not inspected needs its reason: wait for the words.
    if (seen.result === "not_inspected" && !seen.note.trim()) return item.querySelector("[data-note]").focus();
    await put({ key: `${this.dataset.id}:seen:${seen.item}`, kind: "seen", of: this.dataset.id, seen });
    item.dataset.waiting = "";
    this.send();
  }

  async photo(item, input) {
    const file = input.files[0];
    input.value = "";
    if (!file) return;
    const id = crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
    const small = await shrunk(file);
    const row = { key: `${this.dataset.id}:photo:${id}`, kind: "photo", of: this.dataset.id, id, item: item.dataset.item, blob: small };
    await put(row);
    this.show(row);
    this.send();
  }

  show(row) {
    const place = this.querySelector(`[data-item="${row.item}"] .photos`);
    if (!place || place.querySelector(`[data-photo-id="${row.id}"]`)) return;
    const picture = Object.assign(document.createElement("img"), { alt: "" });
    const reader = Object.assign(new FileReader(), { onload: () => (picture.src = reader.result) });
    reader.readAsDataURL(row.blob);
    const frame = Object.assign(document.createElement("span"), { className: "photo" });
    frame.dataset.photoId = row.id;
    frame.dataset.waiting = "";
    frame.append(picture);
    place.append(frame);
  }

  // What was not sent before the page was left stands there again.
  restore(row) {
    if (row.kind === "photo") return this.show(row);
    const item = this.querySelector(`[data-item="${row.seen.item}"]`);
    if (!item) return;
    item.dataset.waiting = "";
    if (row.seen.result) item.querySelector(`[value="${row.seen.result}"]`).checked = true;
    item.querySelector("[data-note]").value = row.seen.note;
    for (const [place, typed] of Object.entries(row.seen.measures)) {
      const field = item.querySelector(`[data-place="${place}"]`);
      if (field) field.value = typed;
    }
  }

  async mine() {
    return (await all()).filter((row) => row.of === this.dataset.id);
  }

  // Everything that waits, one sending at a time; a network that is away is tried again, later and later.
  async send() {
    if (this.sending) return (this.again = true);
    this.sending = true;
    clearTimeout(this.timer);
    let away = false;
    try {
      for (const row of await this.mine()) await (row.kind === "seen" ? this.sendSeen(row) : this.sendPhoto(row));
      this.pause = 1000;
    } catch (error) {
      if (!(error instanceof TypeError) && error.name !== "Away") throw error;
      away = true;
      this.timer = setTimeout(() => this.send(), (this.pause = Math.min(this.pause * 2, 30_000)));
    } finally {
      this.sending = false;
      this.tell((await this.mine()).length, away);
    }
    if (this.again) {
      this.again = false;
      if (!away) this.send();
    }
  }

  async sendSeen(row) {
    const answer = await fetch(this.dataset.record, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ seen: [row.seen] }),
    });
    const said = await this.understood(answer);
    const item = this.querySelector(`[data-item="${row.seen.item}"]`);
    const newer = (await this.mine()).find((one) => one.key === row.key);
    if (newer && newer.seen.seen_at !== row.seen.seen_at) return (this.again = true);
    await drop(row.key);
    delete item.dataset.waiting;
    this.fault(item, said.fault);
    if (said.fault) return;
    const result = said.results[row.seen.item];
    if (result) item.querySelector(`[value="${result}"]`).checked = true;
    this.querySelector("[data-looked]").textContent = said.looked;
    this.querySelector("progress").value = said.looked;
  }

  async sendPhoto(row) {
    const form = new FormData();
    form.append("id", row.id);
    form.append("item", row.item);
    form.append("photo", row.blob, "photo.jpg");
    const answer = await fetch(this.dataset.photos, {
      method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token() }, body: form,
    });
    const said = await this.understood(answer);
    await drop(row.key);
    const frame = this.querySelector(`[data-photo-id="${row.id}"]`);
    if (said.fault) frame?.remove();
    else if (frame) delete frame.dataset.waiting;
    this.fault(this.querySelector(`[data-item="${row.item}"]`), said.fault);
  }

  // The server's words; logged out, or a fault of the server's, counts as away: nothing is lost.
  async understood(answer) {
    if (answer.headers.get("Content-Type")?.startsWith("application/json") && answer.status < 500) return answer.json();
    throw Object.assign(new Error(String(answer.status)), { name: "Away" });
  }

  fault(item, text) {
    item.querySelector(".fault")?.remove();
    if (!text) return;
    const line = Object.assign(document.createElement("p"), { className: "fault small", textContent: text });
    line.setAttribute("role", "alert");
    item.append(line);
  }

  tell(waiting, away) {
    const place = this.querySelector("[data-state]");
    place.textContent = waiting ? this.dataset.waits.replace("{n}", waiting) : this.dataset.saved;
    place.classList.toggle("warn", waiting > 0);
    this.toggleAttribute("data-away", away);
  }

  // Done is said when everything has arrived.
  async finish(event) {
    if (!(await this.mine()).length) return;
    event.preventDefault();
    await this.send();
    if (!(await this.mine()).length) event.target.requestSubmit(event.submitter);
  }
}
customElements.define("inspection-sheet", InspectionSheet);

// A phone's photo is as large as a screen needs it: at most 1600 dots across, as JPEG.
async function shrunk(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.82 });
  } catch {
    return file;
  }
}

// <photo-drawing data-drawing="[[x, y, x, y …]]"><img><canvas>: lines from 0 to 1000 across and down, drawn by finger.
class PhotoDrawing extends HTMLElement {
  connectedCallback() {
    this.lines = JSON.parse(this.dataset.drawing || "[]");
    const canvas = this.querySelector("canvas");
    const draw = () => this.draw();
    this.querySelector("img").addEventListener("load", draw);
    new ResizeObserver(draw).observe(this);
    const form = this.parentElement.querySelector("[data-drawn]");
    if (!form) return;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.lines.push([]);
      this.point(event);
    });
    canvas.addEventListener("pointermove", (event) => event.buttons && this.point(event));
    form.addEventListener("submit", () => (form.elements.drawing.value = JSON.stringify(this.lines)));
    this.parentElement.querySelector("[data-erase]").addEventListener("click", () => ((this.lines = []), draw()));
  }
  point(event) {
    const box = this.querySelector("canvas").getBoundingClientRect();
    const line = this.lines.at(-1);
    if (!line) return;
    line.push(Math.round(((event.clientX - box.left) / box.width) * 1000), Math.round(((event.clientY - box.top) / box.height) * 1000));
    this.draw();
  }
  draw() {
    const canvas = this.querySelector("canvas");
    canvas.width = this.clientWidth;
    canvas.height = this.clientHeight;
    const pen = canvas.getContext("2d");
    Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#e02020" });
    for (const line of this.lines) {
      pen.beginPath();
      for (let n = 0; n < line.length; n += 2) pen.lineTo((line[n] / 1000) * canvas.width, (line[n + 1] / 1000) * canvas.height);
      pen.stroke();
    }
  }
}
customElements.define("photo-drawing", PhotoDrawing);
