/* How the till stands, whose it is, and which keys it has. */
import { Button, Sheet, Strip, html, icon } from "./draw.js";
import { forget, leave } from "./entering.js";
import { EXERCISES, practise } from "./practice.js";
import { writeOut } from "./syncing.js";
import { clock, moment, say, spoken } from "./words.js";

function Fact({ name, children }) {
  return html`<dt>${name}</dt><dd>${children}</dd>`;
}

/** The state of the device in words, and what can be done about what waits. */
export function Device({ till }) {
  const s = till.state;
  return html`<${Sheet} title=${say("This till")} close=${() => till.close()} closing=${say("Close")}><div class="pad">
    ${!s.kept && html`<${Strip} kind="warn" name="triangle-alert"
      text=${say("The browser does not promise to keep what is stored here. Install the till as an app, and it does.")} />`}
    <dl class="facts">
      <${Fact} name=${say("Device")}>${s.device?.name} <span class="muted">${s.device?.series}</span><//>
      <${Fact} name=${say("Waits")}>${s.waiting.count ? say("%(n)s thing since %(time)s", { n: s.waiting.count,
        time: moment(s.waiting.oldest) }) : say("nothing")}<//>
      <${Fact} name=${say("Heard of the server")}>${s.answered ? clock(s.answered)
        : say("not since this page was opened")}<//>
      <${Fact} name=${say("Catalogue")}>${say("%(n)s parts, as of %(time)s", { n: s.catalogue.parts,
        time: s.catalogue.asOf ? moment(Date.parse(s.catalogue.asOf)) : "–" })}<//>
      <${Fact} name=${say("Clock")}>${s.skew === null ? "–" : say("%(n)s s from the server's",
        { n: Math.round(Math.abs(s.skew) / 1000) })}<//>
    </dl>
    <div class="actions"><button class="btn" type="button" disabled=${!s.device} onClick=${() => till.wake()}>
      ${icon("refresh-cw")}${say("Send now")}</button><button class="btn" type="button" onClick=${() =>
      writeOut(till)}>${icon("download")}${say("Write what waits to a file")}</button>
      <a class="btn" href="/till/display" target="vaxel-display" rel="noopener">
        ${icon("monitor")}${say("The customer's display")}</a></div>
    <hr /><div class="actions"><${Button} kind="danger" name="unlink" text=${say("Forget this device")} press=${() =>
      forget(till)} /></div>
  </div><//>`;
}

/** Who is here, and how the till looks to them. */
export function Who({ till }) {
  const s = till.state;
  const themes = [["", say("as the device")], ["light", say("light")], ["dark", say("dark")]];
  return html`<${Sheet} title=${s.operator.name} close=${() => till.close()} closing=${say("Close")}><div class="pad">
    <div class="field"><span class="label">${say("Language")}</span><div class="seg"><label>
      <input type="radio" name="language" checked=${spoken() === "sv"} onChange=${() =>
      till.language("sv")} />Svenska</label><label><input type="radio" name="language" checked=${spoken() === "en"}
      onChange=${() => till.language("en")} />English</label></div></div>
    <div class="field"><span class="label">${say("Colours")}</span><div class="seg">${themes.map(([theme,
      text]) => html`<label key=${theme}><input type="radio" name="theme" checked=${s.theme === theme}
      onChange=${() => till.theme(theme)} />${text}</label>`)}</div></div>
    <div class="actions"><button class="btn" type="button" onClick=${() => till.set({ sheet: { name: "drawer" } })}>
      ${icon("coins")}${say("The drawer")}</button>
      ${s.practice ? html`<button class="btn" type="button" onClick=${() => practise(till,
        false)}>${icon("store")}${say("Back to the shop")}</button>` : html`<button class="btn" type="button"
        onClick=${() => practise(till, true)}>${icon("graduation-cap")}${say("Practise")}</button>`}
      <a class="btn" href="/">${icon("external-link")}${say("The office")}</a></div>
    ${s.practice && html`<div class="stack close"><h3>${say("Seven exercises")}</h3><ol class="till-exercises">
      ${EXERCISES.map(([name, text]) => html`<li key=${name} class=${s.exercises.includes(name) ? "done"
      : ""}>${icon(s.exercises.includes(name) ? "circle-check" : "circle")}<span>${text()}</span></li>`)}</ol></div>`}
    </div><footer><button class="btn primary" type="button" autofocus onClick=${() => leave(till)}>
      ${icon("lock")}${say("Leave the till")}</button></footer><//>`;
}

/** Every key, and what it does. */
export function Keys({ till }) {
  const keys = [
    ["F2 /", say("find")], ["⏎", say("add what is chosen")], ["3*", say("before a scan: three of it")], ["+ −",
      say("more or less of the last line")], ["Del", say("take the last line away")],
    ["Ctrl Z", say("undo")], ["F3", say("customer and vehicle")], ["F6", say("discount")], ["F7", say("free line")],
      ["F8", say("park, or bring back")], ["F9", say("return")],
    ["F10", say("print the receipt")], ["F12", say("pay, and finish")], ["Esc", say("back")], ["?", say("this list")],
  ];
  return html`<${Sheet} title=${say("Keys")} close=${() => till.close()} closing=${say("Close")}><div class="pad">
    <p>${say("Scan or type; it lands on the ticket; press Pay.")}</p><dl class="keymap">${keys.map(([key,
    text]) => html`<dt><kbd>${key}</kbd></dt><dd>${text}</dd>`)}</dl>
    <p class="small muted">${say("A scanner works wherever you stand on the page.")}</p></div><//>`;
}
