/* The golden vectors a till needs, over the script the browser runs (I-14): node --test tests/vectors */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

/* Read as text, for Node would want a package.json beside the script to take a .js file for a module. */
const script = readFileSync(new URL("../../vaxel/doors/static/js/money.js", import.meta.url), "utf8");
const money = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const { vectors } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url)));
const number = (text, decimals) => Number(money.scaled(text, decimals));
const ppm = (percent) => number(percent, 4);
const milli = (quantity) => number(quantity, 3);

const taxLine = (line, amount) => ({
  amount, category: line.category, ppm: ppm(line.rate), discountable: line.discountable,
});

function taxed(input, amounts) {
  const lines = input.lines.map((line, k) => taxLine(line, amounts[k]));
  const done = money.taxDocument(lines, input.basis, {
    discountMinor: input.doc_discount_abs, discountPpm: ppm(input.doc_discount_pct ?? "0"),
  });
  return {
    lines: done.lines.map(({ share, net, tax }) => ({ doc_discount: share, net, tax })),
    groups: done.groups.map(({ category, ppm: rate, net, tax }) => ({ category, ppm: rate, net, tax })),
    net: done.net, tax: done.tax, gross: done.gross,
  };
}

const ratesAsPpm = (expect) => ({
  ...expect,
  groups: expect.groups.map(({ rate, ...rest }) => ({ category: rest.category, ppm: ppm(rate), net: rest.net, tax: rest.tax })),
});

function settled(total, input) {
  const done = money.settle(total, input.step, input.tenders, input.tip);
  return {
    cash_due: done.cashDue, rounding: done.rounding, change: done.change, remaining: done.remaining,
    settled: done.settled,
  };
}

const kinds = {
  round: ({ num, den }) => ({ value: Number(money.rdiv(BigInt(num), BigInt(den))) }),
  parse_amount: ({ text, currency, locale }) => ({ minor: money.parseAmount(text, currency, locale) }),
  format_money: ({ minor, currency, locale }) => ({ text: money.formatMoney(minor, currency, locale) }),
  line: (input) => money.lineAmount({
    quantityMilli: milli(input.qty), unitPriceCm: number(input.unit_minor, 2),
    discountPpm: ppm(input.discount_pct ?? "0"), discountMinor: input.discount_abs,
  }),
  allocate: ({ total, weights }) => ({ parts: money.allocate(total, weights) }),
  tax_document: (input) => taxed(input, input.lines.map((line) => line.amount)),
  document: (input) => {
    const amounts = input.lines.map(kinds.line);
    const document = taxed(input, amounts.map((line) => line.amount));
    const lines = document.lines.map((line, k) => ({ ...amounts[k], ...line }));
    const settlement = input.tenders ? { settlement: settled(document.gross, input) } : {};
    return { ...document, lines, ...settlement };
  },
  partial_refund: (input) => {
    let before = 0;
    const parts = input.returns.map((quantity) => {
      const { net, tax } = money.partialCredit(input.basis, input.stored, milli(input.qty), before, milli(quantity));
      before += milli(quantity);
      return { net, tax, gross: net + tax };
    });
    return { parts };
  },
  cash_round: ({ amount, step }) => money.cashRound(amount, step),
  settle: (input) => settled(input.total, input),
  price_convert: ({ price_minor: price, rate, to }) => (to === "excl"
    ? { centi_minor: money.priceExclCm(number(price, 2), ppm(rate)) }
    : { minor: money.priceInclMinor(number(price, 2), ppm(rate)) }),
  hash_chain: async ({ genesis, events }) => {
    const texts = events.map(money.canonical);
    const chain = [];
    let hash = genesis;
    for (const text of texts) {
      hash = await money.link(hash, text);
      chain.push({ bytes: new TextEncoder().encode(text).length, hash });
    }
    return { canonical_first: texts[0], chain };
  },
};

for (const { id, kind, title, input, expect } of vectors) {
  if (!(kind in kinds)) continue;
  test(`${id} ${kind}: ${title}`, async () => {
    if (expect.error) {
      assert.throws(() => kinds[kind](input), { code: expect.error });
    } else {
      const wanted = expect.groups ? ratesAsPpm(expect) : expect;
      assert.deepStrictEqual(await kinds[kind](input), wanted);
    }
  });
}

test("more than was sold does not come back", () => {
  assert.throws(() => money.creditPart(999, 3000, 2000, 1500), { code: "credit_too_large" });
});

test("a half is no piece, and what is shown can be typed back", () => {
  assert.throws(() => money.parseQuantity("2,5", 0), { code: "too_many_decimals" });
  assert.equal(money.parseQuantity("4,3", 3), 4300);
  assert.equal(money.formatQuantity(4300), "4,3");
  for (const minor of [0, -1, 123456, -99999999, Number.MAX_SAFE_INTEGER]) {
    for (const currency of Object.keys(money.EXPONENTS)) {
      for (const locale of Object.keys(money.STYLES)) {
        assert.equal(money.parseAmount(money.formatMoney(minor, currency, locale), currency, locale), minor);
      }
    }
  }
});
