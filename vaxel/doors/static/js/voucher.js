// A voucher by hand: what debit and credit come to as one types, and one more row when one is wanted.
import { formatMoney, parseAmount } from "./money.js";

class VoucherRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", () => this.reckon());
    const more = this.querySelector("[data-add]");
    more.hidden = false;
    more.addEventListener("click", () => this.add());
    this.reckon();
  }
  add() {
    const rows = this.querySelector("tbody");
    const row = rows.lastElementChild.cloneNode(true);
    const n = rows.children.length + 1;
    for (const field of row.querySelectorAll("input")) {
      field.value = "";
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, n));
    }
    rows.append(row);
    row.querySelector("input").focus();
  }
  sum(name) {
    let sum = 0;
    for (const field of this.querySelectorAll(`input[name=${name}]`)) {
      const text = field.value.trim();
      if (!text) continue;
      try {
        sum += parseAmount(text, this.dataset.currency, this.dataset.locale);
      } catch {
        continue; // the server says which amount it cannot read
      }
    }
    return sum;
  }
  reckon() {
    const said = (minor) => formatMoney(minor, this.dataset.currency, this.dataset.locale);
    const [debit, credit] = [this.sum("debit"), this.sum("credit")];
    this.querySelector("[data-debit]").value = said(debit);
    this.querySelector("[data-credit]").value = said(credit);
    const balance = this.querySelector("[data-balance]");
    balance.textContent = debit === credit ? balance.dataset.even : `${balance.dataset.off} ${said(Math.abs(debit - credit))}`;
    balance.classList.toggle("late", debit !== credit);
  }
}
customElements.define("voucher-rows", VoucherRows);
