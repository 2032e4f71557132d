/* Paying, in the place of the box and the list: the ticket stays where it is. And the word that it is done. */
import { notes } from "./cart.js";
import { Button, Component, Strip, html, icon } from "./draw.js";
import { choose, finish, lay, press, printReceipt, standing, stop, ways } from "./paying.js";
import { mayGo, payThere } from "./handing.js";
import { TENDERS } from "./receipt.js";
import { amount, money, say } from "./words.js";

const ICONS = { cash: "banknote", card: "credit-card", swish: "smartphone", on_account: "file-text",
  store_credit: "wallet", bank: "landmark", gift_card: "gift" };
const DIGITS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", ",", "0", "back"];

/** Cards go two ways where the shop has readers of its own: this one only writes down what another terminal took. */
const byHand = (till, tender) => tender === "card" && Boolean(till.state.setup.card_reader);

function Ways({ till }) {
  const { pay } = till.state;
  return html`<div class="pay-ways" role="group" aria-label=${say("How it is paid")}>${ways(till).map(({ tender, key,
    why }) => html`<button key=${tender} class=${`btn${pay.way === tender ? " primary" : ""}`} type="button"
    disabled=${Boolean(why)} aria-pressed=${pay.way === tender ? "true" : "false"} data-keys=${key}
    aria-keyshortcuts=${key} onClick=${() => choose(till, tender)}>${icon(ICONS[tender] ?? "wallet")}<span>
    ${say(TENDERS[tender] ?? tender)}${(why || byHand(till, tender)) && html`<span class="sub">${why
    || say("by hand, on a terminal of its own")}</span>`}</span> <kbd>${key}</kbd>
    </button>`)}</div>`;
}

class AmountField extends Component {
  componentDidMount() {
    this.field.focus();
    this.field.select();
  }
  render({ till }) {
    const { pay } = till.state;
    const typed = (event) => till.set({ pay: { ...till.state.pay, typed: event.target.value, fresh: false,
      fault: "" } });
    return html`<div class="field"><label for="amount">${pay.way !== "cash" ? say("Amount")
      : till.state.cart.returns ? say("Cash given back") : say("Cash handed over")}
      </label><input ref=${(field) => { this.field = field ?? this.field; }} class="input number big" id="amount"
      inputmode="decimal" autocomplete="off" value=${pay.typed} onInput=${typed} onKeyDown=${(event) =>
      { if (event.key === "Enter") { event.preventDefault(); lay(till); } }} /></div>`;
  }
}

function Sum({ till }) {
  const { pay, setup, cart } = till.state;
  const { left, cashLeft } = standing(till);
  const cash = pay.way === "cash";
  return html`<div class="till-amount" key=${pay.way}>
    <div class="stack close">
      ${cash && html`<div class="notes"><button class="btn" type="button" onClick=${() => lay(till, cashLeft)}>
        ${say("Exactly %(sum)s", { sum: amount(cashLeft, setup.currency) })}</button>${!cart.returns
        && notes(cashLeft).map((note) => html`<button key=${note} class="btn" type="button" onClick=${() => lay(till,
        note)}>${amount(note, setup.currency).replace(/[,.]00$/, "")}</button>`)}</div>`}
      <${AmountField} till=${till} />
      ${!cash && pay.way !== "on_account" && html`<div class="field"><label for="reference">${pay.way === "card"
        ? say("From the terminal's slip: the card's last four, approval code") : say("Reference, if there is one")}
        </label><input class="input" id="reference" maxlength="120" autocomplete="off" value=${pay.reference}
        onInput=${(event) => till.set({ pay: { ...till.state.pay, reference: event.target.value } })} /></div>
        <p class="small muted">${byHand(till, pay.way)
        ? say("The shop's own card reader is on the server's page. This only writes down what another terminal took.")
        : pay.way === "card" ? say("Take the card on your own terminal first: this only writes it down.")
        : say("Look in the shop's own app that the money has come before you finish.")}</p>`}
      <${Button} kind="primary" name="plus" text=${say("Lay on the counter")} press=${() => lay(till)}><kbd>⏎</kbd><//>
    </div>
    <div class="numpad" role="group" aria-label=${say("Digits")}>${DIGITS.map((digit) => html`<button key=${digit}
      class="btn" type="button" tabindex="-1" aria-label=${digit === "back" ? say("Erase the last") : undefined}
      onClick=${() => press(till, digit)}>${digit === "back" ? icon("arrow-left") : digit}</button>`)}</div></div>`;
}

/** What needs the server is paid on its page, when the server is there; the cart goes along. */
function There({ till }) {
  const { pay } = till.state;
  const go = async () => {
    till.set({ pay: { ...pay, going: true, fault: "" } });
    const fault = await payThere(till);
    if (fault) till.set({ pay: { ...till.state.pay, going: false, fault } });
  };
  return html`<div class="rowflex till-there"><button class="btn" type="button" disabled=${Boolean(pay.going)
    || pay.laid.length > 0 || !mayGo(till.state)} onClick=${go}>
    ${icon("external-link")}${say("Pay on the server's page")}</button><span class="small muted">
    ${till.state.net === "online" ? say("Card readers, payment links, store credit and deposits are there.")
    : say("Card readers, payment links, store credit and deposits need the network.")}</span></div>`;
}

/** The payment. */
export function Pay({ till }) {
  const { pay, setup, cart } = till.state;
  const now = standing(till);
  return html`<section class="card till-pay" aria-label=${say("Payment")}>
    <header><h2>${cart.returns ? say("Give the money back") : say("Payment")}</h2>
      <${Button} kind="quiet" text=${say("Back")} key_="Escape" press=${() => stop(till)} /></header>
    <div class="pad stack">
      <dl class="pay-sums"><div><dt>${cart.returns ? say("To give back") : say("To pay")}</dt>
        <dd class="number">${money(now.due, setup.currency)}</dd></div>
        <div class="pay-left"><dt>${now.settled ? say("Change (coins)") : say("Left")}</dt>
          <dd class="number" aria-live="polite">${money(now.settled ? now.change : now.left, setup.currency)}</dd>
          </div></dl>
      ${cart.returns && html`<div class="field"><label for="why">${say("Why it comes back")}</label>
        <input class="input" id="why" maxlength="200" autocomplete="off" value=${pay.reason} onInput=${(event) =>
        till.set({ pay: { ...till.state.pay, reason: event.target.value, fault: "" } })} /></div>`}
      <${Ways} till=${till} />
      <div class="strip-place">${pay.fault && html`<${Strip} kind="bad" name="circle-x" text=${pay.fault} />`}</div>
      ${!pay.way && !now.settled && !cart.returns && html`<${There} till=${till} />`}
      ${pay.way && !now.settled && html`<${Sum} till=${till} />`}
      ${now.settled && html`<${Settled} till=${till} />`}
    </div></section>`;
}

class Settled extends Component {
  componentDidMount() {
    this.button.focus();
  }
  render({ till }) {
    return html`<button ref=${(button) => { this.button = button ?? this.button; }} class="btn primary till-ready"
      type="button" onClick=${() => finish(till)}>${icon("circle-check")}${say("It is enough. Finish")} <kbd>⏎</kbd>
      </button>`;
  }
}

/** Where the sale is, in words; nothing where it went to the server at once. */
function whereItIs({ done, net }) {
  if (done.sent) return done.waits ? say("sent to the server") : "";
  return net === "online" ? "" : say("stored here, sent as soon as the server answers");
}

/** Done, and the change: it stands until the next scan. */
export function Done({ till }) {
  const { done, setup } = till.state;
  const back = done.kind === "return";
  return html`<div class="pad stack done till-done" role="status">
    <p class="done-word">${icon("circle-check")}${say("Done.")}</p>
    ${done.change > 0 ? html`<p class="done-change">${say("Change (coins)")} <b>${money(done.change, setup.currency)}
      </b></p>`
      : html`<p class="done-change">${back ? say("Given back") : done.kind === "invoice" ? say("On account")
        : say("Paid")} <b>${money(Math.abs(done.gross), setup.currency)}</b></p>`}
    <p class="muted">${[done.number, done.customer, whereItIs(till.state)].filter(Boolean).join(" · ")}</p>
    <div class="actions"><${Button} name="printer" text=${done.printed ? say("Print a copy")
      : say("Print the receipt")} key_="F10" press=${() => printReceipt(till)} disabled=${done.printed > 1} />
      <${Button} name="shopping-cart" text=${say("New sale")} press=${() =>
        { till.set({ done: null }); till.show(); till.focus(); }} /></div></div>`;
}
