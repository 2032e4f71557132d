/* How the till draws: Preact with templates, and the few pieces every view is made of. */
import { Component, Fragment, createElement, render } from "../vendor/preact.js";
import htm from "../vendor/htm.js";

export const html = htm.bind(createElement);
export { Component, Fragment, render };

/** An icon of the sprite; the word beside it says the same. */
export const icon = (name) => html`<svg class="icon" aria-hidden="true">
  <use href=${`${document.body.dataset.icons}#${name}`} /></svg>`;

/** A button with its key printed on it. */
export function Button({ key_, kind = "", name, text, press, disabled = false, title, type = "button", children,
  ...rest }) {
  return html`<button class=${`btn ${kind}`} type=${type} onClick=${press} disabled=${disabled} title=${title}
    data-keys=${key_} aria-keyshortcuts=${key_} ...${rest}>${name && icon(name)}${text}${children}${key_ &&
      html`${" "}<kbd>${shown(key_)}</kbd>`}</button>`;
}

const SHOWN = { Escape: "Esc", Enter: "⏎", "Control+z": "Ctrl Z", "Control+k": "Ctrl K" };
const shown = (keys) => SHOWN[keys.split(" ")[0]] ?? keys.split(" ")[0].toUpperCase();

/** A strip in the flow: what happened, and one thing to do about it. */
export function Strip({ kind = "", name = "info", text, children, role = "status" }) {
  return html`<div class=${`strip ${kind}`} role=${kind === "bad" ? "alert" : role}>${icon(name)}<p>${text}</p>
    ${children}</div>`;
}

/** A modal sheet; Esc and the cross close it. */
export class Sheet extends Component {
  componentDidMount() {
    this.dialog.showModal();
    this.dialog.querySelector("[autofocus]")?.focus();
  }
  render({ title, close, children, closing = "" }) {
    return html`<dialog ref=${(dialog) => { this.dialog = dialog ?? this.dialog; }} class="sheet"
      aria-labelledby="sheet-title" onCancel=${(event) => { event.preventDefault(); close(); }}>
      <header><h2 id="sheet-title">${title}</h2><button class="btn quiet icon-only" type="button" onClick=${close}
        aria-label=${closing}>${icon("x")}</button></header>
      ${children}</dialog>`;
  }
}
