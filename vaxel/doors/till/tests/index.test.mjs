// What is found for what is typed or scanned, at the till without a server.
import assert from "node:assert/strict";
import test from "node:test";
import { blockOfRows, readBlock } from "../../static/till/blocks.js";
import { Catalogue, barcode } from "../../static/till/catalogue.js";
import { build } from "../../static/till/index.js";
import { bare, fold, slips, words } from "../../static/till/typed.js";
import { TABLES, blockBytes, id, part } from "./parts.mjs";

const PARTS = [
  part(1, "BRK-104532-A", "Bromsbelägg fram", { name_en: "Brake pad set front", brand: "Ate", barcodes: "07350012345674", price: 89900, on_hand_milli: 8000 }),
  part(2, "0 801 574 421", "Bromsskiva fram", { brand: "Bosch", barcodes: "04047025123457 04047025199999*4000" }),
  part(3, "8L2 773 227 W", "Oljefilter", { codes: "OC1063 W71230" }),
  part(4, "AK73063/4", "Torkarblad 600 mm", { brand: "Bosch", category: "wipers" }),
  part(5, "104532", "Glödlampa H7"),
];
const fresh = () => {
  const block = readBlock(blockBytes(PARTS));
  return new Catalogue({ main: build([block], TABLES), version: "c-1" });
};
const catalogue = fresh();
const found = (text, where = catalogue) => where.search(text).map((one) => Number(one.id.slice(-2))).join("");

test("numbers are found however they are typed, the exact one before what begins or has it", () => {
  assert.equal(found("brk104532a"), "1");
  assert.equal(found("BRK-104"), "1");
  assert.equal(found("104532"), "51");
  assert.equal(found("0801574421"), "2");
  assert.equal(found("0 801 574"), "2");
  assert.equal(found("773-227"), "3");
  assert.equal(found("73063"), "4");
});

test("other numbers of a part lead to it", () => {
  assert.equal(found("oc 1063"), "3");
  assert.equal(found("w71230"), "3");
});

test("all words must be there, each may be begun, accents and capitals do not matter", () => {
  assert.equal(found("broms fram"), "12");
  assert.equal(found("BROMSBELAGG"), "1");
  assert.equal(found("brake"), "1");
  assert.equal(found("glodlampa"), "5");
  assert.equal(found("bosch torkar"), "4");
  assert.equal(found("vindruta"), "4");
  assert.equal(found("broms torkar"), "");
  assert.equal(found("bosch 0801"), "2");
});

test("a slip is forgiven only where nothing has the words as typed", () => {
  assert.equal(found("oljefliter"), "3");
  assert.equal(found("bromsbelagh"), "1");
  assert.equal(found("glödlmapa"), "5");
  assert.equal(found("brx"), "");
  assert.equal(found("xyzzyx"), "");
});

test("a barcode is found exactly, and one may mean several pieces", () => {
  assert.equal(barcode("7350012345674"), "07350012345674");
  assert.deepEqual(catalogue.scan("7350012345674").map(({ part: one, milli }) => [one.number, milli]), [["BRK-104532-A", 1000]]);
  assert.deepEqual(catalogue.scan("4047025199999").map(({ part: one, milli }) => [one.number, milli]), [["0 801 574 421", 4000]]);
  assert.deepEqual(catalogue.scan("735001234567"), []);
  assert.equal(found("4047025123457"), "2");
});

test("what is shown comes back whole", () => {
  const one = catalogue.part(id(1));
  assert.deepEqual(one, {
    id: id(1), number: "BRK-104532-A", name_sv: "Bromsbelägg fram", name_en: "Brake pad set front", brand: "Ate", unit: "pcs",
    taxCode: "standard", stocking: "stocked", flags: 1, onHand: 8000, fees: [], prices: [["all", 8990000]], kit: null,
  });
  assert.deepEqual(catalogue.part(id(2)).prices, []);
  assert.equal(catalogue.part(id(99)), null);
});

test("what has changed replaces what was, and keeps its place among what is found", () => {
  const now = fresh();
  now.change([
    { ...part(1, "BRK-104532-A", "Bromsbelägg fram, sats"), fees: ["f2"], prices: { all: 5000, group: 4000 }, kit: null },
    { ...part(7, "NY-1", "Bromsvätska", { brand: "Nytt märke" }), fees: [], prices: {}, kit: null },
  ], [id(3)]);
  assert.equal(found("broms", now), "127");
  assert.equal(found("sats", now), "1");
  assert.equal(found("oljefilter", now), "");
  assert.deepEqual(now.part(id(1)).prices, [["all", 5000], ["group", 4000]]);
  assert.deepEqual(now.part(id(1)).fees, ["f2"]);
  assert.equal(now.part(id(7)).brand, "Nytt märke");
  assert.equal(now.part(id(3)), null);
  now.change([{ ...part(3, "8L2 773 227 W", "Oljefilter"), prices: {}, fees: [], kit: null }], [id(7)]);
  assert.equal(found("oljefilter", now), "3");
  assert.equal(found("bromsvätska", now), "");
});

test("prices of a group's list lie in a layer over the parts", () => {
  const layered = new Catalogue({
    main: build([readBlock(blockBytes(PARTS))], TABLES),
    layers: { group: { place: Uint32Array.of(1, 4), price: Float64Array.of(100, 200) } },
  });
  assert.deepEqual([1, 2, 3, 5].map((n) => layered.part(id(n)).prices), [[["all", 8990000]], [["group", 100]], [], [["group", 200]]]);
});

test("an index that was stored is the same index", () => {
  const kept = new Catalogue({ main: structuredClone(fresh().main) });
  assert.equal(found("broms fram", kept), "12");
  assert.equal(found("4047025123457", kept), "2");
});

test("every number, code and word of many parts leads back to its part", () => {
  const many = Array.from({ length: 3000 }, (_, n) => part(n, `X${(n * 7919) % 100003}-${n % 7}`, `del${n}`, {
    barcodes: String(7300000000000 + n * 17).padStart(14, "0"),
  }));
  const blocks = [0, 1000, 2000].map((from) => readBlock(blockBytes(many.slice(from, from + 1000))));
  const large = new Catalogue({ main: build(blocks, TABLES) });
  assert.equal(large.parts, 3000);
  many.forEach((one) => {
    assert.equal(large.part(one.id).number, one.number);
    assert.equal(large.scan(one.barcodes)[0].part.id, one.id);
    assert.ok(large.search(one.number, 500).some((hit) => hit.id === one.id), one.number);
    assert.ok(large.search(one.name_sv, 2000).some((hit) => hit.id === one.id), one.name_sv);
  });
});

test("nothing typed finds nothing, and an empty catalogue finds nothing", () => {
  assert.equal(found("  - "), "");
  assert.deepEqual(new Catalogue().search("broms"), []);
  assert.deepEqual(new Catalogue().scan("7350012345674"), []);
});

test("what is no block is not read as one", () => {
  assert.throws(() => readBlock(new TextEncoder().encode("<!doctype html><title>Log in</title>").buffer), /no block/);
});

test("rows of a delta are the same block as the server's", () => {
  const made = blockOfRows(PARTS.slice(0, 2).map((one) => ({ ...one, fees: ["f2"] })), TABLES);
  assert.equal(made.columns.fees.length, 4);
  assert.equal(new TextDecoder().decode(made.columns.norm), "BRK104532A\n0801574421\n");
});

test("slips are counted as people make them", () => {
  assert.equal(slips("oljefilter", "oljefilter", 2), 0);
  assert.equal(slips("oljef", "oljefilter", 2), 0);
  assert.equal(slips("ojlef", "oljefilter", 2), 1);
  assert.equal(slips("olejfliter", "oljefilter", 2), 2);
  assert.equal(slips("olje", "bromsar", 2), 3);
  assert.equal(slips("bromsar", "bro", 2), 3);
});

test("texts are folded", () => {
  assert.equal(fold("ÅÄÖ Éa"), "aao ea");
  assert.equal(bare("8L2 773-227/w"), "8L2773227W");
  assert.deepEqual(words("Torkarblad 600 mm, Å"), ["torkarblad", "600", "mm", "a"]);
});
