/* The drawer: its float, money in and out, and the count that closes the day. Facts, as sales are. */
import { BadInput, parseAmount } from "../js/money.js";
import * as bodies from "./bodies.js";
import { Component, Sheet, Strip, html, icon } from "./draw.js";
import { done } from "./practice.js";
import { locale, say } from "./words.js";

const ERRANDS = [
  ["drawer_open", "drawers.open", () => say("Begin: the float")], ["pay_in", "drawers.move_cash",
    () => say("Money in")],
  ["pay_out", "drawers.move_cash", () => say("Money out")], ["drop", "drawers.move_cash", () => say("To the safe")],
  ["drawer_kick", "drawers.open_without_sale", () => say("Open without a sale")], ["drawer_close", "drawers.close",
    () => say("Count, and close the day")],
];
const NOTED = new Set(["pay_in", "pay_out", "drop", "drawer_kick"]);

export class Drawer extends Component {
  state = { errand: ERRANDS.find(([, right]) => this.props.till.state.operator.may.includes(right))?.[0] ?? "",
    fault: "" };
  async send(event) {
    event.preventDefault();
    const { till } = this.props;
    const { errand } = this.state;
    const form = new FormData(event.target);
    const note = String(form.get("note") ?? "").trim();
    let minor = 0;
    try {
      if (errand !== "drawer_kick") minor = parseAmount(String(form.get("amount")), till.state.setup.currency,
        locale());
    } catch (fault) {
      if (!(fault instanceof BadInput)) throw fault;
      return this.setState({ fault: say("Write the amount with digits, such as 500 or 499,50.") });
    }
    if (minor < 0) return this.setState({ fault: say("An amount is above zero.") });
    if (NOTED.has(errand) && !note) return this.setState({ fault: say("Say why.") });
    const { operator } = till.state;
    const fact = await till.keep(...{
      drawer_open: ["drawer_open", ({ at }) => bodies.drawerOpen({ operator, at, float: minor })],
      drawer_close: ["drawer_close", ({ at }) => bodies.drawerClose({ operator, at, counted: minor,
        denominations: {} })],
      drawer_kick: ["drawer_kick", ({ at }) => bodies.drawerKick({ operator, at, reason: note })],
    }[errand] ?? ["cash", ({ at }) => bodies.cash({ operator, at, direction: errand, amount: minor, note })]);
    if (!fact) return till.close();
    till.close();
    if (errand === "drawer_close") done(till, "close");
    return till.strip(errand === "drawer_close"
      ? say("Counted. The day is closed, and the Z report comes when the server has it.") : say("Written down."),
      { kind: "good", name: "check" });
  }
  render({ till }, { errand, fault }) {
    const may = ERRANDS.filter(([, right]) => till.state.operator.may.includes(right));
    const close = () => till.close();
    if (!may.length) return html`<${Sheet} title=${say("The drawer")} close=${close} closing=${say("Close")}>
      <div class="pad"><${Strip} kind="warn" name="lock"
      text=${say("You may not do this at this till. Someone who may has to.")} /></div><//>`;
    return html`<${Sheet} title=${say("The drawer")} close=${close} closing=${say("Close")}>
      <form onSubmit=${(event) => this.send(event)}><div class="pad">
      ${fault && html`<${Strip} kind="bad" name="circle-x" text=${fault} />`}
      <div class="till-choices" role="group" aria-label=${say("What is done")}>${may.map(([name, ,
        text]) => html`<button key=${name} class=${`btn${name === errand ? " primary" : ""}`} type="button"
        aria-pressed=${name === errand ? "true" : "false"} onClick=${() => this.setState({ errand: name,
        fault: "" })}>${text()}</button>`)}</div>
      ${errand !== "drawer_kick" && html`<div class="field"><label for="drawer-amount">${errand === "drawer_close"
        ? say("Counted in the drawer") : say("Amount")}</label><input class="input number big" id="drawer-amount"
        name="amount" inputmode="decimal" autocomplete="off" autofocus /></div>`}
      ${NOTED.has(errand) && html`<div class="field"><label for="drawer-note">${say("Why")}</label>
        <input class="input" id="drawer-note" name="note" maxlength="200" autocomplete="off" /></div>`}
      </div><footer><button class="btn" type="button" onClick=${close}>${say("Cancel")}</button>
        <button class="btn primary">${icon("check")}${errand === "drawer_close" ? say("Close the day")
        : say("Write it down")}</button></footer></form><//>`;
  }
}
