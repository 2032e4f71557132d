/** The sum of what is chosen, as it is chosen. Without this the page works the same, by a button and the server. */
import { formatMoney } from "./money.js";

const form = document.getElementById("answers");
const sum = document.getElementById("sum");

/** What is approved already or chosen now; all that the quote counts together cost what it says. */
function chosen() {
  const counted = [...form.querySelectorAll("[data-approved][data-gross], input[data-gross]:checked")];
  const whole = counted.length === Number(form.dataset.jobs) && counted.every((one) => "counted" in one.dataset);
  return whole ? Number(form.dataset.whole) : counted.reduce((total, one) => total + Number(one.dataset.gross), 0);
}

if (form && sum) {
  form.classList.add("portal-live");
  const show = () => { sum.textContent = formatMoney(chosen(), form.dataset.currency); };
  form.addEventListener("change", show);
  addEventListener("pageshow", show);
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => { delete form.dataset.sent; });
}
