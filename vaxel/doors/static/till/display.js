/*
 * The customer's display: a window of the same browser on a second screen, told by the till, with or without network.
 */
import { html, render } from "./draw.js";
import { NAME } from "./till.js";
import { amount, money, quantity, sayIn } from "./words.js";

function Display({ shown }) {
  if (!shown) return html`<main class="till-display" id="main"></main>`;
  const { language, currency, lines, gross, done, shop, practice } = shown;
  const say = (text, values) => sayIn(language, text, values);
  return html`<main class="till-display" id="main">
    <header><h1>${shop}</h1>${practice && html`<p class="practice-banner">${say("PRACTICE")}</p>`}</header>
    ${done ? html`<section class="display-thanks"><p>${say("Thank you!")}</p>${done.change > 0 &&
      html`<p class="display-sum"><span>${say("Change (coins)")}</span><b>${money(done.change, currency, language)}
      </b></p>`}</section>`
      : !lines.length ? html`<section class="display-thanks"><p>${say("Welcome!")}</p></section>`
        : html`<ul class="rows">${lines.slice(-9).map((line) => html`<li key=${line.id}>
          <span class="grow">${line.quantityMilli !== 1000 && html`${quantity(line.quantityMilli,
          language)} × `}${line.text}</span><span class="number">${line.amount === null ? "" : amount(line.amount,
          currency, language)}</span></li>`)}</ul>
        <p class="display-sum" aria-live="polite"><span>${say(gross < 0 ? "To give back" : "To pay")}</span>
          <b>${money(Math.abs(gross), currency, language)}</b></p>`}
  </main>`;
}

/** The display, until the window is closed; it asks the till what lies on the counter now. */
export function display(root) {
  document.body.classList.add("display");
  const channel = new BroadcastChannel(`${NAME}-display`);
  const draw = (shown) => render(html`<${Display} shown=${shown} />`, root);
  channel.addEventListener("message", ({ data }) => { if (data !== "show") draw(data); });
  draw(null);
  channel.postMessage("show");
}
