// Run by test_wedge.py: what is a scan and what is a person typing.
import assert from "node:assert/strict";
import test from "node:test";
import { Wedge, character } from "../../../static/js/wedge.js";

const EAN = "7350012345674";

/** What the wedge says after the text typed with these gaps, ended by a key (or by nothing). */
function typed(text, gap, { end = "Enter", silence = 0, ...more } = {}) {
  const wedge = new Wedge();
  let at = 1000;
  let found = null;
  [...text].forEach((key, n) => {
    found = wedge.press({ key, code: /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`, timeStamp: at, ...more });
    at += typeof gap === "function" ? gap(n) : gap;
  });
  if (end) found = wedge.press({ key: end, code: end, timeStamp: at });
  return silence ? wedge.silence(at + silence) : found;
}

for (const gap of [1, 2, 12, 25, 30]) test(`a scanner with ${gap} ms between keys`, () => assert.equal(typed(EAN, gap), EAN));
test("a scanner that jitters, with one slow key", () => {
  const gaps = [2, 45, 3, 20, 8, 41, 5, 12, 2, 30, 99, 4, 3];
  assert.equal(typed(EAN, (n) => gaps[n]), EAN);
});
test("letters count too, and Tab ends as Enter does", () => assert.equal(typed("BRK-104532-A", 5, { end: "Tab" }), "BRK-104532-A"));
test("without an ending key eight digits are enough, after silence", () => {
  assert.equal(typed("12345678", 5, { end: "", silence: 90 }), "12345678");
  assert.equal(typed("1234567", 5, { end: "", silence: 90 }), null);
  assert.equal(typed("ABCDEFGH", 5, { end: "", silence: 90 }), null);
  assert.equal(typed("12345678", 5, { end: "", silence: 20 }), null);
});
for (const gap of [31, 60, 90, 140]) test(`a person with ${gap} ms between keys`, () => assert.equal(typed(EAN, gap), null));
test("three characters are no scan", () => assert.equal(typed("123", 5), null));
test("one gap above 100 ms begins anew", () => {
  assert.equal(typed("12" + EAN, (n) => (n === 1 ? 101 : 5)), EAN);
  assert.equal(typed("123456789", (n) => (n === 6 ? 101 : 5)), null);
});
test("a slow Enter after a fast burst is a person's", () => assert.equal(typed(EAN, (n) => (n === 12 ? 140 : 5)), null));
test("a key that is held down repeats and is no scan", () => assert.equal(typed("77777777", 30, { repeat: true }), null));
test("composed characters and shortcuts are none", () => {
  for (const with_ of ["isComposing", "ctrlKey", "altKey", "metaKey"]) assert.equal(typed(EAN, 5, { [with_]: true }), null);
});
test("arrows and Backspace break it, Shift does not", () => {
  const wedge = new Wedge();
  [..."ABCD"].forEach((key, n) => {
    wedge.press({ key: "Shift", code: "ShiftLeft", timeStamp: n * 5 });
    wedge.press({ key, code: `Key${key}`, timeStamp: n * 5 + 1 });
  });
  assert.equal(wedge.press({ key: "Enter", code: "Enter", timeStamp: 20 }), "ABCD");
  [..."ABCD"].forEach((key, n) => wedge.press({ key, code: `Key${key}`, timeStamp: 100 + n }));
  wedge.press({ key: "Backspace", code: "Backspace", timeStamp: 105 });
  assert.equal(wedge.press({ key: "Enter", code: "Enter", timeStamp: 106 }), null);
});
test("digits are those of the place on the keyboard", () => {
  assert.equal(character({ key: "!", code: "Digit1" }), "1");
  assert.equal(character({ key: "à", code: "Digit0" }), "0");
  assert.equal(character({ key: "End", code: "Numpad1" }), "1");
  assert.equal(character({ key: "*", code: "NumpadMultiply" }), "*");
  assert.equal(character({ key: "-", code: "Slash" }), "-");
  assert.equal(character({ key: "Enter", code: "Enter" }), "");
});
test("two scans after each other are two", () => {
  const wedge = new Wedge();
  const found = [];
  let at = 0;
  for (const text of [EAN, "0986494104"]) {
    for (const key of text) wedge.press({ key, code: `Digit${key}`, timeStamp: (at += 4) });
    found.push(wedge.press({ key: "Enter", code: "Enter", timeStamp: (at += 4) }));
    at += 150;
  }
  assert.deepEqual(found, [EAN, "0986494104"]);
});
