// What lies on the counter: counted, discounted, summed and paid without a server.
import assert from "node:assert/strict";
import test from "node:test";
import * as carts from "../../static/till/cart.js";

const RATES = { standard: { category: "S", ppm: 250000 }, food: { category: "S", ppm: 120000 } };
const SAM = { id: "sam", limitPpm: 100000 };
const part = (id, price, more = {}) => ({
  id: `line-${id}`, kind: "part", part: id, number: id, text: id, unit: "pcs", decimals: 0, quantityMilli: 1000,
  unitPriceCm: price * 100, taxCode: "standard", ...more,
});
const fee = (price) => ({ id: `fee-${price}`, kind: "fee", text: "fee", unit: "pcs", decimals: 0, unitPriceCm: price * 100, taxCode: "standard" });
const put = (cart, ...lines) => carts.put(cart, lines).cart;
const refused = (code, act) => assert.throws(act, (fault) => fault instanceof carts.Unallowed && fault.code === code);
const gross = (cart) => carts.totals(cart, RATES).gross;

test("the quantity stands before a star", () => {
  assert.deepEqual(carts.counted("3*brk"), { quantityMilli: 3000, rest: "brk" });
  assert.deepEqual(carts.counted(" 2,5 * olja"), { quantityMilli: 2500, rest: "olja" });
  assert.deepEqual(carts.counted("2.5*olja"), { quantityMilli: 2500, rest: "olja" });
  assert.deepEqual(carts.counted("3*"), { quantityMilli: 3000, rest: "" });
  assert.deepEqual(carts.counted("8L2*773"), { quantityMilli: null, rest: "8L2*773" });
});

test("the same part at the same price is counted up, and what hangs on it follows", () => {
  let cart = put(carts.empty("c"), part("a", 10000), fee(300));
  const again = carts.put(cart, [{ ...part("a", 10000), id: "x", quantityMilli: 2000 }, fee(300)]);
  assert.equal(again.more, true);
  cart = again.cart;
  assert.deepEqual(cart.lines.map((line) => [line.kind, line.quantityMilli]), [["part", 3000], ["fee", 3000]]);
  assert.equal(gross(cart), 30900);
  cart = carts.step(cart, "line-a", -1);
  assert.equal(gross(cart), 20600);
  assert.deepEqual(carts.remove(cart, "line-a").lines, []);
});

test("a cart is never changed, so that the one before can be put back", () => {
  const before = put(carts.empty("c"), part("a", 10000));
  const after = carts.count(before, "line-a", 5000);
  assert.equal(before.lines[0].quantityMilli, 1000);
  assert.equal(gross(after), 50000);
});

test("halves of a piece, nothing, and a line too many are refused", () => {
  const cart = put(carts.empty("c"), part("a", 10000));
  refused("too_precise", () => carts.count(cart, "line-a", 500));
  refused("bad_quantity", () => carts.count(cart, "line-a", 0));
  const full = { ...cart, lines: Array.from({ length: 500 }, (_, n) => ({ ...part(`p${n}`, 1), id: String(n) })) };
  refused("too_many_lines", () => carts.put(full, [part("b", 1)]));
});

test("tax is reckoned once per rate and lines sum to it", () => {
  let cart = put(carts.empty("c"), part("a", 3333));
  cart = put(cart, part("b", 3333));
  cart = put(cart, part("c", 3334));
  cart = put(cart, part("d", 1120, { taxCode: "food" }));
  const sums = carts.totals(cart, RATES);
  assert.deepEqual(sums.groups, [
    { category: "S", ppm: 250000, net: 8000, tax: 2000 }, { category: "S", ppm: 120000, net: 1000, tax: 120 },
  ]);
  assert.equal([...sums.each.values()].reduce((all, one) => all + one.tax, 0), sums.tax);
  assert.equal(sums.gross, 11120);
});

test("a discount within the limit is the operator's own; above it a second person answers with a reason", () => {
  const cart = put(carts.empty("c"), part("a", 10000));
  assert.equal(gross(carts.discount(cart, "line-a", { ppm: 100000, operator: SAM })), 9000);
  refused("above_limit", () => carts.discount(cart, "line-a", { ppm: 110000, operator: SAM }));
  refused("above_limit", () => carts.discount(cart, "line-a", { minor: 1001, operator: SAM }));
  const mo = { id: "mo", name: "Mo", limitPpm: 500000, reason: "Stamkund" };
  assert.equal(gross(carts.discount(cart, null, { ppm: 400000, operator: SAM, answer: mo })), 6000);
  refused("own_approver", () => carts.discount(cart, null, { ppm: 400000, operator: SAM, answer: { ...mo, id: "sam" } }));
  refused("reason_missing", () => carts.discount(cart, null, { ppm: 400000, operator: SAM, answer: { ...mo, reason: " " } }));
  refused("above_limit", () => carts.discount(cart, null, { ppm: 600000, operator: SAM, answer: mo }));
});

test("fees are never discounted", () => {
  const cart = put(carts.empty("c"), part("a", 10000), fee(1000));
  assert.equal(gross(carts.discount(cart, null, { ppm: 100000, operator: SAM })), 10000);
  refused("not_discountable", () => carts.discount(cart, "fee-1000", { ppm: 1, operator: SAM }));
});

test("cash is rounded where it settles, and change is given", () => {
  assert.deepEqual(carts.paid(59949, 100, [{ method: "cash", amount: 100000 }]), {
    cashDue: 59900, rounding: -49, change: 40100, remaining: 0, settled: true,
  });
  assert.equal(carts.paid(59949, 100, [{ method: "on_account", amount: 59949 }]).settled, true);
  assert.equal(carts.paid(59949, 100, [{ method: "cash", amount: 10000 }]).remaining, 49949);
});

test("the notes offered are those people have, above what is due", () => {
  assert.deepEqual(carts.notes(236200), [238000, 240000, 250000, 300000]);
  assert.deepEqual(carts.notes(10000), [20000, 50000, 100000]);
  assert.deepEqual(carts.notes(0), []);
});

test("prices follow the customer's basis, typed ones stay", () => {
  let cart = put(carts.empty("c"), part("a", 12500));
  cart = put(cart, part("b", 5000, { typed: true }));
  const other = carts.forCustomer(cart, { id: "ada", basis: "excl" }, (line, customer, basis) => carts.inBasis(1250000, "incl", basis, 250000));
  assert.deepEqual(other.lines.map((line) => line.unitPriceCm), [1000000, 500000]);
  assert.equal(carts.inBasis(1000000, "excl", "incl", 250000), 1250000);
});
