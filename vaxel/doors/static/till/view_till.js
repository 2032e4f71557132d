/* The whole screen: the bar with the state in words, and below it what the till is about just now. */
import { Button, Strip, html, icon } from "./draw.js";
import { Counter } from "./view_counter.js";
import { Enrol, Locked } from "./view_enter.js";
import { Sheets } from "./view_sheets.js";
import { writeOut } from "./syncing.js";
import { takeOver } from "./updating.js";
import { clock, say } from "./words.js";

const STALE_MS = 12 * 3600000;
const SKEW_MS = 5 * 60000;

/** How it stands with the server, in words. */
export function standing({ net, waiting: { sales, count, alarming } }) {
  const values = { n: sales };
  if (net === "stranger") return { text: say("Not sent: this till must be enrolled again"), kind: "red",
    name: "circle-alert" };
  if (net === "offline") {
    const text = sales ? say("Offline – %(n)s sale waits", values) : say("Offline");
    return { text, kind: alarming ? "red" : "amber", name: "wifi-off" };
  }
  if (net === "asking") return { text: sales ? say("Looking for the server – %(n)s sale waits", values)
    : say("Looking for the server"), kind: "", name: "wifi" };
  if (count && sales) return { text: say("Sending – %(n)s sale waits", values), kind: alarming ? "red" : "blue",
    name: "upload" };
  return { text: say("Online"), kind: "green", name: "wifi" };
}

function asOf({ catalogue, busy, practice }) {
  if (busy) return say("Fetching the catalogue …");
  if (practice || !catalogue.asOf) return "";
  const at = Date.parse(catalogue.asOf);
  const today = Date.now() - at < STALE_MS;
  return say("Prices from %(when)s", { when: today ? clock(at) : catalogue.asOf.slice(0, 10) });
}

function Bar({ till }) {
  const s = till.state;
  const how = standing(s);
  const prices = asOf(s);
  return html`<header class="bar">
    <span class="brand"><img src=${document.body.dataset.mark} alt="" width="32" height="32" /></span>
    ${s.practice && html`<span class="chip amber practice-mark">${icon("graduation-cap")}${say("PRACTICE")}</span>`}
    <p class="where"><b>${s.setup ? s.setup.site.name : say("The till")}</b><span>${s.setup ? say("Register %(name)s",
      { name: s.setup.register.name }) : "Växel"}</span></p>
    ${s.device && html`<button class="btn quiet till-state" type="button" onClick=${() => till.set({ sheet: { name: "state" } })}
      aria-live="polite"><span class=${`chip ${how.kind}`}>${icon(how.name)}${how.text}</span>${prices &&
      html`<span class="small muted till-prices">${prices}</span>`}</button>`}
    <div class="end">
      <${Button} kind="quiet icon-only" name="circle-question-mark" key_="?" title=${say("Keys and help")}
        aria-label=${say("Keys and help")} press=${() => till.set({ sheet: { name: "keys" } })} />
      ${s.operator && html`<button class="btn quiet" type="button" aria-label=${s.operator.name} onClick=${() =>
        till.set({ sheet: { name: "who" } })}>${icon("user")}<span class="who-name">${s.operator.name}</span>
        ${icon("chevron-down")}</button>`}
    </div></header>`;
}

/** What must be known before one goes on selling; each with the one thing to do about it. */
function Warnings({ till }) {
  const s = till.state;
  const empty_ = !s.cart.lines.length && !s.pay;
  const skewed = s.skew !== null && Math.abs(s.skew) > SKEW_MS;
  return html`${s.update && empty_ && html`<${Strip} name="download"
    text=${say("There is a new version of the till.")}><button class="btn" type="button" onClick=${takeOver}>
    ${icon("refresh-cw")}${say("Update")}</button><//>`}
    ${s.net === "stranger" && html`<${Strip} kind="bad" name="circle-alert"
      text=${say("The server does not know this till any more. What is sold is kept here and waits.")}>
      <button class="btn" type="button" onClick=${() => till.set({ sheet: { name: "enrol" } })}>${say("Enrol again")}
      </button><//>`}
    ${s.waiting.alarming && html`<${Strip} kind="bad" name="triangle-alert"
      text=${say("%(n)s sale has waited for long. Look at the network, or carry them to the office as a file.",
      { n: s.waiting.sales })}><button class="btn" type="button" onClick=${() => writeOut(till)}>
      ${icon("download")}${say("Write to a file")}</button><//>`}
    ${s.attention > 0 && html`<${Strip} kind="bad" name="circle-alert"
      text=${say("The server refused to take something it had before in another shape. The office must look at it; it is kept here.")}><button class="btn" type="button" onClick=${() => writeOut(till)}>${icon("download")}${say("Write to a file")}</button><//>`}
    ${skewed && html`<${Strip} kind="warn" name="clock"
      text=${say("This device's clock is %(n)s minutes wrong. Set it, or receipts say the wrong time.",
      { n: Math.round(Math.abs(s.skew) / 60000) })} />`}
    ${s.sentence && html`<${Strip} kind="warn" name="triangle-alert" text=${s.sentence} />`}`;
}

/** The broken and the moved: nothing is lost, and what to do is said. */
function Stopped({ title, text, children }) {
  return html`<main id="main"><div class="page narrow"><section class="card pad stack"><h1>${title}</h1><p>${text}</p>
    <div class="actions"><button class="btn primary" type="button" onClick=${() => location.reload()}>
    ${icon("refresh-cw")}${say("Load again")}</button>${children}</div></section></div></main>`;
}

const STAGES = {
  loading: () => html`<main id="main" aria-busy="true"></main>`,
  broken: ({ till }) => html`<${Stopped} title=${say("This device's storage cannot be read")}
    text=${say("What was sold is still in it; nothing is deleted. Close other windows of the till and load again. If that does not help, leave the device as it is and tell the office. (%(why)s)", { why: till.state.fault })} />`,
  moved: () => html`<${Stopped} title=${say("A newer till is open in another window")}
    text=${say("This window has stepped aside so that it can go on. Nothing is lost.")} />`,
  enrol: Enrol,
  locked: Locked,
  selling: ({ till }) => html`<main id="main"><div class="page wide counter-page">
    <h1 class="hide">${say("Counter sale")}</h1><div class="till-warnings"><${Warnings} till=${till} /></div>
    <${Counter} till=${till} /></div></main>`,
};

/** The screen as the state says. */
export function Screen({ till }) {
  const s = till.state;
  const Stage = STAGES[s.stage];
  return html`<${Bar} till=${till} /><${Stage} till=${till} /><${Sheets} till=${till} />
    <div class="hide" role="status" aria-live="polite">${s.strip?.text ?? ""}</div>`;
}

