// While one pays, a scan puts nothing anywhere and says so; the first digit pressed writes over the amount proposed.
import { listen } from "./wedge.js";

const excluded = (field) => Boolean(field.closest?.(".pay-amount"));
listen({
  heard: () => {},
  leaves: excluded,
  refuses: () => true,
  waits: () => {
    const place = document.querySelector("#strip");
    const text = document.querySelector("#pay")?.dataset.scanWaits;
    if (!place || !text) return;
    const strip = Object.assign(document.createElement("div"), { className: "strip warn" });
    strip.setAttribute("role", "status");
    strip.append(Object.assign(document.createElement("p"), { textContent: text }));
    place.replaceChildren(strip);
  },
});

// The amount that is proposed is replaced by what the thumb types, not added to.
document.addEventListener("click", (event) => {
  const key = event.target.closest("amount-keys [data-type]");
  const field = key && document.getElementById(key.parentElement.getAttribute("for"));
  if (field && field.value === field.defaultValue) field.value = "";
}, { capture: true });
