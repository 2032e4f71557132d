/*
 * What lies on the counter before it is paid. A cart is never changed: each function gives the next one, so that taking
 * something back is keeping the one before. Amounts as in money.js; prices in the cart's basis.
 *
 * A line is {id, kind, part, number, text, unit, decimals, quantityMilli, unitPriceCm, taxCode, discountable,
 * discountPpm, discountMinor, parent}. `parent` is the line a fee or a core hangs on; it follows its quantity. In a
 * cart
 * that takes goods back (`returns`) a line says what it was `sold` for, and how much of it came back before.
 */
import {
  BadInput, lineAmount, parseQuantity, partialCredit, priceExclCm, priceInclMinor, rdiv, settle, taxDocument,
} from "../js/money.js";

export const MOST_LINES = 500;
const MOST_MILLI = 1000000 * 1000;
const WITHOUT_AMOUNT = new Set(["note"]);

/** Something the till may not do by itself; `code` names the sentence. */
export class Unallowed extends Error {
  constructor(code, about = {}) {
    super(code);
    this.code = code;
    this.about = about;
  }
}

/** A cart with nothing in it. */
export const empty = (id) => ({
  id, basis: "incl", lines: [], customer: null, vehicle: null, note: "", returns: null, answer: null,
});

/** {quantityMilli, rest} of what was typed: `3*` or `2,5*` before the rest is how many. */
export function counted(text, locale = "sv_SE") {
  const found = /^\s*([0-9]+(?:[.,][0-9]{1,3})?)\s*[*×]\s*(.*)$/s.exec(text);
  if (!found) return { quantityMilli: null, rest: text.trim() };
  try {
    const quantityMilli = parseQuantity(found[1].replace(locale === "en_US" ? "," : ".", locale === "en_US" ? "."
      : ","), 3, locale);
    return { quantityMilli, rest: found[2].trim() };
  } catch (fault) {
    if (fault instanceof BadInput) return { quantityMilli: null, rest: text.trim() };
    throw fault;
  }
}

/** A list price in the cart's basis (M-23). */
export function inBasis(priceCm, from, to, ppm) {
  if (from === to) return priceCm;
  return to === "incl" ? priceInclMinor(priceCm, ppm) * 100 : priceExclCm(priceCm, ppm);
}

function checkQuantity(line, quantityMilli) {
  const step = 10 ** (3 - (line.decimals ?? 0));
  if (!Number.isSafeInteger(quantityMilli) || quantityMilli <= 0 || quantityMilli > MOST_MILLI) {
    throw new Unallowed("bad_quantity");
  }
  if (quantityMilli % step !== 0) throw new Unallowed("too_precise", { unit: line.unit });
}

const same = (line, other) =>
  line.kind === "part" && line.part && line.part === other.part && !line.discountPpm && !line.discountMinor &&
  line.unitPriceCm === other.unitPriceCm && !line.typed && !other.typed && !line.kit && !other.kit;

/**
 * The cart with these lines: the first is what was asked for, the others hang on it. What is there already, at the same
 * price, is counted up instead. Gives {cart, line, more}. Throws Unallowed.
 */
export function put(cart, [line, ...hung]) {
  if (cart.returns) throw new Unallowed("returning");
  checkQuantity(line, line.quantityMilli);
  const there = cart.lines.find((one) => same(one, line));
  if (there) {
    const next = count(cart, there.id, there.quantityMilli + line.quantityMilli);
    return { cart: next, line: there.id, more: true };
  }
  if (cart.lines.length + 1 + hung.length > MOST_LINES) throw new Unallowed("too_many_lines");
  const own = { discountPpm: 0, discountMinor: 0, discountable: true, ...line };
  const below = hung.map((one) => ({
    discountPpm: 0, discountMinor: 0, discountable: false, ...one, parent: line.id, quantityMilli: line.quantityMilli,
  }));
  return { cart: { ...cart, lines: [...cart.lines, own, ...below] }, line: line.id, more: false };
}

/** The cart with so many of the line; what hangs on it follows. Throws Unallowed. */
export function count(cart, id, quantityMilli) {
  const line = cart.lines.find((one) => one.id === id);
  checkQuantity(line, quantityMilli);
  if (line.mostMilli && quantityMilli > line.mostMilli) throw new Unallowed("more_than_sold");
  const lines = cart.lines.map((one) => (one.id === id || one.parent === id ? { ...one, quantityMilli } : one));
  return { ...cart, lines };
}

/** One more or one less of the line; none left takes it away. */
export function step(cart, id, by) {
  const line = cart.lines.find((one) => one.id === id);
  const quantityMilli = line.quantityMilli + by * 1000;
  if (quantityMilli <= 0) return remove(cart, id);
  return count(cart, id, line.mostMilli ? Math.min(quantityMilli, line.mostMilli) : quantityMilli);
}

/** The cart without the line and what hangs on it; an emptied return is an ordinary cart again. */
export function remove(cart, id) {
  const lines = cart.lines.filter((one) => one.id !== id && one.parent !== id);
  return lines.length ? { ...cart, lines } : { ...cart, lines, returns: null, answer: null };
}

/** The lines as the arithmetic wants them, and their sums (M-12 to M-22). `rates`: tax code → {category, ppm}. */
export function totals(cart, rates) {
  if (cart.returns) return returned(cart, rates);
  const counting = cart.lines.filter((line) => !WITHOUT_AMOUNT.has(line.kind));
  const sums = counting.map(lineAmount);
  const taxed = counting.map((line, n) => ({
    amount: sums[n].amount, discountable: line.discountable, ...rates[line.taxCode],
  }));
  const document = taxDocument(taxed, cart.basis);
  const each = new Map();
  counting.forEach((line, n) => {
    each.set(line.id, { ...sums[n], ...document.lines[n], category: taxed[n].category, ppm: taxed[n].ppm });
  });
  const discount = sums.reduce((all, one) => all + one.discount, 0);
  return { each, groups: document.groups, net: document.net, tax: document.tax, gross: document.gross, discount };
}

/** What comes back carries what it was sold for, cut by how much of it comes; never reckoned anew (M-26, M-29). */
function returned(cart, rates) {
  const each = new Map();
  const groups = new Map();
  for (const line of cart.lines) {
    const { quantityMilli, beforeMilli } = line.sold;
    const { net, tax } = partialCredit(cart.basis, line.sold, quantityMilli, beforeMilli, line.quantityMilli);
    const rate = rates[line.taxCode];
    const amount = cart.basis === "incl" ? net + tax : net;
    each.set(line.id, { before: amount, discount: 0, amount, net, tax, ...rate });
    const key = `${rate.category} ${rate.ppm}`;
    const group = groups.get(key) ?? { ...rate, net: 0, tax: 0 };
    groups.set(key, { ...group, net: group.net + net, tax: group.tax + tax });
  }
  const sum = (name) => [...each.values()].reduce((all, one) => all + one[name], 0);
  return { each, groups: [...groups.values()], net: sum("net"), tax: sum("tax"), gross: sum("net") + sum("tax"),
    discount: 0 };
}

/**
 * The cart with a discount on a line, or on every line that may have one (`id` null). Above the operator's limit a
 * second person's answer is needed: {id, name, limitPpm, reason}. Throws Unallowed.
 */
export function discount(cart, id, { ppm = 0, minor = 0, operator, answer = null }) {
  const chosen = cart.lines.filter((line) => line.discountable && !line.parent && (id === null || line.id === id));
  if (!chosen.length) throw new Unallowed("not_discountable");
  if (ppm < 0 || ppm > 1000000 || minor < 0) throw new Unallowed("bad_discount");
  if (answer && answer.id === operator.id) throw new Unallowed("own_approver");
  if (answer && !answer.reason.trim()) throw new Unallowed("reason_missing");
  const most = Math.max(operator.limitPpm, answer?.limitPpm ?? 0);
  const next = new Map();
  for (const line of chosen) {
    const { before } = lineAmount({ ...line, discountPpm: 0, discountMinor: 0 });
    const share = id === null && minor ? 0 : minor;
    if (share > before) throw new Unallowed("bad_discount");
    const off = before - lineAmount({ ...line, discountPpm: ppm, discountMinor: share }).amount;
    if (BigInt(off) * 1000000n > BigInt(before) * BigInt(most) + 500000n) {
      throw new Unallowed("above_limit", { limitPpm: operator.limitPpm });
    }
    next.set(line.id, { ...line, discountPpm: ppm, discountMinor: share });
  }
  const lines = cart.lines.map((line) => next.get(line.id) ?? line);
  return { ...cart, lines, answer: answer ?? cart.answer };
}

/** The cart for this customer: prices by their basis, as `priced(line)` says them anew; typed prices stay. */
export function forCustomer(cart, customer, priced) {
  const basis = customer?.basis ?? "incl";
  const lines = cart.lines.map((line) => (line.typed ? line : { ...line, unitPriceCm: priced(line, customer,
    basis) ?? line.unitPriceCm }));
  return { ...cart, customer, basis, lines };
}

/** What the tenders make of the sum: {cashDue, rounding, change, remaining, settled} (M-30, M-31). */
export const paid = (gross, step_, tenders) => settle(gross, step_, tenders);

/** The notes and round sums someone may hand over for what is due, rising; `notes_`: the notes there are. */
export function notes(due, notes_ = [2000, 5000, 10000, 20000, 50000, 100000]) {
  if (due <= 0) return [];
  const sums = notes_.map((note) => due + ((note - (due % note)) % note));
  return [...new Set(sums)].filter((sum) => sum > due).sort((a, b) => a - b).slice(0, 4);
}

/** So many pieces a scan, so many scans: thousandths of a piece. */
export const times = (scansMilli, eachMilli) => Number(rdiv(BigInt(scansMilli) * BigInt(eachMilli), 1000n));
