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
  // Posts to `url` through the one form of the page; only what is given is said.
  send(url, values) {
    const form = this.querySelector("#mover");
    for (const field of form.elements) if (field.name in { starts_at: 1, lane: 1, by: 1, day: 1 }) field.value = values[field.name] ?? "";
    const once = form.elements.once;
    if (once && crypto.randomUUID) once.value = crypto.randomUUID();
    form.setAttribute("action", url);
    form.setAttribute("hx-post", url);
    form.requestSubmit();
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
