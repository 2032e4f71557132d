/* The ticket: always there, its sum and its large button always in the same place. */
import { parseQuantity } from "../js/money.js";
import { Button, html, icon } from "./draw.js";
import { begin, finish, pick, standing } from "./paying.js";
import { atHand } from "./pricing.js";
import { more, park, setQuantity, take } from "./selling.js";
import { TENDERS } from "./receipt.js";
import { amount, locale, money, percent, quantity, say, unitPrice } from "./words.js";

function typedQuantity(till, line, field) {
  try {
    setQuantity(till, line.id, parseQuantity(field.value, 3, locale()));
  } catch {
    till.bad(say("Write the quantity with digits, such as 2 or 1,5."));
  }
  field.value = quantity(till.state.cart.lines.find((one) => one.id === line.id)?.quantityMilli ?? line.quantityMilli);
}

function Stepper({ till, line }) {
  const about = { text: line.text };
  return html`<span class="till-stepper"><button class="btn icon-only" type="button"
    aria-label=${say("One less of %(text)s", about)} onClick=${() => more(till, line.id, -1)}>${icon("minus")}</button>
    <input class="input number" inputmode="decimal" value=${quantity(line.quantityMilli)}
      aria-label=${say("Quantity of %(text)s", about)} onChange=${(event) => typedQuantity(till, line, event.target)}
      onFocus=${(event) => event.target.select()} />
    <button class="btn icon-only" type="button" aria-label=${say("One more of %(text)s", about)} onClick=${() =>
      more(till, line.id, 1)}>${icon("plus")}</button></span>`;
}

function Row({ till, line, sum }) {
  const { setup, active, pay, cart, sold } = till.state;
  const open = line.id === active && !line.parent && !pay;
  const short = !cart.returns && line.onHand !== null && line.onHand !== undefined && atHand({ id: line.part,
    onHand: line.onHand }, sold) < line.quantityMilli;
  const off = line.discountPpm ? `−${percent(line.discountPpm)} %` : line.discountMinor
    ? `−${amount(line.discountMinor, setup.currency)}` : "";
  const many = line.quantityMilli !== 1000 || line.unit !== "pcs";
  const each = unitPrice(line.unitPriceCm, setup.currency);
  const figures = many ? `${open ? "" : `${quantity(line.quantityMilli)} × `}${each}` : off ? each : "";
  return html`<li class=${`till-line${open ? " open" : ""}${line.parent ? " hung" : ""}`}>
    <button class="till-line-name" type="button" disabled=${Boolean(pay)} onClick=${() =>
      till.set({ active: line.id })} aria-expanded=${open ? "true" : "false"}>${line.text}
      <span class="sub">${line.number && html`<span class="code">${line.number}</span>`}${figures &&
        html`${line.number && " · "}${figures}`}${off && html` <b>${off}</b>`}${short &&
        html` <span class="shelf none">${icon("triangle-alert")}${say("only %(n)s here", { n: quantity(Math.max(0,
        atHand({ id: line.part, onHand: line.onHand }, sold))) })}</span>`}</span></button>
    ${open && html`<${Stepper} till=${till} line=${line} />`}
    <span class="number cart-sum">${sum ? amount(sum.amount, setup.currency) : ""}</span>
    ${open && html`<button class="btn quiet icon-only" type="button" aria-label=${say("Take away %(text)s",
      { text: line.text })} onClick=${() => take(till, line.id)}>${icon("x")}</button>`}</li>`;
}

function Head({ till }) {
  const { cart } = till.state;
  const named = cart.customer?.name ?? say("Walk-in customer");
  return html`<header><div class="grow"><p class="strong">${cart.returns ? say("Return of %(number)s",
    { number: cart.returns.number }) : cart.lines.length || cart.customer ? named : say("Next customer")}</p>
    ${(cart.vehicle || cart.returns) && html`<p class="small muted">${cart.returns ? named : html`<span class="plate">
      ${cart.vehicle.plate}</span> ${[cart.vehicle.make, cart.vehicle.model,
      cart.vehicle.year].filter(Boolean).join(" ")}`}</p>`}</div>
    ${!cart.returns && html`<${Button} kind="quiet" name="user" text=${say("Customer")} key_=${till.state.pay
      ? undefined : "F3"} disabled=${Boolean(till.state.pay)} press=${() =>
      till.set({ sheet: { name: "customer" } })} />`}</header>`;
}

function Below({ till, sums }) {
  const { cart, setup, pay } = till.state;
  const back = sums.gross < 0;
  const has = cart.lines.length > 0;
  const to = (name, more_) => () => till.set({ sheet: { name, ...more_ } });
  return html`<footer class="cart-foot stack close">
    <dl class="sums">${has && cart.basis === "excl" && html`<dt>${say("Net")}</dt><dd>${
      amount(Math.abs(sums.net), setup.currency)}</dd>`}
      ${sums.groups.filter((group) => has && group.ppm).map((group) => html`<dt>
      ${say("of which VAT %(rate)s", { rate: `${percent(group.ppm)} %` })}</dt><dd>${amount(Math.abs(group.tax),
      setup.currency)}</dd>`)}
      <dt class="whole">${back ? say("To give back") : say("To pay")}</dt><dd class="whole" aria-live="polite">
        ${amount(Math.abs(sums.gross), setup.currency)}</dd></dl>
    ${!pay && html`<div class="actions">${has ? html`
      ${!cart.returns && html`<${Button} name="percent" text=${say("Discount")} key_="F6" press=${to("discount",
        { line: null })} /><${Button} name="pencil" text=${say("Free line")} key_="F7" press=${to("free",
        { text: "" })} />`}
      <${Button} name="pause" text=${say("Park")} key_="F8" press=${() => park(till)} />` : html`
      <${Button} name="pencil" text=${say("Free line")} key_="F7" press=${to("free", { text: "" })} />
      <${Button} name="pause" text=${say("Parked")} key_="F8" disabled=${!till.state.parked.length}
        press=${to("parked")}>${till.state.parked.length > 0 && html`<span class="count">${till.state.parked.length}
        </span>`}<//>
      <${Button} name="undo-2" text=${say("Return")} key_="F9" press=${to("returns")} />`}</div>`}
    ${pay ? html`<${Finish} till=${till} />` : html`<${Button} kind="primary pay" text=${back
      ? say("Give back %(sum)s", { sum: money(-sums.gross, setup.currency) }) : has ? say("Pay %(sum)s",
      { sum: money(sums.gross, setup.currency) }) : say("Pay")} key_="F12" aria-disabled=${has ? undefined : "true"} press=${() =>
      begin(till)} />`}
  </footer>`;
}

function Finish({ till }) {
  const { pay } = till.state;
  const { settled } = standing(till);
  return html`<${Button} kind="primary pay" text=${pay.busy ? say("Storing …") : say("Finish")} key_="F12"
    disabled=${!settled || Boolean(pay.busy)} press=${() => finish(till)} />`;
}

/** What lies on the counter as money, while one pays. */
function Laid({ till }) {
  const { pay, setup } = till.state;
  const now = standing(till);
  return html`<div class="till-laid"><h2 class="small muted">${say("On the counter")}</h2>
    <ul class="rows">${pay.laid.map((one) => html`<li key=${one.id}>
    <span class="grow">${say(TENDERS[one.tender])}${one.reference && html`<span class="sub">${one.reference}</span>`}
    </span><span class="number">${amount(one.amount, setup.currency)}</span><button class="btn quiet icon-only"
    type="button" aria-label=${say("Take it away")} onClick=${() => pick(till, one.id)}>${icon("x")}</button></li>`)}
    ${!pay.laid.length && html`<li class="muted">${say("Nothing yet.")}</li>`}</ul>
    ${(now.rounding !== 0 || now.change !== 0) && html`<dl class="sums pad"><dt>${say("Rounding")}</dt>
      <dd>${amount(now.rounding, setup.currency)}</dd><dt class="strong">${say("Change (coins)")}</dt>
      <dd class="strong">${amount(now.change, setup.currency)}</dd></dl>`}</div>`;
}

/** The ticket at the right. */
export function Cart({ till }) {
  const { cart, parked, pay } = till.state;
  const sums = till.sums;
  return html`<section id="ticket" class="cart card" aria-label=${say("The cart")}>
    <${Head} till=${till} />
    <div class="cart-lines"><ul class="rows">${cart.lines.map((line) => html`<${Row} key=${line.id} till=${till}
      line=${line} sum=${sums.each.get(line.id)} />`)}</ul>
      ${!cart.lines.length && html`<p class="pad muted">${say("The cart is empty.")}${parked.length > 0 &&
        html` ${say("%(n)s sale is parked.", { n: parked.length })}`}</p>`}
      ${pay && html`<${Laid} till=${till} />`}</div>
    <${Below} till=${till} sums=${sums} />
  </section>`;
}
