/* Paper by the browser: an 80 mm strip as long as its text. The height has to be said, or the browser takes a sheet. */
import { html, render } from "./draw.js";

const MM_A_PIXEL = 25.4 / 96;
const AIR_MM = 8;
let sheet = null;

/** The rows are printed; the screen stays as it is. */
export function print(rows, language) {
  let place = document.querySelector("#paper");
  if (!place) {
    place = Object.assign(document.createElement("div"), { id: "paper" });
    document.body.append(place);
  }
  place.lang = language;
  render(html`${rows.map((row, n) => html`<p key=${n} class=${`paper-row ${row.kind}`}>
    <span>${row.left}</span>${row.right && html`<span>${row.right}</span>`}</p>`)}`, place);
  const height = Math.ceil(place.scrollHeight * MM_A_PIXEL) + AIR_MM;
  sheet ??= new CSSStyleSheet();
  sheet.replaceSync(`@media print { @page { size: 80mm ${height}mm; margin: 0; } }`);
  document.adoptedStyleSheets = [sheet];
  window.print();
}
