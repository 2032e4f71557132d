// <job-board>: cards are chosen by J/K and arrows, moved by M (their menu) or by dragging; whatever the server draws
// anew, the chosen card keeps the focus. The server decides every move and says why not.
const FIELD = "input, textarea, select, [contenteditable]";

class JobBoard extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
    for (const kind of ["focusin", "dragstart", "dragend", "dragover", "dragleave", "drop"]) this.addEventListener(kind, this);
    document.addEventListener("htmx:after:swap", this);
    document.addEventListener("close", this, true);
    // On a phone the tabs are wider than the window: the chosen one is to be seen.
    this.querySelector(".board-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }
  disconnectedCallback() {
    document.removeEventListener("keydown", this);
    document.removeEventListener("htmx:after:swap", this);
    document.removeEventListener("close", this, true);
  }
  handleEvent(event) {
    const does = { keydown: "key", focusin: "remember", dragstart: "lift", dragend: "settle", dragover: "over", dragleave: "out", drop: "drop" };
    if (does[event.type]) this[does[event.type]](event);
    else this.restore();
  }
  get cards() {
    return [...this.querySelectorAll("[data-card]")].filter((card) => card.checkVisibility());
  }
  get here() {
    return document.activeElement?.closest?.("[data-card]");
  }
  choose(card) {
    card?.querySelector("[data-open]").focus();
    card?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return this.inMenu(event);
    if (event.target.matches?.(FIELD)) return;
    const letters = document.body.dataset.letters !== "off";
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const cards = this.cards;
    const at = cards.indexOf(this.here);
    if (letters && (key === "j" || key === "k")) this.choose(cards[Math.max(0, Math.min(cards.length - 1, at + (key === "j" ? 1 : -1)))]);
    else if (letters && key === "m" && at >= 0) cards[at].querySelector("[data-menu]")?.click();
    else if (at >= 0 && (key === "ArrowDown" || key === "ArrowUp")) this.choose(cards[at + (key === "ArrowDown" ? 1 : -1)]);
    else if (at >= 0 && (key === "ArrowRight" || key === "ArrowLeft")) this.across(cards[at], key === "ArrowRight" ? 1 : -1);
    else return;
    event.preventDefault();
  }
  // In the menu, arrows go from one thing that can be pressed to the next.
  inMenu(event) {
    const menu = document.querySelector("dialog[open] [data-arrows]");
    if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    const stops = [...menu.querySelectorAll("button, a, input:not([type=hidden])")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
  across(card, step) {
    const columns = [...this.querySelectorAll("[data-column]")];
    const row = [...card.parentElement.children].indexOf(card);
    for (let at = columns.indexOf(card.closest("[data-column]")) + step; columns[at]; at += step) {
      const cards = columns[at].querySelectorAll("[data-card]");
      if (cards.length) return this.choose(cards[Math.min(row, cards.length - 1)]);
    }
  }
  remember() {
    const card = this.here;
    if (card) this.chosen = card.dataset.card;
  }
  restore() {
    setTimeout(() => {
      if (!this.chosen || document.querySelector("dialog[open]")) return;
      if (document.activeElement && document.activeElement !== document.body) return;
      this.querySelector(`[data-card="${this.chosen}"] [data-open]`)?.focus({ preventScroll: true });
    });
  }
  lift(event) {
    const card = event.target.closest("[data-card]");
    if (!card) return;
    this.lifted = this.chosen = card.dataset.card;
    event.dataTransfer.setData("text/plain", card.dataset.card);
    event.dataTransfer.effectAllowed = "move";
    card.classList.add("lifted");
  }
  settle() {
    this.lifted = null;
    for (const one of this.querySelectorAll(".lifted, .target")) one.classList.remove("lifted", "target");
  }
  over(event) {
    const column = event.target.closest("[data-column]");
    if (!column || !this.lifted) return;
    event.preventDefault();
    column.classList.add("target");
  }
  out(event) {
    const column = event.target.closest("[data-column]");
    if (column && !column.contains(event.relatedTarget)) column.classList.remove("target");
  }
  drop(event) {
    const column = event.target.closest("[data-column]");
    const ticket = this.lifted;
    if (!column || !ticket) return;
    event.preventDefault();
    this.settle();
    if (column.querySelector(`[data-card="${ticket}"]`)) return;
    const form = this.querySelector("#mover");
    form.elements.ticket.value = ticket;
    form.elements.to.value = column.dataset.column;
    form.requestSubmit();
  }
}
customElements.define("job-board", JobBoard);
