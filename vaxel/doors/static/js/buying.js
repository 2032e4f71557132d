// Receiving by scanner: each scan counts one more of the line that has the code, without asking the server; and fields
// that store themselves when they are left.
import { listen } from "./wedge.js";

const plain = (text) => text.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]/g, "");
const whole = (text) => BigInt(/^\d+$/.test(text) ? text : "0");
/** What is typed, in thousandths; and back. */
function counted(text) {
  const [pieces, rest = ""] = text.replace(/\s/g, "").replace(",", ".").split(".");
  return whole(pieces) * 1000n + whole(rest.padEnd(3, "0").slice(0, 3));
}
function written(some) {
  const rest = String(some % 1000n).padStart(3, "0").replace(/0+$/, "");
  return rest ? `${some / 1000n}${document.documentElement.lang === "sv" ? "," : "."}${rest}` : String(some / 1000n);
}

class ScanIn extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("[data-scan]");
    field?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (field.value.trim()) this.scanned(field.value);
      field.value = "";
    });
    this.querySelector("[data-all]")?.addEventListener("click", () => {
      for (const row of this.querySelectorAll("[data-open]")) this.set(row, whole(row.dataset.open));
    });
    listen({ heard: (text) => this.isConnected && this.scanned(text), leaves: () => document.activeElement === field });
  }
  /** The line with the code that still lacks most gets one more scan of it. */
  scanned(text) {
    const code = plain(text);
    const hits = [...this.querySelectorAll("[data-codes]")].flatMap((row) => {
      const found = row.dataset.codes.split(" ").map((one) => one.split(":")).find(([known]) => known === code);
      return found ? [{ row, each: whole(found[1]) }] : [];
    });
    const lacks = ({ row }) => whole(row.dataset.open) - counted(row.querySelector("[data-came]").value);
    const hit = hits.find((one) => lacks(one) > 0n) ?? hits[0];
    if (!hit) return this.say(`${text.trim()} ${this.dataset.unknown}`, true);
    const now = counted(hit.row.querySelector("[data-came]").value) + hit.each;
    this.set(hit.row, now);
    for (const row of this.querySelectorAll(".counted")) row.classList.remove("counted");
    hit.row.classList.add("counted");
    this.say(`${hit.row.querySelector("td").firstElementChild.textContent}: ${written(now)}`, now > whole(hit.row.dataset.open));
  }
  set(row, some) {
    row.querySelector("[data-came]").value = written(some);
  }
  say(text, late) {
    const place = this.querySelector("[data-said]");
    place.textContent = text;
    place.classList.toggle("late", late);
  }
}
customElements.define("scan-in", ScanIn);

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submits]")) event.target.form.requestSubmit();
});
