// <hour-calendar>: planned times are dragged to another time, technician or day, or moved by Alt and arrows; jobs that
// wait are dragged in. The server decides and says why not.
const QUARTER_MS = 15 * 60 * 1000;

class HourCalendar extends HTMLElement {
  connectedCallback() {
    for (const kind of ["keydown", "focusin", "dragstart", "dragend", "dragover", "dragleave", "drop"]) this.addEventListener(kind, this);
    document.addEventListener("htmx:after:swap", this);
  }
  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this);
  }
  handleEvent(event) {
    const does = { keydown: "key", focusin: "remember", dragstart: "lift", dragend: "settle", dragover: "over", dragleave: "out", drop: "drop" };
    if (does[event.type]) this[does[event.type]](event);
    else this.restore();
  }
  // Posts through the one form of the page what was moved (`url`: its own address) and whereto; the rest stays empty.
  send(url, values) {
    const form = this.querySelector("#mover");
    const what = url.includes("/times/") ? { planned: url.split("/").pop() } : { job: url.split("/").pop() };
    const said = { ...what, ...values };
    for (const field of form.elements) if (field.dataset.said !== undefined) field.value = said[field.name] ?? "";
    form.elements.once.value = this.key_();
    form.requestSubmit();
  }
  // A fresh key, also where the page is not served over TLS.
  key_() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }
  key(event) {
    const block = event.target.closest?.("[data-time]");
    if (!block || !event.altKey || !event.key.startsWith("Arrow") || !block.draggable) return;
    event.preventDefault();
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.send(block.dataset.time, { by: event.key === "ArrowRight" ? "15" : "-15" });
      return;
    }
    const lanes = [...this.querySelectorAll("[data-lane]")];
    const next = lanes[lanes.indexOf(block.closest("[data-lane]")) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) this.send(block.dataset.time, { lane: next.dataset.lane });
  }
  remember(event) {
    this.chosen = event.target.closest("[data-time]")?.dataset.time ?? this.chosen;
  }
  restore() {
    setTimeout(() => {
      if (!this.chosen || document.querySelector("dialog[open]")) return;
      if (document.activeElement && document.activeElement !== document.body) return;
      this.querySelector(`button[data-time="${this.chosen}"]`)?.focus({ preventScroll: true });
    });
  }
  lift(event) {
    const thing = event.target.closest("[data-time], [data-plan]");
    if (!thing) return;
    this.lifted = thing;
    // Where in the block it was taken, so that it lands as it was held.
    this.held = thing.matches(".h-block") ? event.clientX - thing.getBoundingClientRect().left : 0;
    event.dataTransfer.setData("text/plain", thing.textContent.trim());
    event.dataTransfer.effectAllowed = "move";
    thing.classList.add("lifted");
  }
  settle() {
    this.lifted = null;
    for (const one of this.querySelectorAll(".lifted, .target")) one.classList.remove("lifted", "target");
  }
  place(event) {
    return event.target.closest("td[data-at], td[data-day]");
  }
  over(event) {
    const cell = this.place(event);
    if (!cell || !this.lifted) return;
    event.preventDefault();
    for (const one of this.querySelectorAll(".target")) if (one !== cell) one.classList.remove("target");
    cell.classList.add("target");
  }
  out(event) {
    const cell = this.place(event);
    if (cell && !cell.contains(event.relatedTarget)) cell.classList.remove("target");
  }
  drop(event) {
    const cell = this.place(event);
    const thing = this.lifted;
    if (!cell || !thing) return;
    event.preventDefault();
    const lane = cell.closest("[data-lane]").dataset.lane;
    const url = thing.dataset.time ?? thing.dataset.plan;
    this.settle();
    if (cell.dataset.day) this.send(url, thing.dataset.time ? { day: cell.dataset.day, lane } : { starts_at: `${cell.dataset.day}T00:00`, lane });
    else this.send(url, { starts_at: this.moment(cell, event.clientX - this.held), lane });
  }
  // The quarter of the cell's row that lies at x, as an ISO moment.
  moment(cell, x) {
    const box = cell.getBoundingClientRect();
    const quarter = box.width / cell.colSpan;
    const steps = Math.round((x - box.left) / quarter);
    return new Date(Date.parse(cell.dataset.at) + steps * QUARTER_MS).toISOString();
  }
}
customElements.define("hour-calendar", HourCalendar);
