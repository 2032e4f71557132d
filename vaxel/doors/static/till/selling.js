/* Selling: scan or type, it lands on the ticket. Each errand takes the till and changes what is on the counter. */
import { MOST_LINES, Unallowed, count, counted, discount, empty, forCustomer, put, remove, step, times,
  totals } from "./cart.js";
import { labourLine, linesOf, nameOf, priceAgain } from "./pricing.js";
import { limitOf, may } from "./people.js";
import { fold } from "./typed.js";
import * as bodies from "./bodies.js";
import { locale, percent, say, spoken } from "./words.js";

const newId = () => crypto.randomUUID();

const REFUSALS = {
  bad_quantity: () => say("A quantity is above zero."),
  too_precise: () => say("This is sold in whole pieces."),
  more_than_sold: () => say("More than was sold cannot come back."),
  too_many_lines: () => say("A sale holds at most %(most)s lines. Split it into two.", { most: MOST_LINES }),
  not_discountable: () => say("There is nothing here that may have a discount."),
  bad_discount: () => say("A discount is more than nothing and at most the whole price."),
  above_limit: ({ limitPpm }) => say("You may give %(limit)s yourself. Someone who may give more answers with their PIN.", { limit: `${percent(limitPpm)} %` }),
  own_approver: () => say("Someone else has to answer for it."),
  reason_missing: () => say("Say why."),
  returning: () => say("Goods that come back stand on a receipt of their own. Finish the return, or empty it."),
};

/** Does it, or says why not; whether it was done. */
export function tried(till, act) {
  try {
    act();
    return true;
  } catch (fault) {
    if (!(fault instanceof Unallowed)) throw fault;
    till.bad(REFUSALS[fault.code](fault.about));
    return false;
  }
}

/**
 * What was typed is looked for at once. While one search is under way the next waits, and only the last that was typed
 * is looked for then, so that quick fingers never queue up.
 */
export async function type(till, query) {
  till.set({ query, at: 0, ...(query ? {} : { hits: null }) });
  if (till.searching) return;
  till.searching = true;
  try {
    for (let asked = null; asked !== till.state.query;) {
      asked = till.state.query;
      const { rest } = counted(asked, locale());
      const hits = rest ? await till.shelf.search(rest) : null;
      if (till.state.query === asked) till.set({ hits, hitsFor: asked, ...(rest ? { done: null } : {}) });
    }
  } finally {
    till.searching = false;
  }
}

/** A code came from a scanner; what stood in the box before it may say how many. */
export const scan = (till, text, before = "") => inTurn(till, () => scanned(till, text, before));
async function scanned(till, text, before) {
  if (!till.state.operator) return;
  const { quantityMilli } = counted(before, locale());
  const found = await till.shelf.scan(text);
  if (till.state.query === before) till.set({ query: "", hits: null });
  if (found.length === 1) {
    add(till, found[0].part, { quantityMilli: times(quantityMilli ?? 1000, found[0].milli), barcode: text });
    return;
  }
  const hits = found.length ? found.map((one) => one.part) : await till.shelf.search(text, 2);
  const exact = hits.length === 1 ? hits[0] : null;
  if (exact && !found.length) add(till, exact, { quantityMilli });
  else if (found.length) till.set({ hits, hitsFor: text, at: 0, query: text });
  else unknown(till, text);
}

function unknown(till, text) {
  till.beep?.();
  till.set({ strip: { kind: "bad", name: "circle-x", text: say("Nothing has the number, name or barcode “%(text)s”.",
    { text }), act: "free", about: text } });
}

/** What is under way (a code looked up, a line put in) is done; the next waits for it, so that none is lost. */
export function inTurn(till, act) {
  const before = till.entering ?? Promise.resolve();
  const mine = before.then(act);
  const ended = mine.catch(() => {});
  till.entering = ended;
  return mine;
}

/** Enter: the chosen hit, or what was typed as it stands. What is typed after it is not touched. */
export const enter = (till) => inTurn(till, () => entered(till));
async function entered(till) {
  const { query, hits, hitsFor, at } = till.state;
  const { quantityMilli, rest } = counted(query, locale());
  if (!rest) {
    if (quantityMilli && till.state.active) tried(till, () => till.lay(count(till.state.cart, till.state.active,
      quantityMilli)));
    return till.set({ query: "", hits: null });
  }
  const known = await till.shelf.scan(rest);
  const found = known.length === 1 ? known[0] : null;
  if (found) return add(till, found.part, { quantityMilli: times(quantityMilli ?? 1000, found.milli), barcode: rest });
  const list = hits && hitsFor === query ? hits : await till.shelf.search(rest); // never what was typed before
  const chosen = list[at];
  if (chosen) return add(till, chosen, { quantityMilli });
  return unknown(till, rest);
}

/** A part is in the cart, with what hangs on it; one without a price asks for it. */
export function add(till, part, { quantityMilli = null, barcode = null, priceCm = null } = {}) {
  const { cart, setup } = till.state;
  const language = spoken();
  const lines = linesOf(part, { customer: cart.customer, setup, language, quantityMilli: quantityMilli ?? 1000,
    barcode, newId, priceCm });
  if (!lines[0].priced) {
    till.set({ query: "", hits: null, sheet: { name: "free", part, text: nameOf(part, language), quantityMilli } });
    return;
  }
  if (part.flags & 12) lines[0].tracked = true;
  tried(till, () => {
    const next = put(cart, lines);
    till.set({ query: "", hits: null });
    if (lines[0].quantityMilli >= 4000) till.practised?.("quantity");
    till.lay(next.cart, { active: next.line, undo: say(next.more ? "One more: %(what)s" : "Added: %(what)s",
      { what: lines[0].text }) });
  });
  till.focus();
}

/** A quick key was pressed. */
export const quick = (till, key) => inTurn(till, () => quickly(till, key));
async function quickly(till, key) {
  const { setup, cart } = till.state;
  const { quantityMilli } = counted(till.state.query, locale());
  if (key.operation) {
    const operation = setup.operations.find((one) => one.id === key.operation);
    const line = labourLine(operation, { customer: cart.customer, setup, language: spoken(), quantityMilli, newId });
    tried(till, () => till.lay(put(cart, [line]).cart, { active: line.id, undo: say("Added: %(what)s",
      { what: line.text }) }));
    return;
  }
  const [part] = await till.shelf.parts([key.part]);
  if (part) add(till, part, { quantityMilli });
  else till.bad(say("The quick key's part is no longer sold."));
}

/** A line that is in no catalogue, or a part whose price is typed. */
export function free(till, { part = null, text, quantityMilli, priceCm, taxCode = "standard", kind = "part" }) {
  if (part) return add(till, part, { quantityMilli, priceCm });
  const { cart } = till.state;
  const line = {
    id: newId(), kind, part: null, number: "", text, unit: kind === "labour" ? "h" : "pcs",
      decimals: kind === "labour" ? 2 : 0,
    quantityMilli, unitPriceCm: kind === "note" ? 0 : priceCm, typed: true, taxCode, discountable: kind !== "note",
      priced: true,
  };
  return tried(till, () => till.lay(put(cart, [line]).cart, { active: line.id, undo: say("Added: %(what)s",
    { what: text }) }));
}

export const more = (till, id, by) => tried(till, () => till.lay(step(till.state.cart, id, by)));
export const setQuantity = (till, id, milli) => tried(till, () => till.lay(count(till.state.cart, id, milli)));
export function take(till, id) {
  const line = till.state.cart.lines.find((one) => one.id === id);
  if (line) till.lay(remove(till.state.cart, id), { undo: say("Taken away: %(what)s", { what: line.text }) });
}

/** A discount on a line or on all; above the operator's limit with a second person's answer. */
export function lower(till, id, { ppm = 0, minor = 0, answer = null }) {
  const { cart, operator } = till.state;
  const second = answer && { ...answer, limitPpm: limitOf(answer) };
  return tried(till, () => till.lay(
    discount(cart, id, { ppm, minor, operator: { id: operator.id, limitPpm: limitOf(operator) }, answer: second }),
    { undo: say("The discount stands.") },
  ));
}

/** Customers and vehicles that fit what was typed: plate, name, number, phone. */
export function findPeople(till, text) {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  const tight = fold(text).replace(/[\s-]/g, "");
  if (!tight) return [];
  const { customers, vehicles } = till.people;
  const byId = new Map(customers.map((one) => [one.id, one]));
  const cars = vehicles.filter((one) => fold(one.plate).startsWith(tight) || (tight.length > 4
    && fold(one.vin).endsWith(tight)));
  const names = customers.filter((one) => {
    const all = fold(`${one.name} ${one.number} ${one.email}`);
    return wanted.every((word) => all.includes(word)) || (/\d{4}/.test(tight) && one.phone.replace(/\D/g,
      "").includes(tight.replace(/\D/g, "") || "-"));
  });
  const known = cars.map((vehicle) => ({ vehicle, customer: byId.get(vehicle.owner) ?? null }));
  return [...known, ...names.map((customer) => ({ customer, vehicle: vehicles.find((one) =>
    one.owner === customer.id) ?? null }))].slice(0, 12);
}

/** The sale is this customer's, with their prices, and this car's. */
export async function toCustomer(till, customer, vehicle = null) {
  const { cart, setup } = till.state;
  const ids = cart.lines.map((line) => line.part).filter(Boolean);
  const parts = new Map((await till.shelf.parts(ids)).filter(Boolean).map((part) => [part.id, part]));
  const next = forCustomer(cart, customer, (line, who) => priceAgain(line, who, setup, parts));
  till.set({ sheet: null });
  till.lay({ ...next, vehicle });
  till.practised?.("customer");
  till.focus();
}

/** The cart is laid aside under this device, or the one parked last comes back. */
export async function park(till) {
  const { cart, operator } = till.state;
  if (!cart.lines.length) return till.set({ sheet: { name: "parked" } });
  const parked = { id: cart.id, cart, at: Date.now(), by: operator.name, gross: till.sums.gross };
  const stored = till.store.park(parked, till.window);
  till.set({ undo: null });
  till.lay(till.fresh()); // at once: what is scanned while the other is stored is the next customer's
  try {
    await stored;
  } catch {
    till.lay(cart);
    return till.bad(say("This device is full: nothing was stored. Write out what waits, and free some space."), "export");
  }
  await journal(till, "park", { amount: Math.abs(parked.gross) });
  till.set({ parked: await till.store.all("parked") });
  till.strip(say("Parked. F8 brings it back."), { name: "pause" });
  return undefined;
}
export async function recall(till, id) {
  if (till.state.cart.lines.length) await park(till);
  const row = await till.store.recall(id, till.window);
  till.set({ sheet: null, strip: null, parked: await till.store.all("parked") });
  if (!row) return;
  till.lay(row.cart);
  await journal(till, "resume", { amount: Math.abs(row.gross) });
  till.practised?.("park");
  till.focus();
}

/** What only the register's journal wants to know. */
export const journal = (till, name, about = {}) =>
  till.keep("event", ({ at }) => bodies.event({ operator: till.state.operator, at, event: name, ...about }));

/** The lines of a receipt of this device come back to the counter, as they were sold. */
export async function bringBack(till, fact) {
  const sold = JSON.parse(fact.body);
  if (!sold.number) {
    till.close();
    return till.bad(say("What was sold on account is credited on the server's page: no money went in here."));
  }
  const before = await returnedBefore(till, fact.uuid);
  const lines = sold.lines
    .map((line, n) => ({ line, n, back: before.get(line.id) ?? 0 }))
    .filter(({ line, back }) => line.kind !== "note" && back < line.quantity_milli)
    .map(({ line, n, back }) => ({
      id: newId(), of: line.id, place: n + 1, kind: line.kind, part: line.part, number: line.number, text: line.text,
        unit: line.unit,
      decimals: 0, quantityMilli: line.quantity_milli - back, mostMilli: line.quantity_milli - back,
        unitPriceCm: line.unit_price_cm,
      taxCode: line.tax_code, discountable: false, typed: true,
      sold: { ...netAndTax(line, sold, till.state.setup), quantityMilli: line.quantity_milli, beforeMilli: back },
    }));
  if (!lines.length) {
    till.close();
    return till.bad(say("Everything on that receipt has come back already."));
  }
  const customer = till.people.customers.find((one) => one.id === sold.customer) ?? null;
  const cart = { ...empty(newId()), basis: sold.basis, customer, lines, returns: { sale: fact.uuid,
    number: `${sold.series}-${sold.number}` } };
  if (till.state.cart.lines.length) await park(till);
  till.set({ sheet: null, strip: null });
  till.lay(cart);
  return undefined;
}

/** The line's net and tax as they were spread over that sale. */
function netAndTax(line, sold, setup) {
  const cart = {
    basis: sold.basis, lines: sold.lines.map((one) => ({
      id: one.id, kind: one.kind, quantityMilli: one.quantity_milli, unitPriceCm: one.unit_price_cm,
        discountPpm: one.discount_ppm,
      discountMinor: one.discount_minor, taxCode: one.tax_code,
    })),
  };
  const { net, tax } = totals(cart, setup.tax_codes).each.get(line.id);
  return { net, tax };
}

/** Whether what lies there to come back still may: nothing of it has come back since, in this window or another. */
export async function mayStillReturn(till, cart) {
  const before = await returnedBefore(till, cart.returns.sale);
  return cart.lines.every((line) => (before.get(line.of) ?? 0) === line.sold.beforeMilli);
}

async function returnedBefore(till, uuid) {
  const back = new Map();
  for (const fact of await till.store.sold(2000)) {
    if (fact.kind !== "return") continue;
    const body = JSON.parse(fact.body);
    if (body.sale !== uuid) continue;
    for (const line of body.lines) back.set(line.line, (back.get(line.line) ?? 0) + line.quantity_milli);
  }
  return back;
}

export const mayType = (till) => may(till.state.operator, "prices.override");
