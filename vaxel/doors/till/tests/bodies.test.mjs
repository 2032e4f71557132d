// What the till tells the server, and by which rules it prices: to the letter of the contract.
import assert from "node:assert/strict";
import test from "node:test";
import * as bodies from "../../static/till/bodies.js";
import * as carts from "../../static/till/cart.js";
import { counted, isPin, limitOf, lockedFor } from "../../static/till/people.js";
import { linesOf, priceAgain, priceOf } from "../../static/till/pricing.js";

const SETUP = {
  series: "K1A", cash_step_minor: 100, currency: "SEK",
  tax_codes: { standard: { category: "S", ppm: 250000 }, food: { category: "S", ppm: 120000 } },
  lists: [
    { id: "all", basis: "excl", group: null, strength: 1 }, { id: "site", basis: "incl", group: null, strength: 2 },
    { id: "shops", basis: "excl", group: "g", strength: 3 },
  ],
  fees: [{ id: "f", kind: "hung", name_sv: "Miljöavgift", name_en: "Levy", unit_price_cm: 240000, tax_code: "standard" },
    { id: "core", kind: "core", name_sv: "Stompant", name_en: "Core charge", unit_price_cm: 4000000, tax_code: "standard" }],
  labour: { general: { hour_price_cm: 8760000, tax_code: "standard" } }, operations: [],
};
const PART = {
  id: "p", number: "BRK-1", name_sv: "Bromsbelägg", name_en: "Pads", unit: "pcs", taxCode: "standard", flags: 1, onHand: 3000,
  stocking: "stocked", fees: ["f", "core"], prices: [["all", 8000000], ["shops", 6000000]], kit: null,
};
const SAM = { id: "sam", shift: "word", may: [], discount_ppm: 100000 };
let made = 0;
const newId = () => `id-${(made += 1)}`;
const about = (more = {}) => ({ customer: null, setup: SETUP, language: "sv", newId, ...more });

test("the strongest list that holds for the customer wins, in the customer's basis", () => {
  assert.equal(priceOf(PART, null, SETUP), 10000000);
  assert.equal(priceOf({ ...PART, prices: [...PART.prices, ["site", 9990000]] }, null, SETUP), 9990000);
  assert.equal(priceOf(PART, { group: "g", basis: "excl" }, SETUP), 6000000);
  assert.equal(priceOf(PART, { group: "other", basis: "excl" }, SETUP), 8000000);
  assert.equal(priceOf({ ...PART, prices: [["gone", 1]] }, null, SETUP), null);
});

test("a part brings its fees and its core, in the basis of the cart", () => {
  const lines = linesOf(PART, about());
  assert.deepEqual(lines.map((line) => [line.kind, line.text, line.unitPriceCm]), [
    ["part", "Bromsbelägg", 10000000], ["fee", "Miljöavgift", 300000], ["core", "Stompant", 5000000],
  ]);
  const { cart } = carts.put(carts.empty("c"), lines);
  const parts = new Map([["p", PART]]);
  const company = carts.forCustomer(cart, { id: "ada", basis: "excl", group: "g" }, (line, customer) => priceAgain(line, customer, SETUP, parts));
  assert.deepEqual(company.lines.map((line) => line.unitPriceCm), [6000000, 240000, 4000000]);
  const back = carts.forCustomer(company, null, (line, customer) => priceAgain(line, customer, SETUP, parts));
  assert.deepEqual(back.lines.map((line) => line.unitPriceCm), [10000000, 300000, 5000000]);
});

test("a sale says its lines, taxes and money as sold", () => {
  const lines = linesOf({ ...PART, fees: ["f"], prices: [["site", 8999500]] }, about({ quantityMilli: 2000 }));
  const { cart } = carts.put(carts.empty("c"), lines);
  const laid = [{ id: "t1", tender: "card", amount: 50000, reference: "1234" }, { id: "t2", tender: "cash", amount: 200000 }];
  const body = bodies.sale({ cart, setup: SETUP, laid, operator: SAM, language: "sv", catalog: "c-1", at: "now", number: 7 });
  assert.deepEqual(body.lines.map((line) => [line.kind, line.amount_minor, line.parent]), [["part", 179990, null], ["fee", 6000, lines[0].id]]);
  assert.deepEqual([body.gross_minor, body.tax_minor, body.net_minor, body.rounding_minor], [185990, 37198, 148792, 10]);
  assert.deepEqual(body.tenders, [
    { id: "t1", tender: "card", amount_minor: 50000, settles_minor: 50000, change_minor: 0, rounding_minor: 0, reference: "1234" },
    { id: "t2", tender: "cash", amount_minor: 200000, settles_minor: 135990, change_minor: 64000, rounding_minor: 10, reference: "" },
  ]);
  assert.equal(body.tenders.reduce((all, one) => all + one.settles_minor, 0), body.gross_minor);
  assert.deepEqual([body.number, body.series, body.operator, body.shift, body.second], [7, "K1A", "sam", "word", null]);
});

test("what comes back is cut from what was sold, and all of it is all of it", () => {
  const line = { id: "r", kind: "part", of: "sold", place: 1, text: "a", unit: "pcs", decimals: 0, quantityMilli: 1000, unitPriceCm: 3330000,
    taxCode: "standard", mostMilli: 3000, sold: { net: 7992, tax: 1998, quantityMilli: 3000, beforeMilli: 0 } };
  const cart = { ...carts.empty("c"), lines: [line], returns: { sale: "uuid", number: "K1A-3" } };
  assert.equal(carts.totals(cart, SETUP.tax_codes).gross, -3330);
  const whole = carts.count(cart, "r", 3000);
  const sums = carts.totals(whole, SETUP.tax_codes);
  assert.deepEqual([sums.gross, sums.tax], [-9990, -1998]);
  assert.throws(() => carts.count(cart, "r", 4000), { code: "more_than_sold" });
  const body = bodies.takeBack({ cart: whole, setup: SETUP, operator: SAM, reason: "Passade inte", at: "now", number: 8, laid: [{ id: "t", tender: "cash", amount: 10000 }] });
  assert.deepEqual(body.lines, [{ line: "sold", n: 1, quantity_milli: 3000, amount_minor: 9990 }]);
  assert.deepEqual([body.gross_minor, body.rounding_minor, body.tenders[0].settles_minor], [9990, 10, 9990]);
});

test("PINs are checked on the device, and five wrong ones lock the person", async () => {
  const salt = btoa("sixteen bytes ok");
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode("1234"), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: Uint8Array.from(atob(salt), (c) => c.charCodeAt(0)), iterations: 1000 }, key, 256);
  const pin = { salt, iterations: 1000, hash: btoa(String.fromCharCode(...new Uint8Array(bits))) };
  assert.equal(await isPin(pin, "1234"), true);
  assert.equal(await isPin(pin, "1235"), false);
  const rules = { tries: 5, lockSeconds: 900 };
  let count = null;
  for (let n = 0; n < 4; n += 1) count = counted(count, 0, rules);
  assert.equal(lockedFor(count, 0), 0);
  count = counted(count, 0, rules);
  assert.equal(lockedFor(count, 1000), 899000);
  assert.equal(lockedFor(counted(count, 900001, rules), 900001), 0);
  assert.deepEqual([limitOf(SAM), limitOf({ ...SAM, may: ["discounts.unlimited"] }), limitOf(null)], [100000, 1000000, 0]);
});
