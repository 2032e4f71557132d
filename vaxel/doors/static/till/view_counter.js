/* The counter: one box for everything, what it means, quick keys; the ticket to the right, and nothing that moves. */
import { Button, Component, Strip, html, icon } from "./draw.js";
import { Cart } from "./view_cart.js";
import { Done, Pay } from "./view_pay.js";
import { atHand, nameOf, priceOf } from "./pricing.js";
import { add, enter, more, quick, take, type } from "./selling.js";
import { writeOut } from "./syncing.js";
import { quantity, say, spoken, unitPrice } from "./words.js";

const BACKWARD = new Set(["ArrowUp", "ArrowDown"]);

function pressed(till, event) {
  const { hits, at, query, active, cart } = till.state;
  if (event.key === "Enter" && event.repeat) event.preventDefault();
  else if (BACKWARD.has(event.key) && hits?.length) {
    event.preventDefault();
    const next = event.key === "ArrowDown" ? Math.min(at + 1, hits.length - 1) : Math.max(at - 1, 0);
    till.set({ at: next });
    document.querySelector(`#hit-${next}`)?.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter") {
    event.preventDefault();
    enter(till);
  } else if (event.key === "Escape" && query) {
    event.preventDefault();
    type(till, "");
  } else if (!query && active && !cart.returns && (event.key === "+" || event.key === "-")) {
    event.preventDefault();
    more(till, active, event.key === "+" ? 1 : -1);
  } else if (!query && active && event.key === "Delete") {
    event.preventDefault();
    take(till, active);
  }
}

function Stock({ part, sold }) {
  if (part.stocking !== "stocked") return null;
  const left = atHand(part, sold);
  const kind = left > 0 ? "good" : "none";
  return html`<span class=${`shelf ${kind}`}>${left > 0 ? html`${quantity(left)} ${say(part.unit === "pcs" ? "pcs"
    : part.unit)}` : say("none here")}</span>`;
}

function Hit({ till, part, n }) {
  const { at, cart, setup, sold } = till.state;
  const price = priceOf(part, cart.customer, setup, cart.basis);
  return html`<div role="option" id=${`hit-${n}`} aria-selected=${n === at ? "true" : "false"} onClick=${() =>
    add(till, part)}><div class="hit">${icon("package")}<span class="hit-name">
    <span class="code">${part.number}</span> ${nameOf(part, spoken())}<span class="sub">${part.brand}</span></span>
    <span class="hit-stock"><${Stock} part=${part} sold=${sold} /></span><span class="hit-price number">
    ${price === null ? say("no price") : unitPrice(price, setup.currency)}</span></div></div>`;
}

function Hits({ till }) {
  const { hits, query, catalogue, busy } = till.state;
  if (hits?.length) {
    return html`${hits.map((part, n) => html`<${Hit} key=${part.id} till=${till} part=${part} n=${n} />`)}`;
  }
  if (query && hits) return html`<p class="found-none">${say("Nothing has the number, name or barcode “%(text)s”.",
    { text: query.trim() })}</p>`;
  return html`<div class="counter-hint muted">
    <p>${icon("scan-barcode")} ${say("Scan or type; it lands on the ticket; press Pay.")}</p>
    <ul class="small keys"><li><kbd>↑</kbd><kbd>↓</kbd> ${say("choose")}</li><li><kbd>Enter</kbd> ${say("add")}</li>
      <li><kbd>3*</kbd> ${say("before a scan: three of it")}</li><li><kbd>+</kbd><kbd>−</kbd> ${say("the last line")}
      </li><li><kbd>F12</kbd> ${say("pay")}</li></ul>
    ${!catalogue.parts && !busy && html`<p>
      ${say("There is no catalogue on this device yet. It comes as soon as the server answers; until then, sell by free lines (F7).")}</p>`}</div>`;
}

/** The strip below the results; its place is kept whether it stands there or not. */
function Told({ till }) {
  const { strip, undo, operator } = till.state;
  if (!strip) return html`<div class="strip-place"></div>`;
  const act = {
    undo: () => undo && html`<${Button} name="undo-2" text=${say("Undo")} key_="Control+z" press=${() =>
      till.takeBack()} />`,
    free: () => operator.may.includes("prices.override") && html`<${Button} name="pencil" text=${say("Free line")}
      press=${() => till.set({ sheet: { name: "free", text: strip.about } })} />`,
    export: () => html`<${Button} name="download" text=${say("Write to a file")} press=${() => writeOut(till)} />`,
  }[strip.act];
  return html`<div class="strip-place"><${Strip} kind=${strip.kind} name=${strip.name} text=${strip.text}>${act?.()}
    <//></div>`;
}

class Box extends Component {
  componentDidMount() {
    this.field.focus({ preventScroll: true });
  }
  render({ till }) {
    const { query, hits, at } = till.state;
    return html`<div class="with-icon">${icon("scan-barcode")}<input ref=${(field) =>
      { this.field = field ?? this.field; }} class="input big" id="what" role="combobox" aria-expanded=${hits?.length
      ? "true" : "false"}
      aria-controls="found" aria-activedescendant=${hits?.length ? `hit-${at}` : undefined} aria-autocomplete="list"
        autocomplete="off" spellcheck=${false} enterkeyhint="go"
      aria-label=${say("Scan or type")} placeholder=${say("Scan, or type number or name")} data-keys="F2 /"
        value=${query}
      onInput=${(event) => type(till, event.target.value)} onKeyDown=${(event) => pressed(till, event)} />
        <kbd>F2</kbd></div>`;
  }
}

/** Both halves of the counter. */
export function Counter({ till }) {
  const { pay, done, query, setup, hits } = till.state;
  const listed = hits?.length > 0 && !(done && !query);
  return html`<div class="counter till-counter">
    <div class="counter-find stack close">${pay ? html`<${Pay} till=${till} />` : html`
      <${Box} till=${till} />
      <div id="found" class="found tall" role=${listed ? "listbox" : undefined}
        aria-label=${listed ? say("Search results") : undefined}>${done && !query ? html`<${Done} till=${till} />`
        : html`<${Hits} till=${till} />`}</div>
      <div class="tiles" role="group" aria-label=${say("Quick keys")}>${setup.quick_keys.slice(0, 12).map((key,
        n) => html`<button key=${n} class="btn tile" type="button" onClick=${() => quick(till, key)}>${key.label}
        </button>`)}</div>
      <${Told} till=${till} />`}
    </div>
    <${Cart} till=${till} />
  </div>`;
}
