/*
 * The till: what is on the screen, and where it is kept. Errands stand beside it (selling, paying, entering,
 * syncing); each
 * changes the state by `set`, and the views draw what the state says.
 */
import { empty, totals } from "./cart.js";
import { Outbox, waiting } from "./outbox.js";
import { Link } from "./link.js";
import { Shelf } from "./shelf.js";
import { Broken, Full, keptForGood, open, remembered, remember, windowId } from "./storage.js";
import { say, speak, spoken, writeAs } from "./words.js";

export const NAME = "vaxel-till";
const PRACTICE = "vaxel-till-practice";
const APP = "1";

const START = {
  stage: "loading", fault: "", setup: null, device: null, operator: null, practice: false, theme: "",
  query: "", hits: null, hitsFor: "",
  at: 0, cart: null, active: null, strip: null, undo: null, sheet: null, pay: null, done: null,
  net: "asking", answered: 0, sentence: "", waiting: { count: 0, oldest: 0, alarming: false }, attention: 0,
  catalogue: { version: "", asOf: "", parts: 0 }, busy: "", parked: [], sold: new Map(), update: false, kept: true,
    skew: null,
  exercises: [],
};

export class Till {
  constructor({ worker, draw }) {
    this.state = { ...START, cart: empty(crypto.randomUUID()) };
    this.draw = draw;
    this.drawing = false;
    this.window = windowId();
    this.link = new Link({ language: spoken });
    this.shelf = new Shelf(worker);
    this.people = { customers: [], vehicles: [], version: "" };
    this.channel = new BroadcastChannel(NAME);
    this.wake = () => {};
    this.searching = false;
  }

  /** The state with these, drawn once however many there are in a turn. */
  set(more) {
    Object.assign(this.state, more);
    if (this.drawing) return;
    this.drawing = true;
    queueMicrotask(() => {
      this.drawing = false;
      this.draw(this);
    });
  }
  strip(text, { kind = "", name = "info", act = null } = {}) {
    this.set({ strip: { text, kind, name, act } });
  }
  bad(text, act = null) {
    this.strip(text, { kind: "bad", name: "circle-x", act });
  }

  /** Opens what is stored on this device; from here on the till can sell. */
  async open() {
    try {
      this.real = await open(NAME, { moved: () => this.set({ stage: "moved" }) });
      this.store = this.real;
      if (await this.real.get("meta", "practice")) await this.toPractice();
      await this.restore();
    } catch (fault) {
      this.set({ stage: "broken", fault: fault instanceof Broken ? String(fault.cause?.message ?? fault)
        : String(fault) });
      throw fault;
    }
    this.outbox = new Outbox({
      store: this.real, post: this.link.sync, ask: this.link.device, about: () => this.about(),
      heard: (answer) => this.heard?.(answer),
    });
    this.practising = new Outbox({ store: this.store, post: null, ask: null });
    this.shelf.start(NAME).then((catalogue) => {
      this.set({ catalogue });
      performance.mark("till-ready");
      document.documentElement.dataset.catalogue = catalogue.version;
      this.countSold();
    }, () => this.bad(say("The catalogue on this device cannot be read. It is fetched again as soon as the server answers.")));
    this.keepRoom();
  }
  async toPractice() {
    this.store = await open(PRACTICE);
    this.set({ practice: true, exercises: (await this.store.get("meta", "exercises")) ?? [] });
  }

  /** What was known and open when the page went away. */
  async restore() {
    const [device, setup, theme, language, skew, held] = await Promise.all(
      ["device", "setup", "theme", "language", "skew"].map((key) => this.real.get("meta", key))
        .concat(this.store.get("carts", this.window)),
    );
    this.people = (await this.real.get("catalogue", "people")) ?? this.people;
    this.link.token = device?.token ?? "";
    const operator = setup?.operators.find((one) => one.id === remembered("operator")) ?? null;
    writeAs(setup?.locale);
    speak((operator && remembered("language")) || operator?.language || language || setup?.language || "sv");
    const cart = held ?? (await this.orphan()) ?? this.state.cart;
    this.set({
      device: device ?? null, setup: setup ?? null, theme: theme ?? "", skew: skew ?? null, operator, cart,
      stage: !device || !setup ? "enrol" : operator ? "selling" : "locked", active: cart.lines.at(-1)?.id ?? null,
    });
    await this.count();
    this.set({ parked: await this.store.all("parked") });
  }
  /** A cart whose window is gone: taken over by this one. */
  async orphan() {
    const { held } = (await navigator.locks?.query?.()) ?? { held: [] };
    const open_ = new Set(held.map((lock) => lock.name));
    for (const key of await this.store.keys("carts")) {
      if (key === this.window || open_.has(`${NAME}-window-${key}`)) continue;
      const cart = await this.store.get("carts", key);
      await this.store.putAll("carts", [[key, null], [this.window, cart]]);
      return cart;
    }
    return null;
  }

  /** The room that selling needs is asked for and held; old sent facts make place. */
  async keepRoom() {
    navigator.locks?.request(`${NAME}-window-${this.window}`, () => new Promise(() => {}));
    this.set({ kept: await keptForGood().catch(() => false) });
    await this.real.takeBallast().catch(() => {});
    await this.outbox.forget().catch(() => {});
  }

  about() {
    const { device, setup, catalogue } = this.state;
    return { device: device.id, app: APP, catalog: catalogue.version || null, setup: setup?.version ?? null,
      people: this.people.version || null };
  }
  async count() {
    const now = Date.now();
    this.set({ waiting: waiting(await this.real.waiting(), now), attention: await this.real.laidAside() });
    const { done } = this.state;
    if (!done || done.sent || (await this.real.get("outbox", done.seq))) return;
    if (this.state.done?.seq === done.seq) this.set({ done: { ...this.state.done, sent: true } });
  }
  /** What has been sold here since the stock was counted by the server. */
  async countSold() {
    const asOf = Date.parse(this.state.catalogue.asOf || 0);
    const sold = new Map();
    for (const fact of await this.store.sold(500)) {
      if (fact.kind !== "sale" || (fact.sent_at && Date.parse(fact.client_at) < asOf)) continue;
      for (const line of JSON.parse(fact.body).lines) {
        if (line.part) sold.set(line.part, (sold.get(line.part) ?? 0) + line.quantity_milli);
      }
    }
    this.set({ sold });
  }

  /** A fact is stored for ever; the others and the sender hear of it. Says why when it cannot be, and gives null. */
  async keep(kind, compose, options) {
    const box = this.state.practice ? this.practising : this.outbox;
    try {
      const fact = await box.keep(kind, compose, options);
      if (!this.state.practice) {
        this.channel.postMessage("sold");
        this.wake();
        this.count();
      }
      return fact;
    } catch (fault) {
      if (fault instanceof Full) {
        this.bad(say("This device is full: nothing was stored. Write out what waits, and free some space."), "export");
      } else {
        this.bad(say("This device could not store it: %(why)s Nothing was sold.",
          { why: String(fault.message ?? fault) }), "export");
      }
      return null;
    }
  }

  /** The next cart is on the counter, and kept; the one before can be put back by one press. */
  lay(cart, { undo = null, active } = {}) {
    const before = this.state.cart;
    const strip = undo ? { text: undo, kind: "good", name: "check", act: "undo" } : null;
    const lines = cart.lines;
    const stands = lines.some((line) => line.id === this.state.active) ? this.state.active : lines.at(-1)?.id ?? null;
    this.set({ cart, active: active ?? stands, ...(undo ? { undo: before, strip } : {}), done: null });
    this.store.put("carts", this.window, lines.length || cart.customer ? cart : null, "relaxed").catch(() => {});
    this.show();
  }
  takeBack() {
    if (!this.state.undo) return;
    const cart = this.state.undo;
    this.set({ undo: null, strip: null });
    this.lay(cart);
  }
  fresh() {
    return empty(crypto.randomUUID());
  }
  get sums() {
    return totals(this.state.cart, this.state.setup.tax_codes);
  }
  /** The customer's display sees the same. */
  show() {
    const { cart, setup, done, practice } = this.state;
    if (!setup) return;
    const sums = this.sums;
    this.display ??= new BroadcastChannel(`${NAME}-display`);
    this.display.postMessage({
      currency: setup.currency, practice, shop: setup.company.name, language: cart.customer?.language ?? setup.language,
      lines: cart.lines.map((line) => ({ id: line.id, text: line.text, quantityMilli: line.quantityMilli,
        amount: sums.each.get(line.id)?.amount ?? null })),
      gross: sums.gross, done: done ? { gross: done.gross, change: done.change } : null,
    });
  }

  close() {
    this.set({ sheet: null });
    this.focus();
  }
  focus() {
    setTimeout(() => document.querySelector("#what")?.focus({ preventScroll: true }));
  }
  language(wanted) {
    speak(wanted);
    document.documentElement.lang = wanted;
    remember("language", wanted);
    this.real.put("meta", "language", wanted, "relaxed");
    this.set({});
  }
  theme(wanted) {
    this.real.put("meta", "theme", wanted || null, "relaxed");
    this.set({ theme: wanted });
  }
  leave() {
    remember("operator", "");
    remember("language", "");
    this.set({ operator: null, stage: "locked", sheet: null, pay: null });
  }
}
