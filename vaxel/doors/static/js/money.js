/* Amounts at the till: the same rules as vaxel/kernel/money.py and business/accounting, proven by the same golden
   vectors (I-14). Amounts are safe integers of minor units, quantities thousandths, unit prices hundredths of a minor
   unit, rates parts per million. Every product is BigInt (M-4); rdiv is the only rounding (M-5). What the till reckons
   is shown at once; what counts is what the server answers. */

export const EXPONENTS = { SEK: 2, EUR: 2, USD: 2, GBP: 2, DKK: 2, NOK: 2, CHF: 2, JPY: 0, ISK: 0, KWD: 3 };
export const MILLION = 1000000n;
export const GENESIS = "0".repeat(64);
const NBSP = "\u00a0";

/** What was typed cannot be read; `code` is not_a_number or too_many_decimals. */
export class BadInput extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Amounts that cannot be reckoned with; `code` says why: no_weights, discount_too_large, credit_too_large … */
export class MoneyError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/* --- whole numbers ---------------------------------------------------------------------------------------------- */

const size = (n) => (n < 0n ? -n : n);

/** A BigInt as a Number, which must hold it exactly. */
function exact(n) {
  const number = Number(n);
  if (!Number.isSafeInteger(number)) throw new MoneyError("too_large");
  return number;
}

/** n / d rounded half up away from zero, on BigInt (M-5). */
export function rdiv(n, d) {
  if (d <= 0n) throw new MoneyError("bad_denominator");
  const whole = (2n * size(n) + d) / (2n * d);
  return n < 0n ? -whole : whole;
}

const floorDiv = (n, d) => (n >= 0n || n % d === 0n ? n / d : n / d - 1n);

/** A decimal string as a BigInt of 1/10^decimals; more decimals are refused. */
export function scaled(text, decimals) {
  const found = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (!found) throw new BadInput("not_a_number");
  const fraction = found[3] || "";
  if (fraction.length > decimals) throw new BadInput("too_many_decimals");
  const value = BigInt(found[2] + fraction.padEnd(decimals, "0"));
  return found[1] ? -value : value;
}

/** Indexes by falling remainder, ties to the lower index. */
function byRemainder(remainders) {
  const order = remainders.map((_, k) => k);
  return order.sort((a, b) => (remainders[b] > remainders[a] ? 1 : remainders[b] < remainders[a] ? -1 : a - b));
}

const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);

/** `total` cut over the weights by largest remainder, exact in sum (M-13). */
export function allocate(total, weights) {
  if (total === 0) return weights.map(() => 0);
  const big = weights.map(BigInt);
  const whole = big.reduce((all, weight) => all + weight, 0n);
  if (whole <= 0n || big.some((weight) => weight < 0n)) throw new MoneyError("no_weights");
  const amount = size(BigInt(total));
  const parts = big.map((weight) => (amount * weight) / whole);
  const missing = exact(amount - parts.reduce((all, part) => all + part, 0n));
  for (const k of byRemainder(big.map((weight) => (amount * weight) % whole)).slice(0, missing)) parts[k] += 1n;
  return parts.map((part) => exact(total < 0 ? -part : part));
}

/** What is paid in cash, and the rounding (M-30). */
export function cashRound(amount, step) {
  const payable = exact(rdiv(BigInt(amount), BigInt(step)) * BigInt(step));
  return { payable, rounding: payable - amount };
}

/* --- lines and documents ---------------------------------------------------------------------------------------- */

/** A line before discount, its discount, and what is left (M-12). */
export function lineAmount({ quantityMilli, unitPriceCm, discountPpm = 0, discountMinor = 0 }) {
  if (discountPpm < 0 || discountPpm > 1000000) throw new MoneyError("bad_discount");
  const product = BigInt(quantityMilli) * BigInt(unitPriceCm);
  const before = exact(rdiv(product, 100000n));
  const after = exact(rdiv(product * (MILLION - BigInt(discountPpm)), 100000n * MILLION));
  if (discountMinor < 0 || (discountMinor && discountMinor > after)) throw new MoneyError("bad_discount");
  const amount = after - discountMinor;
  return { before, discount: before - amount, amount };
}

/** Each line's part of the document discount (M-14). */
export function discountShares(lines, discountMinor = 0, discountPpm = 0) {
  const weights = lines.map((line) => (line.discountable !== false && line.amount > 0 ? line.amount : 0));
  const whole = sum(weights);
  const discount = exact(rdiv(BigInt(whole) * BigInt(discountPpm), MILLION)) + discountMinor;
  if (discountPpm < 0 || discountPpm > 1000000 || discountMinor < 0 || discount > whole) {
    throw new MoneyError("discount_too_large");
  }
  return allocate(discount, weights);
}

function groupTax(amounts, ppm, basis) {
  const whole = basis === "incl" ? MILLION + BigInt(ppm) : MILLION;
  const products = amounts.map((amount) => BigInt(amount) * BigInt(ppm));
  const tax = rdiv(products.reduce((all, product) => all + product, 0n), whole);
  const parts = products.map((product) => floorDiv(product, whole));
  const missing = exact(tax - parts.reduce((all, part) => all + part, 0n));
  const remainders = products.map((product, k) => product - parts[k] * whole);
  for (const k of byRemainder(remainders).slice(0, missing)) parts[k] += 1n;
  return parts.map(exact);
}

/** Lines {amount, category, ppm, discountable}, tax once per (category, rate) and spread to them (M-20 to M-22). */
export function taxDocument(lines, basis, { discountMinor = 0, discountPpm = 0 } = {}) {
  const shares = discountShares(lines, discountMinor, discountPpm);
  const members = new Map();
  lines.forEach((line, k) => {
    const ppm = line.category === "S" ? line.ppm : 0;
    const key = `${line.category} ${ppm}`;
    if (!members.has(key)) members.set(key, { category: line.category, ppm, rows: [] });
    members.get(key).rows.push(k);
  });
  const taxed = [];
  const groups = [];
  for (const { category, ppm, rows } of members.values()) {
    const amounts = rows.map((k) => lines[k].amount - shares[k]);
    const taxes = groupTax(amounts, ppm, basis);
    const nets = amounts.map((amount, n) => (basis === "incl" ? amount - taxes[n] : amount));
    rows.forEach((k, n) => { taxed[k] = { share: shares[k], net: nets[n], tax: taxes[n] }; });
    groups.push({ category, ppm, net: sum(nets), tax: sum(taxes) });
  }
  const net = sum(groups.map((group) => group.net));
  const tax = sum(groups.map((group) => group.tax));
  return { lines: taxed, groups, net, tax, gross: net + tax };
}

/** Tenders {method, amount} against what is due; cash is rounded only when it settles the rest (M-31). */
export function settle(total, step, tenders, tip = 0) {
  const rest = total + tip - sum(tenders.filter((one) => one.method !== "cash").map((one) => one.amount));
  if (rest && rest > 0 !== total + tip > 0) throw new MoneyError("tenders_refused");
  const coins = tenders.filter((one) => one.method === "cash").map((one) => one.amount);
  if (coins.some((amount) => amount % step !== 0)) throw new MoneyError("tenders_refused");
  const open = (remaining, settled) => ({ cashDue: 0, rounding: 0, change: 0, remaining, settled });
  if (!coins.length) return open(rest, rest === 0);
  const cash = sum(coins);
  const { payable, rounding } = cashRound(rest, step);
  if (rest < 0 && cash < payable) throw new MoneyError("tenders_refused");
  if (cash < payable || (rest < 0 && cash > payable)) return open(rest - cash, false);
  return { cashDue: payable, rounding, change: cash - payable, remaining: 0, settled: true };
}

/** What a return takes of a stored component: cumulative difference, so that all returns sum to it (M-26). */
export function creditPart(stored, quantityMilli, beforeMilli, nowMilli) {
  const soFar = beforeMilli + nowMilli;
  if (beforeMilli < 0 || nowMilli < 0 || soFar > quantityMilli || !quantityMilli) {
    throw new MoneyError("credit_too_large");
  }
  const upTo = (quantity) => exact(rdiv(BigInt(stored) * BigInt(quantity), BigInt(quantityMilli)));
  return upTo(soFar) - upTo(beforeMilli);
}

/** {net, tax} of a partial return, negative, never -0. */
export function partialCredit(basis, { net, tax }, quantityMilli, beforeMilli, nowMilli) {
  const part = (stored) => creditPart(stored, quantityMilli, beforeMilli, nowMilli);
  const taxPart = part(tax);
  const netPart = basis === "incl" ? part(net + tax) - taxPart : part(net);
  return { net: 0 - netPart, tax: 0 - taxPart };
}

/** A list price (hundredths of a minor unit) without tax, in hundredths of a minor unit (M-23). */
export const priceExclCm = (priceCm, ppm) =>
  exact(rdiv(BigInt(priceCm) * MILLION, MILLION + BigInt(ppm)));

/** A list price (hundredths of a minor unit) with tax, in minor units (M-23). */
export const priceInclMinor = (priceCm, ppm) =>
  exact(rdiv(BigInt(priceCm) * (MILLION + BigInt(ppm)), 100n * MILLION));

/* --- as people write and read it ---------------------------------------------------------------------------------- */

const SWEDISH = { group: NBSP, decimal: ",", grammar: /^(-?)([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:([,.])([0-9]+))?$/ };
const AMERICAN = {
  group: ",", decimal: ".", unitFirst: true, grammar: /^(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:([.])([0-9]+))?$/,
};
export const STYLES = { sv_SE: SWEDISH, en_SE: SWEDISH, en_US: AMERICAN };
const SYMBOLS = { SEK: "kr", NOK: "kr", DKK: "kr", ISK: "kr", EUR: "€", USD: "$" };
const SHOWN_AFTER = { SEK: "kr", EUR: "€" };
const SHOWN_FIRST = { USD: "$" };

const normalised = (text) => text.replace(/[\u00a0\u202f\u2009]/g, " ").replace(/\u2212/g, "-").trim();

/** The number in units of its last allowed decimal (M-9). */
export function readNumber(text, locale, decimals) {
  const style = STYLES[locale];
  const found = text.length <= 40 ? style.grammar.exec(normalised(text)) : null;
  if (!found) throw new BadInput("not_a_number");
  const fraction = found[4] || "";
  const grouped = fraction.length === 3 && /^[1-9][0-9]{0,2}$/.test(found[2]);
  if (found[3] === "." && style.decimal === "," && (grouped || fraction.length > decimals)) {
    throw new BadInput("not_a_number");
  }
  if (fraction.length > decimals) throw new BadInput("too_many_decimals");
  const value = Number(found[2].replace(/[ ,]/g, "") + fraction.padEnd(decimals, "0"));
  if (!Number.isSafeInteger(value)) throw new BadInput("not_a_number");
  return found[1] && value ? -value : value;
}

/** `value` units of the last decimal as text; zeros beyond `atLeast` decimals are left out when it is given. */
export function writeNumber(value, decimals, locale, atLeast = decimals) {
  const style = STYLES[locale];
  const digits = String(value < 0 ? -value : value).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=([0-9]{3})+$)/g, style.group);
  let fraction = digits.slice(digits.length - decimals);
  fraction = fraction.slice(0, atLeast) + fraction.slice(atLeast).replace(/0+$/, "");
  return (value < 0 ? "-" : "") + whole + (fraction ? style.decimal + fraction : "");
}

function withoutUnit(text, currency, locale) {
  const units = [currency, SYMBOLS[currency] || currency];
  if (STYLES[locale].unitFirst) {
    const minus = text.startsWith("-") ? "-" : "";
    const rest = text.slice(minus.length);
    const unit = units.find((one) => rest.startsWith(one));
    if (unit) return minus + rest.slice(unit.length).trim();
  }
  const last = units.find((one) => text.toLowerCase().endsWith(one.toLowerCase()));
  return last ? text.slice(0, text.length - last.length).trim() : text;
}

/** Minor units from what was typed; never rounds (M-9). Throws BadInput. */
export function parseAmount(text, currency, locale = "sv_SE") {
  return readNumber(withoutUnit(normalised(text), currency, locale), locale, EXPONENTS[currency]);
}

/** Thousandths from what was typed, with as many decimals as the unit allows (M-11). Throws BadInput. */
export function parseQuantity(text, decimals, locale = "sv_SE") {
  return readNumber(text, locale, decimals) * 10 ** (3 - decimals);
}

/** The amount with its unit, no-break spaces inside (R-86). */
export function formatMoney(minor, currency, locale = "sv_SE") {
  const number = writeNumber(minor < 0 ? -minor : minor, EXPONENTS[currency], locale);
  const minus = minor < 0 ? "-" : "";
  if (!STYLES[locale].unitFirst) return `${minus}${number}${NBSP}${SHOWN_AFTER[currency] || currency}`;
  const symbol = SHOWN_FIRST[currency];
  return symbol ? `${minus}${symbol}${number}` : `${minus}${currency}${NBSP}${number}`;
}

export const formatQuantity = (milli, locale = "sv_SE") => writeNumber(milli, 3, locale, 0);

/* --- the register's chain ------------------------------------------------------------------------------------------ */

/** The one text of an event: sorted keys, NFC, whole numbers only (M-53). */
export function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"));
  if (Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new MoneyError("not_canonical");
  const keys = Object.keys(value).sort();
  if (!keys.every((key) => /^[a-z0-9_]+$/.test(key))) throw new MoneyError("not_canonical");
  return `{${keys.map((key) => `"${key}":${canonical(value[key])}`).join(",")}}`;
}

/** The hash, 64 hex digits, of a canonical text after the previous hash (M-52). */
export async function link(previous, text) {
  const before = Uint8Array.from(previous.match(/../g), (pair) => Number(`0x${pair}`));
  const after = new TextEncoder().encode(text);
  const both = new Uint8Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  const hash = await crypto.subtle.digest("SHA-256", both);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
