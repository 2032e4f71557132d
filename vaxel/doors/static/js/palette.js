// <command-palette> in <dialog id="palette">: Ctrl K. Commands, screens and settings are filtered here at once; what the
// shop holds comes from the server and is put below, so that nothing that is shown changes place.
const MOST = 6;
const WAIT_MS = 120;
const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select";

function plain(text) {
  return text.toLowerCase().normalize("NFC").trim();
}

// What an element with a key is called.
export function nameOf(element) {
  const said = element.getAttribute("aria-label") || element.placeholder;
  if (said) return said;
  const copy = element.cloneNode(true);
  for (const one of copy.querySelectorAll("kbd, svg, .count, .sub")) one.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}

// The keys that work on the page now, each once: [keys, name, element].
export function keysHere() {
  const seen = new Set();
  const found = [];
  for (const one of document.querySelectorAll("[data-keys]")) {
    if (one.closest("dialog") || !(one.checkVisibility?.() ?? true) || one.disabled) continue;
    const keys = one.dataset.keys.split(" ").filter((key) => !seen.has(key));
    const name = nameOf(one);
    if (!keys.length || !name) continue;
    for (const key of keys) seen.add(key);
    found.push([keys, name, one]);
  }
  return found;
}

export function spelled(keys) {
  return keys.split("+").map((key) => (key === "Control" ? "Ctrl" : key.length === 1 ? key.toUpperCase() : key)).join(" ");
}

class CommandPalette extends HTMLElement {
  connectedCallback() {
    this.dialog = this.closest("dialog");
    this.field = this.querySelector("[role=combobox]");
    this.local = this.querySelector("[data-local]");
    this.found = this.querySelector("[data-found]");
    this.here = this.querySelector("[data-here]");
    this.field.addEventListener("input", () => this.typed());
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("pointermove", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.mark(option, false);
    });
    this.addEventListener("click", (event) => this.chosen(event));
    addEventListener("keydown", (event) => this.called(event), true);
    document.querySelector(".bar .find input")?.addEventListener("click", (event) => this.open(event.target.value));
    document.querySelector(".bar .find a.menu-button")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.open("");
    });
    this.dialog.addEventListener("close", () => this.asking?.abort());
  }
  called(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.dialog.open) this.field.select();
    else if (!document.querySelector("dialog[open]")) this.open("");
  }
  async open(text) {
    this.offerKeys();
    this.dialog.showModal();
    this.field.value = text;
    this.field.select();
    if (!this.local.childElementCount) {
      const answer = await fetch(this.dataset.commands, { headers: { "HX-Request": "true" } });
      if (answer.ok) this.local.innerHTML = await answer.text();
      else if (answer.status === 401) location.reload();
    }
    this.typed();
  }
  // What the page itself offers by key, to be pressed by name.
  offerKeys() {
    for (const old of this.here.querySelectorAll("[role=option]")) old.remove();
    keysHere().forEach(([keys, name, element], n) => {
      if (element.closest(".bar, .rail")) return;
      const option = document.createElement("a");
      option.setAttribute("role", "option");
      option.id = `palette-here-${n}`;
      option.tabIndex = -1;
      option.dataset.words = plain(name);
      const words = Object.assign(document.createElement("span"), { className: "grow", textContent: name });
      const key = Object.assign(document.createElement("kbd"), { textContent: spelled(keys[0]) });
      option.append(words, key);
      option.does = element;
      this.here.append(option);
    });
  }
  get options() {
    return [...this.querySelectorAll("[role=option]")].filter((one) => !one.hidden && !one.closest("[hidden]"));
  }
  get at() {
    return this.querySelector("[role=option][aria-selected=true]");
  }
  typed() {
    const text = plain(this.field.value);
    this.filter(text);
    clearTimeout(this.timer);
    this.asking?.abort();
    if (text) this.timer = setTimeout(() => this.ask(this.field.value.trim()), WAIT_MS);
    else this.found.replaceChildren();
    this.mark(this.options[0]);
    this.tell();
  }
  // Those that are called so; where nothing is, those that other words lead to (the other language, synonyms).
  filter(text) {
    const words = text.split(/\s+/).filter(Boolean);
    const fits = (said) => words.every((word) => said.includes(word));
    const groups = [this.here, ...this.local.querySelectorAll("[data-group]")];
    const all = groups.flatMap((group) => [...group.querySelectorAll("[role=option]")]);
    for (const one of all) one.called ??= plain(one.querySelector(".grow").firstChild.textContent);
    const byName = text && all.some((one) => fits(one.called));
    for (const group of groups) {
      let shown = 0;
      for (const one of group.querySelectorAll("[role=option]")) {
        const said = byName ? one.called : one.dataset.words;
        one.hidden = !fits(said) || shown >= (text ? MOST : MOST * 3) || (!text && one.id.startsWith("palette-setting"));
        if (!one.hidden) shown += 1;
      }
      group.hidden = !shown;
    }
  }
  async ask(text) {
    this.asking = new AbortController();
    try {
      const address = `${this.dataset.find}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: this.asking.signal });
      if (!answer.ok) return;
      this.found.innerHTML = await answer.text();
    } catch {
      return;
    }
    if (!this.at || this.at.hidden) this.mark(this.options[0]);
    this.tell();
  }
  mark(option, scroll = true) {
    for (const one of this.querySelectorAll("[aria-selected=true]")) one.setAttribute("aria-selected", "false");
    this.field.setAttribute("aria-expanded", String(this.options.length > 0));
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    this.field.setAttribute("aria-activedescendant", option.id);
    if (scroll) option.scrollIntoView({ block: "nearest" });
  }
  tell() {
    clearTimeout(this.telling);
    const count = this.options.length;
    this.telling = setTimeout(() => {
      this.querySelector("[data-told]").textContent = `${count} ${this.dataset.count}`;
    }, 500);
  }
  key(event) {
    const options = this.options;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    if (steps[event.key] && options.length) {
      event.preventDefault();
      const next = Math.max(0, Math.min(options.length - 1, options.indexOf(this.at) + steps[event.key]));
      this.mark(options[next]);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (this.found.querySelector("[data-for]")?.dataset.for !== this.field.value.trim() && !this.at) return;
      this.at?.click();
    }
  }
  chosen(event) {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    if (!option.does) return this.dialog.close();
    event.preventDefault();
    this.dialog.close();
    if (option.does.matches(FIELD)) option.does.focus();
    else option.does.click();
  }
}
customElements.define("command-palette", CommandPalette);

// <help-drawer>: its contents come when it is opened first.
class HelpDrawer extends HTMLElement {
  connectedCallback() {
    this.closest("dialog").addEventListener("toggle", () => this.fill());
    new MutationObserver(() => this.fill()).observe(this.closest("dialog"), { attributes: true, attributeFilter: ["open"] });
  }
  async fill() {
    if (!this.closest("dialog").open || this.filled) return;
    this.filled = true;
    const answer = await fetch(this.dataset.from, { headers: { "HX-Request": "true" } });
    if (answer.ok) this.innerHTML = await answer.text();
    else this.filled = false;
  }
}
customElements.define("help-drawer", HelpDrawer);

// <key-map>: the keys of this page, from what is on it.
class KeyMap extends HTMLElement {
  connectedCallback() {
    const list = Object.assign(document.createElement("dl"), { className: "keymap" });
    for (const [keys, name] of keysHere()) {
      if (keys.includes("Control+k") || keys.includes("?")) continue;
      const term = document.createElement("dt");
      for (const key of keys) term.append(Object.assign(document.createElement("kbd"), { textContent: spelled(key) }), " ");
      list.append(term, Object.assign(document.createElement("dd"), { textContent: name }));
    }
    if (list.childElementCount) this.append(list);
  }
}
customElements.define("key-map", KeyMap);
