// Small behaviours as custom elements. Each works without script as plain HTML; script makes it quicker.

// <quantity-stepper><button data-step="-1">…<input>…<button data-step="1"></quantity-stepper>
class QuantityStepper extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (!button) return;
      const input = this.querySelector("input");
      const comma = input.value.includes(",");
      const now = Number(input.value.replace(/\s/g, "").replace(",", ".")) || 0;
      const most = Number(this.getAttribute("most")?.replace(/\s/g, "").replace(",", ".") ?? Infinity);
      const least = Number(this.getAttribute("least") ?? 0);
      const next = Math.min(most, Math.max(least, now + Number(button.dataset.step)));
      const text = String(Math.round(next * 1000) / 1000);
      input.value = comma || document.documentElement.lang ? text.replace(".", ",") : text;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
customElements.define("quantity-stepper", QuantityStepper);

// <choose-list>: a text field above a list of answers; arrows choose, Enter takes, Escape empties.
// The field is a combobox (ARIA); the answers come by htmx and are buttons or links with role=option.
class ChooseList extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("htmx:after:swap", () => this.mark(0));
    this.addEventListener("pointermove", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.mark(this.options.indexOf(option));
    });
  }
  get field() {
    return this.querySelector("[role=combobox]");
  }
  get options() {
    return [...this.querySelectorAll("[role=option]")];
  }
  get at() {
    return this.options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  }
  mark(index) {
    const options = this.options;
    this.field?.setAttribute("aria-expanded", String(options.length > 0));
    if (!options.length) return this.field?.removeAttribute("aria-activedescendant");
    const wanted = Math.max(0, Math.min(index, options.length - 1));
    options.forEach((one, n) => one.setAttribute("aria-selected", String(n === wanted)));
    this.field?.setAttribute("aria-activedescendant", options[wanted].id);
    options[wanted].scrollIntoView({ block: "nearest" });
  }
  key(event) {
    if (event.target !== this.field) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    if (steps[event.key]) {
      event.preventDefault();
      this.mark(this.at + steps[event.key]);
    } else if (event.key === "Escape" && this.field.value) {
      event.preventDefault();
      event.stopPropagation();
      this.field.value = "";
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.key === "Enter") {
      this.enter(event);
    }
  }
  // Enter before the answers have come asks the server to take what fits exactly: the form is sent with the text.
  enter(event) {
    const fresh = this.querySelector("[data-for]")?.dataset.for === this.field.value.trim();
    const chosen = this.options[this.at];
    if (!fresh || !chosen) return;
    event.preventDefault();
    (chosen.querySelector("button, a") ?? chosen).click();
  }
}
customElements.define("choose-list", ChooseList);

// <open-sheet for="id">: its button opens the dialog; [data-close] inside closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const sheet = document.getElementById(opener.dataset.opens);
    if (sheet && !sheet.open) {
      event.preventDefault();
      sheet.showModal();
    }
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog.sheet")) event.target.close();
});

// What stood there before something was typed that was not taken.
function putBack(field) {
  field.value = field.defaultValue;
  if (!field.hasAttribute("aria-invalid")) return;
  field.removeAttribute("aria-invalid");
  document.querySelector("#strip > .strip.bad")?.remove();
}

// A field that saves itself: Enter leaves it (and so saves), Escape puts back what stood there.
document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("[data-saves]");
  if (!field) return;
  if (event.key === "Enter" && field.tagName !== "TEXTAREA") {
    event.preventDefault();
    const fields = [...document.querySelectorAll("[data-saves]")].filter((one) => one.checkVisibility());
    const next = fields[fields.indexOf(field) + 1];
    field.blur();
    if (event.shiftKey || !next) return;
    next.focus();
    next.select?.();
  } else if (event.key === "Escape") {
    putBack(field);
    field.blur();
  }
});
// Cells of a sheet (data-grid): up and down go to the same column's cell in the row above or below.
document.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const cell = step && event.target.closest?.("[data-grid]");
  if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
  const column = cell.closest("td").cellIndex;
  const rows = [...cell.closest("tbody").rows];
  for (let n = rows.indexOf(cell.closest("tr")) + step; rows[n]; n += step) {
    const next = rows[n].cells[column]?.querySelector("[data-grid]");
    if (!next) continue;
    event.preventDefault();
    next.focus();
    return;
  }
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-saves]")) event.target.select?.();
});

// A value that was refused stands in its field, marked, until one is taken.
document.addEventListener("htmx:finally:request", (event) => {
  const { sourceElement: field, response } = event.detail.ctx;
  if (!field.matches("[data-saves]") || !response) return;
  if (response.status >= 400) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
});

// <form data-sends-on-change>: filters apply at once.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-sends-on-change]");
  if (form) form.requestSubmit();
});

// <amount-keys>: its buttons type into the field named by `for`; one with data-set is a whole amount, and sends it.
class AmountKeys extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-type], [data-set]");
      if (!button) return;
      const field = document.getElementById(this.getAttribute("for"));
      if (button.dataset.set !== undefined) {
        field.value = button.dataset.set;
        field.form.requestSubmit();
        return;
      }
      if (button.dataset.type === "back") field.value = field.value.slice(0, -1);
      else field.value += button.dataset.type;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
customElements.define("amount-keys", AmountKeys);

// <ticking-time since="…">: minutes and seconds since a moment, once a second; nothing else moves.
class TickingTime extends HTMLElement {
  connectedCallback() {
    const since = Date.now() - Number(this.getAttribute("elapsed-s") ?? 0) * 1000;
    this.timer = setInterval(() => {
      this.textContent = `${Math.round((Date.now() - since) / 1000)} s`;
    }, 1000);
  }
  disconnectedCallback() {
    clearInterval(this.timer);
  }
}
customElements.define("ticking-time", TickingTime);

// <auto-sheet><dialog>…: a dialog that came with an answer opens at once; its first field has focus. When it goes, and
// no other took its place, focus is where it was before the first: who pressed a letter with no field in focus may press
// the next one at once. Where that is gone, it is the box that one goes on typing in.
let before = null;
class AutoSheet extends HTMLElement {
  connectedCallback() {
    const sheet = this.querySelector("dialog");
    if (!sheet || sheet.open) return;
    before ??= document.activeElement ?? document.body;
    sheet.showModal();
    sheet.querySelector("[autofocus]")?.focus();
    sheet.addEventListener("close", () => {
      if (sheet.matches("[data-puts-back]")) document.querySelectorAll("[data-saves][aria-invalid]").forEach(putBack);
      this.remove();
    });
  }
  disconnectedCallback() {
    setTimeout(() => {
      if (document.querySelector("auto-sheet")) return;
      const back = before;
      before = null;
      if (!back || back === document.body) return;
      if (document.activeElement && document.activeElement !== document.body) return;
      (back.isConnected ? back : document.querySelector("#what"))?.focus();
    });
  }
}
customElements.define("auto-sheet", AutoSheet);

// <coin-count>: pieces times worth, as one types. What should be there is not known here (blind count).
class CoinCount extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", () => this.sum());
    this.sum();
  }
  sum() {
    const show = (minor) => (minor / 100).toLocaleString("sv-SE", { minimumFractionDigits: 2 });
    let total = 0;
    for (const field of this.querySelectorAll("[data-worth]")) {
      const worth = Number(field.dataset.worth) * (Number(field.value.replace(/\D/g, "")) || 0);
      total += worth;
      this.querySelector(`output[for="${field.id}"]`).textContent = worth ? show(worth) : "";
    }
    const loose = Number(this.querySelector("#loose")?.value.replace(/\s/g, "").replace(",", ".")) || 0;
    this.querySelector("[data-sum]").textContent = show(total + Math.round(loose * 100));
  }
}
customElements.define("coin-count", CoinCount);

// A form that empties its text field once its wish was done (the box of the ticket and of the counter).
document.addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form[data-clears]");
  const ctx = event.detail.ctx;
  if (!form || ctx.sourceElement !== form || ctx.response.status >= 400) return;
  const field = form.querySelector("[role=combobox]");
  field.value = "";
  field.dispatchEvent(new Event("htmx:abort")); // what was being looked up for the old text comes too late
  document.getElementById(field.getAttribute("aria-controls")).replaceChildren();
  field.setAttribute("aria-expanded", "false");
  field.focus();
});

// A new job begins with its title. What was removed from under the keyboard hands it to the box.
document.addEventListener("htmx:finally:request", (event) => {
  const { sourceElement: source, response } = event.detail.ctx;
  if (!response || response.status >= 400) return;
  if (source.matches("form[data-begins]")) [...document.querySelectorAll(".job-title")].at(-1)?.focus();
  else if (source.matches("[data-removes]") && document.activeElement === document.body)
    document.querySelector("#what")?.focus({ preventScroll: true });
});

// The kind of thing to look for: choosing one goes back to the text and asks again.
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("#box [name=kind]")) return;
  const field = document.querySelector("#what");
  field.focus();
  field.dispatchEvent(new Event("kind", { bubbles: true }));
});

// <input data-first>: where typing goes when the page has come. (`autofocus` would steal it again at each answer.)
document.querySelector("[data-first]")?.focus();

// Touching a job marks it as the one that lines go to.
document.addEventListener("focusin", (event) => {
  const job = event.target.closest?.(".job");
  const mark = job?.querySelector("[name=here]");
  if (mark && event.target !== mark) mark.checked = true;
});

// <button data-copies="id">: the field's text is on the clipboard.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  navigator.clipboard?.writeText(field.value).catch(() => document.execCommand("copy"));
  button.classList.add("primary");
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-selects]")) event.target.select();
});

// <details class="drop">: pressing elsewhere, or Escape, closes the menu and gives the focus back.
document.addEventListener("pointerdown", (event) => {
  for (const open of document.querySelectorAll("details.drop[open]")) if (!open.contains(event.target)) open.open = false;
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest?.("details.drop[open]");
  if (!open) return;
  event.preventDefault();
  open.open = false;
  open.querySelector("summary").focus();
});

// <bulk-picker>: what is done with chosen rows can be pressed when at least one is chosen; Shift chooses a stretch.
class BulkPicker extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.stretch(event));
    this.addEventListener("change", (event) => {
      if (event.target.matches("[data-all]")) for (const one of this.picks) one.checked = event.target.checked;
      this.tell();
    });
    this.tell();
  }
  get picks() {
    return [...this.querySelectorAll("[name=pick]")];
  }
  stretch(event) {
    if (!event.target.matches?.("[name=pick]")) return;
    const picks = this.picks;
    const here = picks.indexOf(event.target);
    if (event.shiftKey && this.last !== undefined)
      for (const one of picks.slice(Math.min(here, this.last), Math.max(here, this.last) + 1)) one.checked = event.target.checked;
    this.last = here;
  }
  tell() {
    const picks = this.picks;
    const chosen = picks.filter((one) => one.checked).length;
    const all = this.querySelector("[data-all]");
    all.checked = chosen > 0 && chosen === picks.length;
    all.indeterminate = chosen > 0 && chosen < picks.length;
    const words = this.querySelector("[data-count]");
    words.dataset.idle ??= words.textContent;
    words.textContent = chosen ? `${chosen} ${words.dataset.count}` : words.dataset.idle;
    for (const button of this.querySelectorAll("[data-needs-picks]")) button.disabled = !chosen;
  }
}
customElements.define("bulk-picker", BulkPicker);

// <filter-rows>: rows that do not hold what is typed are hidden, and groups in which none is left.
class FilterRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", (event) => {
      if (event.target.matches("[data-filter]")) this.filter(event.target.value);
    });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("[data-filter]")) event.preventDefault();
    });
  }
  filter(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of this.querySelectorAll("[data-row]")) {
      const said = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => said.includes(word));
    }
    const groups = [...this.querySelectorAll("[data-group]")];
    for (const group of groups) group.hidden = !group.querySelector("[data-row]:not([hidden])");
    this.querySelector("[data-nothing]").hidden = groups.some((group) => !group.hidden);
  }
}
customElements.define("filter-rows", FilterRows);

// <role-rights>: what saving would change, in words, and how much of each area is ticked.
class RoleRights extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      const whole = event.target.closest("[data-whole]");
      if (whole) for (const one of this.deeds(whole.closest("[data-area]"))) if (!one.disabled) one.checked = whole.checked;
      this.tell();
    });
    this.tell();
  }
  deeds(place) {
    return [...place.querySelectorAll("[name=deed]")];
  }
  tell() {
    for (const area of this.querySelectorAll("[data-area]")) {
      const all = this.deeds(area);
      const chosen = all.filter((one) => one.checked).length;
      area.querySelector("[data-tally]").textContent = `${chosen}/${all.length}`;
      const whole = area.querySelector("[data-whole]");
      whole.checked = chosen === all.length;
      whole.indeterminate = chosen > 0 && chosen < all.length;
    }
    const changed = this.deeds(this).filter((one) => one.checked !== one.hasAttribute("data-held"));
    this.list("[data-more]", changed.filter((one) => one.checked));
    this.list("[data-less]", changed.filter((one) => !one.checked));
    this.querySelector("[data-none]").hidden = changed.length > 0;
  }
  list(place, deeds) {
    const box = this.querySelector(place);
    box.hidden = !deeds.length;
    box.querySelector("ul").replaceChildren(
      ...deeds.map((one) => Object.assign(document.createElement("li"), { textContent: one.dataset.words })),
    );
  }
}
customElements.define("role-rights", RoleRights);

// A card that scrolls sideways can be scrolled by keys as well.
function reachable() {
  for (const card of document.querySelectorAll(".card:has(> .list:not(.folds))"))
    if (card.scrollWidth > card.clientWidth + 1) card.tabIndex = 0;
    else card.removeAttribute("tabindex");
}
reachable();
addEventListener("resize", reachable);
document.addEventListener("htmx:after:swap", reachable);

// <button data-prints>: the browser's own way to print the page as it is.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-prints]")) window.print();
});
