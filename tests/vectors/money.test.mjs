/* The golden vectors a till needs, over the script the browser runs (I-14): node --test tests/vectors */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { kindsOf } from "./kinds.mjs";

/* Read as text, for Node would want a package.json beside the script to take a .js file for a module. */
const script = readFileSync(new URL("../../vaxel/doors/static/js/money.js", import.meta.url), "utf8");
const money = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const { vectors } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url)));
const { kinds, wanted } = kindsOf(money);

for (const { id, kind, title, input, expect } of vectors) {
  if (!(kind in kinds)) continue;
  test(`${id} ${kind}: ${title}`, async () => {
    if (expect.error) {
      assert.throws(() => kinds[kind](input), { code: expect.error });
    } else {
      assert.deepStrictEqual(await kinds[kind](input), wanted(expect));
    }
  });
}

test("more than was sold does not come back", () => {
  assert.throws(() => money.creditPart(999, 3000, 2000, 1500), { code: "credit_too_large" });
});

test("a half is no piece, and what is shown can be typed back", () => {
  assert.throws(() => money.parseQuantity("2,5", 0), { code: "too_many_decimals" });
  assert.equal(money.parseQuantity("4,3", 3), 4300);
  assert.throws(() => money.parseQuantity("1.249", 3), { code: "not_a_number" });
  assert.equal(money.parseQuantity("0.249", 3), 249);
  assert.equal(money.parseQuantity("1.249", 3, "en_US"), 1249);
  assert.equal(money.formatQuantity(4300), "4,3");
  for (const minor of [0, -1, 123456, -99999999, Number.MAX_SAFE_INTEGER]) {
    for (const currency of Object.keys(money.EXPONENTS)) {
      for (const locale of Object.keys(money.STYLES)) {
        assert.equal(money.parseAmount(money.formatMoney(minor, currency, locale), currency, locale), minor);
      }
    }
  }
});
