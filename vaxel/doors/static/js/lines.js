// The lines of a ticket and of a cart: cells two people may change at once, keys that walk and move, scans, and wishes
// that are done once however often they are sent.
import htmx from "../vendor/htmx.js";
import { listen } from "./wedge.js";

const box = () => document.querySelector("#what");
const fresh = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
  (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

// --- What a cell held when one began to type in it. A colleague's change of the same cell is then a clash that shows
// both; a change of another cell of the line is none.
const seen = new WeakMap();
function see(cell) {
  if (!cell?.matches?.("[data-saves][hx-vals]")) return;
  seen.set(cell, { was: cell.defaultValue, version: JSON.parse(cell.getAttribute("hx-vals")).version });
}
document.addEventListener("focusin", (event) => see(event.target));
document.addEventListener("htmx:config:request", (event) => {
  const { sourceElement: cell, request } = event.detail.ctx;
  const held = seen.get(cell);
  if (!held || !request.body?.set) return;
  request.body.set("version", held.version);
  request.body.set("was", held.was);
});
document.addEventListener("htmx:finally:request", (event) => {
  const cell = event.detail.ctx.sourceElement;
  if (seen.has(cell)) setTimeout(() => see(cell));
});

// --- A form that is sent again is a new wish only when the one before it was done.
document.addEventListener("htmx:finally:request", (event) => {
  const { sourceElement: form, response } = event.detail.ctx;
  const key = form.matches?.("form[data-clears]") && form.querySelector("[name=once]");
  if (key && response && response.status < 400) key.value = fresh();
});

// --- Walking: Tab from the empty box goes to the line that was added last, Enter in a line goes back to the box.
let added = "";
document.addEventListener("htmx:after:swap", () => {
  added = document.querySelector("#ticket")?.dataset.added ?? added;
});
const cells = (column) => [...document.querySelectorAll(`.lines [name=${column}]:not([readonly])`)];
function walk(event, cell) {
  const column = cells(cell.name);
  const next = column[column.indexOf(cell) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey) return;
  const here = event.target;
  if (here === box()) return fromBox(event);
  const row = here.closest?.(".lines tr");
  if (!row) return;
  if (event.altKey) {
    const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (steps && row.dataset.move) move(event, row, steps);
    else if (event.key === "Delete") remove(event, row);
    return;
  }
  if (!here.matches("[data-saves]")) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    event.stopPropagation();
    here.blur();
    box()?.focus();
  } else if (event.key === "ArrowUp" || event.key === "ArrowDown") walk(event, here);
}, { capture: true });

function fromBox(event) {
  if (box().value || event.altKey) return;
  const last = document.getElementById(added) ?? [...document.querySelectorAll(".cart-lines li")].at(-1);
  if (event.key === "Tab" && !event.shiftKey) {
    const quantity = document.getElementById(added)?.querySelector("[name=quantity]");
    if (!quantity) return;
    event.preventDefault();
    quantity.focus();
  } else if (event.key === "+" || event.key === "-") {
    const button = last?.querySelector(`[data-step="${event.key}1"], [data-step="${event.key === "+" ? 1 : -1}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  } else if (event.key === "Delete" && last) remove(event, last);
}

function remove(event, row) {
  const button = row.querySelector("[data-removes]");
  if (!button) return;
  event.preventDefault();
  button.click();
  box()?.focus({ preventScroll: true });
}

// The line moves and the cell one stood in keeps the focus; a cell that was typed in is stored first.
async function move(event, row, steps) {
  event.preventDefault();
  const { name } = document.activeElement;
  document.activeElement.blur();
  await htmx.ajax("POST", row.dataset.move, { target: "#ticket", swap: "outerMorph", values: { steps } });
  document.getElementById(row.id)?.querySelector(`[name="${name}"]`)?.focus();
}

// --- + and − when nothing has focus.
document.addEventListener("keydown", (event) => {
  if (event.target !== document.body || !["+", "-"].includes(event.key) || event.ctrlKey || !box()) return;
  fromBox(event);
});

// --- Scans, one after another: the first makes the cart that the second is put in.
let scans = Promise.resolve();
function beep() {
  try {
    const sound = new AudioContext();
    const tone = sound.createOscillator();
    tone.frequency.value = 220;
    tone.connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.18);
    tone.addEventListener("ended", () => sound.close());
  } catch { /* a device without sound */ }
}
function scanned(text, before) {
  const form = document.querySelector("#add");
  if (!form) return;
  const field = box();
  const times = /^\s*\d+([.,]\d+)?\s*[*×]\s*$/.test(before) ? before : "";
  if (times && field.value === before) {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  scans = scans.then(() => {
    const values = { q: times + text, once: fresh() };
    for (const one of document.querySelectorAll("#add [type=hidden]:not([name=once], [name=csrfmiddlewaretoken]), #cart [type=hidden], [name=here]:checked"))
      values[one.name] = one.value;
    return htmx.ajax("POST", form.action, { target: "#ticket", swap: "outerMorph", values });
  }).catch(() => {});
}
document.addEventListener("htmx:after:swap", () => {
  const strip = document.querySelector("#strip [data-unknown]");
  if (!strip || strip.dataset.heard) return;
  strip.dataset.heard = "yes";
  beep();
});
// A form in a sheet takes what is scanned into its own fields.
listen({ heard: scanned, leaves: () => Boolean(document.querySelector("dialog[open]")) });

// A scan that came where nothing could take it (the change was on the screen) begins the sale here.
const first = new URLSearchParams(location.search).get("scan");
if (first && document.querySelector(".counter")) {
  history.replaceState(history.state, "", location.pathname);
  scanned(first, "");
}
