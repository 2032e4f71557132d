/* What one asks for in between: a sheet over the counter, closed by Esc, which changes nothing by being closed. */
import { BadInput, parseAmount, parseQuantity } from "../js/money.js";
import { Component, Sheet, Strip, html, icon } from "./draw.js";
import { Drawer } from "./view_drawer.js";
import { Enrol, Pin } from "./view_enter.js";
import { checkPin } from "./entering.js";
import { limitOf } from "./people.js";
import { Device, Keys, Who } from "./view_about.js";
import { bringBack, findPeople, free, lower, recall, toCustomer } from "./selling.js";
import { clock, locale, moment, money, percent, say } from "./words.js";

/** A number that was typed, or null and a sentence under its field. */
function read(act, sentence) {
  try {
    return [act(), ""];
  } catch (fault) {
    if (!(fault instanceof BadInput)) throw fault;
    return [null, sentence];
  }
}

function Field({ name, label, fault, help, children }) {
  return html`<div class="field"><label for=${name}>${label}</label>${children}${help && html`<p class="help">${help}
    </p>`}${fault && html`<p class="fault" role="alert">${fault}</p>`}</div>`;
}

const Foot = ({ till, text, name = "check" }) => html`<footer><button class="btn" type="button" onClick=${() =>
  till.close()}>${say("Cancel")}</button><button class="btn primary">${icon(name)}${text}</button></footer>`;

class Free extends Component {
  state = { faults: {} };
  send(event) {
    event.preventDefault();
    const { till } = this.props;
    const { part } = till.state.sheet;
    const form = new FormData(event.target);
    const [quantityMilli, badQuantity] = read(() => parseQuantity(form.get("quantity") || "1", 3, locale()),
      say("Write the quantity with digits, such as 2 or 1,5."));
    const [minor, badPrice] = read(() => parseAmount(form.get("price"), till.state.setup.currency, locale()),
      say("Write the price with digits, such as 149 or 149,50."));
    const text = String(form.get("text") ?? "").trim() || part?.name_sv || "";
    const faults = { quantity: badQuantity, price: badPrice, text: text ? "" : say("Say what it is.") };
    this.setState({ faults });
    if (badQuantity || badPrice || faults.text) return;
    till.close();
    free(till, { part, text, quantityMilli, priceCm: minor * 100, taxCode: form.get("tax") ?? "standard",
      kind: "part" });
  }
  render({ till }, { faults }) {
    const { sheet, setup, operator } = till.state;
    if (!operator.may.includes("prices.override")) {
      return html`<${Sheet} title=${say("Free line")} close=${() => till.close()} closing=${say("Close")}>
        <div class="pad"><${Strip} kind="warn" name="lock"
        text=${say("You may not type prices at this till. Someone who may has to stand at it.")} /></div><//>`;
    }
    return html`<${Sheet} title=${sheet.part ? say("%(what)s has no price. Type one.", { what: sheet.part.number })
      : say("Free line")} close=${() => till.close()} closing=${say("Close")}><form onSubmit=${(event) =>
      this.send(event)}><div class="pad">
      ${!sheet.part && html`<${Field} name="text" label=${say("What it is")} fault=${faults.text}>
        <input class="input" id="text" name="text" value=${sheet.text} maxlength="120" autocomplete="off"
        autofocus=${!sheet.text} /><//>`}
      <div class="fields"><div class="w6"><${Field} name="price" label=${till.state.cart.basis === "incl"
        ? say("Price with VAT") : say("Price without VAT")} fault=${faults.price}><input class="input number"
        id="price" name="price" inputmode="decimal" autocomplete="off" autofocus=${Boolean(sheet.text)} /><//></div>
      <div class="w6"><${Field} name="quantity" label=${say("Quantity")} fault=${faults.quantity}>
        <input class="input number" id="quantity" name="quantity" inputmode="decimal" value=${sheet.quantityMilli
        ? String(sheet.quantityMilli / 1000) : "1"} autocomplete="off" /><//></div></div>
      ${!sheet.part && Object.keys(setup.tax_codes).length > 1 && html`<${Field} name="tax" label=${say("VAT")}>
        <select class="input" id="tax" name="tax">${Object.entries(setup.tax_codes).map(([code, rate]) => html`<option
        value=${code} selected=${code === "standard"}>${percent(rate.ppm)} %</option>`)}</select><//>`}
      </div><${Foot} till=${till} text=${say("Put it in the cart")} name="plus" /></form><//>`;
  }
}

/** Per cent or an amount, on a line or on all; above the operator's own limit someone else answers with their PIN. */
class Discount extends Component {
  state = { line: this.props.till.state.active, kind: "percent", value: "", fault: "", asks: false, second: null,
    reason: "" };
  wish() {
    const { till } = this.props;
    const { kind, value, line } = this.state;
    const words_ = say("Write the discount with digits, such as 10 or 12,5.");
    if (kind === "percent") {
      const [milli, fault] = read(() => parseQuantity(value || "x", 3, locale()), words_);
      return fault ? { fault } : { id: line, ppm: milli * 10, minor: 0 };
    }
    const [minor, fault] = read(() => parseAmount(value || "x", till.state.setup.currency, locale()), words_);
    return fault ? { fault } : { id: line, ppm: 0, minor };
  }
  send(event, answer = null) {
    event?.preventDefault();
    const { till } = this.props;
    const wish = this.wish();
    if (wish.fault) return this.setState({ fault: wish.fault });
    if (!answer && this.above(wish)) return this.setState({ asks: true, fault: "" });
    if (lower(till, wish.id, { ...wish, answer })) return till.close();
    return this.setState({ fault: till.state.strip?.text ?? "" });
  }
  above({ id, ppm, minor }) {
    const { till } = this.props;
    const limit = limitOf(till.state.operator);
    if (!minor) return ppm > limit;
    const before = till.sums.each.get(id)?.before ?? 0;
    return BigInt(minor) * 1000000n > BigInt(before) * BigInt(limit);
  }
  async answered(pin) {
    const { till } = this.props;
    const { second, reason } = this.state;
    if (!reason.trim()) return say("Say why.");
    const { operator, text } = await checkPin(till, second, pin);
    if (!operator) return text;
    this.send(null, { ...operator, reason });
    return "";
  }
  render({ till }, { line, kind, value, fault, asks, second, reason }) {
    const { cart, operator, setup } = till.state;
    const may = cart.lines.filter((one) => one.discountable && !one.parent);
    const others = setup.operators.filter((one) => one.id !== operator.id && limitOf(one) > limitOf(operator));
    return html`<${Sheet} title=${say("Discount")} close=${() => till.close()} closing=${say("Close")}>
      <form onSubmit=${(event) => this.send(event)}><div class="pad">
      ${fault && html`<${Strip} kind="bad" name="circle-x" text=${fault} />`}
      ${second ? html`<p class="strong">${say("%(what)s off %(line)s", { what: kind === "percent" ? `${value} %`
        : `${value} ${setup.currency === "SEK" ? "kr" : setup.currency}`, line: may.find((one) => one.id === line)?.text
        ?? say("everything") })}</p>` : html`<${Field} name="line" label=${say("On")}><select class="input" id="line" onChange=${(event) =>
        this.setState({ line: event.target.value || null, kind: event.target.value ? kind : "percent" })}>
        <option value="" selected=${line === null}>${say("Everything")}</option>${may.map((one) => html`<option
        value=${one.id} selected=${one.id === line}>${one.text}</option>`)}</select><//>
      <div class="fields"><div class="w6"><${Field} name="value" label=${kind === "percent" ? say("Per cent")
        : say("Amount off")} help=${say("You may give %(limit)s yourself.",
        { limit: `${percent(limitOf(operator))} %` })}><input class="input number big" id="value" inputmode="decimal"
        autocomplete="off" autofocus value=${value} onInput=${(event) => this.setState({ value: event.target.value,
        fault: "", asks: false })} /><//></div>
      <div class="w6 field"><span class="label">${say("As")}</span><div class="seg"><label>
        <input type="radio" name="kind" checked=${kind === "percent"} onChange=${() =>
        this.setState({ kind: "percent" })} />%</label><label><input type="radio" name="kind"
        disabled=${line === null} checked=${kind === "amount"} onChange=${() => this.setState({ kind: "amount" })} />
        ${setup.currency === "SEK" ? "kr" : setup.currency}</label></div></div></div>`}
      ${asks && html`<div class="stack">${!second && html`<${Strip} kind="warn" name="lock"
        text=${say("That is above what you may give. Someone who may answers for it.")} />`}
        <${Field} name="reason" label=${say("Why")}><input class="input" id="reason" maxlength="200"
          autocomplete="off" value=${reason} onInput=${(event) => this.setState({ reason: event.target.value })} /><//>
        <div class="till-people">${others.map((one) => html`<button key=${one.id} class=${`btn${second?.id === one.id
          ? " primary" : ""}`} type="button" onClick=${() =>
          this.setState({ second: second?.id === one.id ? null : one })}>
          <span class="till-initials" aria-hidden="true">${one.initials}</span>${one.name}</button>`)}${!others.length
          && html`<p class="muted">${say("Nobody at this till may give more.")}</p>`}</div>
        ${second && html`<${Pin} key=${second.id} name="second-pin" label=${say("PIN of %(name)s",
          { name: second.name })} done=${(pin) => this.answered(pin)} />`}</div>`}
      </div>${!asks && html`<${Foot} till=${till} text=${say("Give the discount")} name="percent" />`}</form><//>`;
  }
}

class Customer extends Component {
  state = { text: "", found: [], at: 0 };
  look(text) {
    this.setState({ text, found: findPeople(this.props.till, text), at: 0 });
  }
  key(event) {
    const { found, at } = this.state;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.setState({ at: Math.max(0, Math.min(found.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))) });
    } else if (event.key === "Enter" && found[at]) {
      event.preventDefault();
      toCustomer(this.props.till, found[at].customer, found[at].vehicle);
    }
  }
  render({ till }, { text, found, at }) {
    const { cart } = till.state;
    return html`<${Sheet} title=${say("Customer and vehicle")} close=${() => till.close()} closing=${say("Close")}>
      <div class="pad">
      <div class="with-icon">${icon("search")}<input class="input big" role="combobox" aria-expanded=${found.length
        ? "true" : "false"} aria-controls="people" aria-label=${say("Plate, name, number or phone")}
        placeholder=${say("Plate, name, number or phone")} autocomplete="off" autofocus value=${text}
        onInput=${(event) => this.look(event.target.value)} onKeyDown=${(event) => this.key(event)} /></div>
      <div class="found till-people-found" id="people" role="listbox" aria-label=${say("Search results")}>
        ${found.map(({ customer, vehicle }, n) => html`<div key=${`${customer?.id}${vehicle?.id}`} role="option"
        aria-selected=${n === at ? "true" : "false"} onClick=${() => toCustomer(till, customer, vehicle)}>
        <div class="hit">${icon(vehicle ? "car" : customer?.kind === "company" ? "building"
        : "user")}<span class="hit-name">${customer?.name ?? say("No known owner")}<span class="sub">${[vehicle
        && `${vehicle.plate} ${vehicle.make} ${vehicle.model} ${vehicle.year ?? ""}`.trim(), customer?.number,
        customer?.phone].filter(Boolean).join(" · ")}</span></span><span class="hit-stock">${customer?.on_account &&
        html`<span class="chip blue">${say("On account")}</span>`}</span><span></span></div></div>`)}
        ${text && !found.length && html`<p class="found-none">
          ${say("Nobody here fits. This device knows customers of the last two years; a new one is made on the server's page.")}</p>`}</div></div>
      <footer>${cart.customer && html`<button class="btn" type="button" onClick=${() => toCustomer(till,
        null)}>${icon("user")}${say("Walk-in customer")}</button>`}<button class="btn" type="button" onClick=${() =>
        till.close()}>${say("Close")}</button></footer><//>`;
  }
}

function Parked({ till }) {
  const { parked, setup } = till.state;
  const rows = parked.slice().sort((a, b) => b.at - a.at);
  return html`<${Sheet} title=${say("Parked")} close=${() => till.close()} closing=${say("Close")}>
    <ul class="rows">${rows.map((row, n) => html`<li key=${row.id}><button class="btn quiet start grow" type="button"
    autofocus=${n === 0} onClick=${() => recall(till, row.id)}>
    ${row.cart.customer?.name ?? row.cart.lines[0]?.text ?? ""}<span class="sub">
    ${clock(row.at)} · ${row.by} · ${say("%(n)s line", { n: row.cart.lines.length })}</span></button>
    <span class="number strong">${money(row.gross, setup.currency)}</span></li>`)}${!rows.length &&
    html`<li class="muted">${say("Nothing is parked.")}</li>`}</ul><//>`;
}

/** Receipts of this device, sent or not; another till's are taken back on the server's page. */
class Returns extends Component {
  state = { facts: [], text: "" };
  async componentDidMount() {
    this.setState({ facts: (await this.props.till.store.sold(500)).filter((fact) => fact.kind === "sale") });
  }
  render({ till }, { facts, text }) {
    const wanted = text.replace(/\s/g, "").toLowerCase();
    const rows = facts.map((fact) => ({ fact, body: JSON.parse(fact.body) })).filter(({ body }) => !wanted
      || `${body.series}-${body.number}`.toLowerCase().includes(wanted));
    const { setup, net } = till.state;
    return html`<${Sheet} title=${say("Take goods back")} close=${() => till.close()} closing=${say("Close")}>
      <div class="pad"><div class="with-icon">${icon("receipt")}<input class="input big"
      aria-label=${say("Number on the receipt")} placeholder=${say("Number on the receipt")}
      autocomplete="off" autofocus value=${text} onInput=${(event) => this.setState({ text: event.target.value })}
      onKeyDown=${(event) => { if (event.key === "Enter" && rows.length) { event.preventDefault(); bringBack(till,
      rows[0].fact); } }} /></div></div>
      <ul class="rows till-receipts">${rows.slice(0, 30).map(({ fact, body }) => html`<li key=${fact.seq}>
        <button class="btn quiet start grow" type="button" onClick=${() => bringBack(till, fact)}>${body.number
        ? `${body.series}-${body.number}` : say("On account")}<span class="sub">
        ${moment(Date.parse(fact.client_at))} · ${say("%(n)s line", { n: body.lines.length })}${fact.sent_at ? ""
        : ` · ${say("not sent yet")}`}</span></button><span class="number strong">${money(body.gross_minor,
        setup.currency)}</span></li>`)}${!rows.length &&
        html`<li class="muted">${say("No receipt of this till has that number.")}</li>`}</ul>
      <footer><p class="small muted grow">${say("A receipt of another till is taken back on the server's page.")}</p>
        ${net === "online" ? html`<a class="btn" href=${`/counter/returns${text
        ? `?q=${encodeURIComponent(text.split("-").at(-1))}` : ""}`} target="_blank" rel="noopener">
        ${icon("external-link")}${say("Open it there")}</a>` : html`<span class="chip amber">
        ${icon("wifi-off")}${say("needs the network")}</span>`}</footer><//>`;
  }
}

const EnrolAgain = ({ till }) => html`<${Sheet} title=${say("Enrol again")} close=${() => till.close()}
  closing=${say("Close")}><${Enrol} till=${till} bare=${true} /><//>`;

const SHEETS = {
  free: Free, discount: Discount, customer: Customer, parked: Parked, returns: Returns, state: Device, keys: Keys,
    who: Who, enrol: EnrolAgain, drawer: Drawer,
};

/** The sheet that is open, if one is. */
export function Sheets({ till }) {
  const { sheet } = till.state;
  const One = sheet && SHEETS[sheet.name];
  return One ? html`<${One} key=${sheet.name} till=${till} />` : null;
}
