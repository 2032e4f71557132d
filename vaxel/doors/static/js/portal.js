/** The sum of what is chosen, as it is chosen. Without this the page works the same, by a button and the server. */
import { formatMoney } from "./money.js";

const form = document.getElementById("answers");
const sum = document.getElementById("sum");

/** What is approved already or chosen now; all jobs together cost what the quote says. */
function chosen() {
  const counted = [...form.querySelectorAll("[data-gross]")].filter(
    (job) => "approved" in job.dataset || job.querySelector('[value="approve"]:checked'),
  );
  if (counted.length === Number(form.dataset.jobs)) return Number(form.dataset.whole);
  return counted.reduce((total, job) => total + Number(job.dataset.gross), 0);
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
