/* The till's page begins here: what is stored is opened first, the network comes later. */
import "../js/keys.js";
import { listen } from "../js/wedge.js";
import { display } from "./display.js";
import { html, render } from "./draw.js";
import { done } from "./practice.js";
import { scan } from "./selling.js";
import { start } from "./syncing.js";
import { Till } from "./till.js";
import { watch } from "./updating.js";
import { Screen } from "./view_till.js";
import { learn, say, spoken } from "./words.js";

const root = document.querySelector("#till");

function draw(till) {
  const { theme, practice } = till.state;
  const page = document.documentElement;
  page.lang = spoken();
  if (theme) page.dataset.theme = theme;
  else delete page.dataset.theme;
  document.body.classList.toggle("practice", practice);
  render(html`<${Screen} till=${till} />`, root);
}

/** A short low tone: what was scanned is not known. */
function beep() {
  const sound = new AudioContext();
  const tone = new OscillatorNode(sound, { frequency: 220, type: "square" });
  const volume = new GainNode(sound, { gain: 0.08 });
  tone.connect(volume).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.18);
  tone.addEventListener("ended", () => sound.close());
}

async function till() {
  const made = new Till({ worker: new Worker(document.body.dataset.worker, { type: "module" }), draw });
  made.beep = beep;
  made.practised = (name) => done(made, name);
  draw(made);
  await made.open();
  document.documentElement.dataset.ready = made.state.stage;
  made.display ??= new BroadcastChannel("vaxel-till-display");
  made.display.addEventListener("message", ({ data }) => { if (data === "show") made.show(); });
  listen({
    heard: (text, before) => scan(made, text, before),
    leaves: (field) => Boolean(field.closest?.("dialog, .till-pay, .till-pin, .till-door"))
      || made.state.stage !== "selling",
    refuses: () => Boolean(made.state.pay),
    waits: () => made.set({ pay: { ...made.state.pay,
      fault: say("A scan waits: finish the payment, or press Esc.") } }),
  });
  start(made);
  watch(() => made.set({ update: true }));
}

const words = await fetch("/till/words.json", { credentials: "omit" });
learn(await words.json());
if (location.pathname === "/till/display") display(root);
else await till();
