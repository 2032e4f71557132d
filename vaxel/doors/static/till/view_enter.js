/* The doors of the till: becoming one, and standing at one. */
import { Component, Strip, html, icon } from "./draw.js";
import { enrol, enterAs, places } from "./entering.js";
import { say } from "./words.js";

/** This device becomes a till: where, and what it is called. Somebody who may has logged in on the server's page. */
export class Enrol extends Component {
  state = { registers: null, login: false, text: "", busy: false };
  componentDidMount() {
    this.look();
  }
  async look() {
    this.setState({ registers: null, text: "" });
    this.setState(await places(this.props.till));
  }
  async made(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.setState({ busy: true, text: "" });
    const text = await enrol(this.props.till, form.get("register"), String(form.get("name")).trim() || say("The till"));
    this.setState({ busy: false, text });
  }
  render({ till, bare = false }, { registers, login, text, busy }) {
    const body = html`${text && html`<${Strip} kind="bad" name="circle-x" text=${text} />`}
      ${till.state.busy && html`<${Strip} name="download" text=${say("Fetching the catalogue …")} />`}
      ${login && html`<p>${say("Someone who may set up tills logs in first; then this device is one, and needs no log-in to sell.")}</p><div class="actions"><a class="btn primary" href="/login?next=/till/">${icon("log-in")}${say("Log in")}</a></div>`}
      ${registers?.length > 0 && html`<form class="stack" onSubmit=${(event) => this.made(event)}>
        <div class="field"><label for="register">${say("Register")}</label><select class="input" id="register"
          name="register">${registers.map((one) => html`<option value=${one.id}>${one.site_name} · ${one.name}
          </option>`)}</select></div>
        <div class="field"><label for="device-name">${say("What this device is called")}</label>
          <input class="input" id="device-name" name="name" maxlength="80" autocomplete="off"
          placeholder=${say("Counter left, tablet")} /></div>
        <div class="actions"><button class="btn primary" disabled=${busy}>${icon("check")}${busy ? say("Setting up …")
          : say("Make this device a till")}</button></div></form>`}
      ${registers && !registers.length && !login && html`<div class="actions"><button class="btn" type="button"
        onClick=${() => this.look()}>${icon("refresh-cw")}${say("Try again")}</button></div>`}`;
    if (bare) return html`<div class="pad stack">${body}</div>`;
    return html`<main id="main"><div class="page narrow"><section class="card pad stack till-door">
      <h1>${say("Make this device a till")}</h1>
      <p class="muted">${say("It then sells also when the network or the server is away, and sends everything when they are back.")}</p>${body}</section></div></main>`;
  }
}

const PAD = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "back"];

/** A PIN, typed or pressed; `done(pin)` gives a sentence when it was wrong. */
export class Pin extends Component {
  state = { pin: "", text: "", busy: false };
  componentDidMount() {
    this.field?.focus();
  }
  async send() {
    const { pin, busy } = this.state;
    if (busy || !pin) return;
    this.setState({ busy: true });
    const text = await this.props.done(pin);
    this.setState({ busy: false, pin: "", text: text ?? "" });
    if (text) this.field?.focus();
  }
  press(key) {
    this.setState(({ pin }) => ({ pin: key === "back" ? pin.slice(0, -1) : (pin + key).slice(0, 12), text: "" }));
  }
  render({ label, name = "pin" }, { pin, text, busy }) {
    return html`<div class="stack close till-pin"><div class="field"><label for=${name}>${label}</label>
      <input class="input big" id=${name} type="password" inputmode="numeric" autocomplete="off" maxlength="12"
        value=${pin} aria-describedby=${`${name}-fault`} aria-invalid=${text ? "true" : undefined}
        ref=${(field) => { this.field = field; }} onInput=${(event) => this.setState({ pin: event.target.value,
          text: "" })} onKeyDown=${(event) =>
          { if (event.key === "Enter") { event.preventDefault(); this.send(); } }} />
      <p class="fault till-fault" id=${`${name}-fault`} role="alert">${text}</p></div>
      <div class="numpad" role="group" aria-label=${say("Digits")}>${PAD.map((digit, n) => (digit
        ? html`<button key=${n} class="btn" type="button" tabindex="-1" aria-label=${digit === "back"
        ? say("Erase the last") : undefined} onClick=${() => this.press(digit)}>${digit === "back"
        ? icon("arrow-left") : digit}</button>` : html`<span key=${n}></span>`))}</div>
      <button class="btn primary" type="button" disabled=${busy || !pin} onClick=${() => this.send()}>
        ${icon("check")}${busy ? say("Checking …") : say("Continue")} <kbd>⏎</kbd></button></div>`;
  }
}

/** Who stands at the till? A name, and the PIN. */
export class Locked extends Component {
  state = { who: null };
  componentDidMount() {
    this.people?.querySelector("button")?.focus({ preventScroll: true });
  }
  render({ till }, { who }) {
    const { setup } = till.state;
    return html`<main id="main"><div class="page till-who">
      <section class="card pad stack"><h1>${say("Who is at the till?")}</h1>
        <div class="till-people" ref=${(people) => { this.people = people ?? this.people; }}>${setup.operators.map((one) => html`<button key=${one.id}
          class=${`btn${who?.id === one.id ? " primary" : ""}`} type="button" aria-pressed=${who?.id === one.id
          ? "true" : "false"} onClick=${() => this.setState({ who: one })}><span class="till-initials"
          aria-hidden="true">${one.initials}</span>${one.name}</button>`)}</div>
        ${!setup.operators.length && html`<p class="muted">
          ${say("Nobody works at this register yet. Staff are added in the office.")}</p>`}</section>
      <section class="card pad">${who ? html`<${Pin} key=${who.id} label=${say("PIN of %(name)s", { name: who.name })}
        done=${(pin) => enterAs(till, who, pin)} />` : html`<p class="muted">
        ${say("Choose your name, then your PIN.")}</p>`}</section>
    </div></main>`;
  }
}
