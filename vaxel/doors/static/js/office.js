// The office's behaviours: htmx with the CSRF token, keys that are printed on buttons, and a few custom elements.
import htmx from "../vendor/htmx.js";
import "./keys.js";
import "./elements.js";
import "./live.js";
import "./palette.js";
import "./buying.js";

// The token is read when a request is sent, so that a log-in in another tab does no harm.
document.addEventListener("htmx:config:request", (event) => {
  const token = document.cookie.match(new RegExp(`(?:^|;\\s*)${document.documentElement.dataset.csrf}=([^;]+)`));
  if (token) event.detail.ctx.request.headers["X-CSRFToken"] = decodeURIComponent(token[1]);
});

// The server is away: say so where notices stand, and keep everything that was typed.
document.addEventListener("htmx:error", () => {
  const place = document.querySelector("#strip") ?? document.querySelector("main > div");
  const text = document.body.dataset.away;
  if (!place || !text || document.querySelector("#away")) return;
  const strip = Object.assign(document.createElement("div"), { className: "strip bad", id: "away" });
  strip.setAttribute("role", "alert");
  strip.append(Object.assign(document.createElement("p"), { textContent: text }));
  place.prepend(strip);
});
document.addEventListener("htmx:after:request", () => document.querySelector("#away")?.remove());

// An answer that made something new says where it lives, so that loading the page again finds it.
document.addEventListener("htmx:after:swap", () => {
  const address = document.querySelector("[data-address]")?.dataset.address;
  if (address && address !== location.pathname) history.replaceState(history.state, "", address);
});

// A no to what was sent from a sheet stands in the sheet, above what was typed, and not behind it.
document.addEventListener("htmx:after:swap", (event) => {
  const source = event.detail.ctx?.sourceElement;
  const sheet = source?.closest("dialog[open]");
  const strip = document.querySelector("#strip > .strip.bad");
  if (strip && !sheet && source?.matches("form")) strip.scrollIntoView({ block: "nearest" });
  if (!sheet || !strip) return;
  sheet.querySelector(".strip.bad")?.remove();
  (sheet.querySelector(".pad") ?? sheet).prepend(strip);
  strip.scrollIntoView({ block: "nearest" });
});

// What an answer announces is read out: <output data-say> anywhere in it.
document.addEventListener("htmx:after:swap", () => {
  const said = document.querySelector("[data-say]");
  const live = document.querySelector("#live");
  if (said && live && said.dataset.say !== live.textContent) live.textContent = said.dataset.say;
});

export default htmx;
