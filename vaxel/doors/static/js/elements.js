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
      const next = Math.max(Number(this.getAttribute("least") ?? 0), now + Number(button.dataset.step));
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
    field.value = field.defaultValue;
    field.blur();
  }
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-saves]")) event.target.select?.();
});

// <form data-sends-on-change>: filters apply at once.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-sends-on-change]");
  if (form) form.requestSubmit();
});

// <amount-keys>: the buttons of a number pad type into the field named by `for`.
class AmountKeys extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-type], [data-set]");
      if (!button) return;
      const field = document.getElementById(this.getAttribute("for"));
      if (button.dataset.set !== undefined) field.value = button.dataset.set;
      else if (button.dataset.type === "back") field.value = field.value.slice(0, -1);
      else field.value = (this.fresh ? "" : field.value) + button.dataset.type;
      this.fresh = button.dataset.set !== undefined;
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
