// Quick fingers at the counter: nothing that is typed, scanned, parked or taken back is lost or counted twice.
import assert from "node:assert/strict";
import test from "node:test";
import { empty } from "../../static/till/cart.js";
import { enter, inTurn, mayStillReturn, park, recall, scan } from "../../static/till/selling.js";

const PAD = {
  id: "pad", number: "BRK-1", name_sv: "Bel\u00e4gg", name_en: "", unit: "pcs", taxCode: "standard", stocking: "stocked",
  flags: 1, onHand: 8000, fees: [], prices: [["list", 8000000]],
};
const SETUP = {
  tax_codes: { standard: { category: "S", ppm: 250000 } }, fees: [], currency: "SEK",
  lists: [{ id: "list", basis: "incl", group: null, strength: 1 }],
};

/** What selling needs of a till, with a shelf that answers a turn later. */
function counter({ facts = [] } = {}) {
  const parked = new Map();
  const carts = new Map();
  const till = {
    window: "w", told: [],
    state: { query: "", hits: null, hitsFor: "", at: 0, cart: empty("first"), active: null, setup: SETUP, parked: [],
      operator: { id: "sam", name: "Sam", may: [] } },
    shelf: {
      scan: async (text) => (text === "73" ? [{ part: PAD, milli: 1000 }] : []),
      search: async (text) => (text === "brk" ? [PAD] : []),
    },
    store: {
      park: async (row, window) => { parked.set(row.id, structuredClone(row)); carts.delete(window); },
      recall: async (id) => {
        const row = parked.get(id) ?? null;
        parked.delete(id);
        return row;
      },
      all: async () => [...parked.values()],
      sold: async () => facts,
    },
    get sums() { return { gross: 0 }; },
    set(more) { Object.assign(this.state, more); },
    lay(cart) { this.set({ cart, active: cart.lines.at(-1)?.id ?? null }); },
    fresh: () => empty(crypto.randomUUID()),
    keep: async (kind) => ({ kind }),
    bad(text) { this.told.push(text); },
    strip() {},
    focus() {},
    close() {},
  };
  return till;
}
const lines = ({ state }) => state.cart.lines.map((line) => [line.number, line.quantityMilli]);

test("Enter pressed twice before the shelf has answered is one piece", async () => {
  const till = counter();
  till.set({ query: "brk" });
  await Promise.all([enter(till), enter(till)]);
  assert.deepEqual(lines(till), [["BRK-1", 1000]]);
});

test("what comes after waits for what was entered before it, and for one that fails as well", async () => {
  const till = counter();
  const order = [];
  till.set({ query: "brk" });
  const before = enter(till);
  const failed = inTurn(till, () => Promise.reject(new Error("no shelf")));
  const after = inTurn(till, () => order.push(lines(till).length));
  await before;
  await assert.rejects(failed);
  await after;
  assert.deepEqual(order, [1]);
});

test("what is scanned while a sale is being parked is the next customer's", async () => {
  const till = counter();
  await scan(till, "73");
  const parking = park(till);
  await scan(till, "73");
  await parking;
  assert.deepEqual(lines(till), [["BRK-1", 1000]]);
  assert.equal(till.state.parked[0].cart.lines.length, 1);
});

test("a sale that another window has brought back is not brought back twice", async () => {
  const till = counter();
  await scan(till, "73");
  const { id } = till.state.cart;
  await park(till);
  await till.store.recall(id, "other");
  await recall(till, id);
  assert.deepEqual(lines(till), []);
});

test("a return that lay parked while the same goods came back is refused", async () => {
  const body = JSON.stringify({ sale: "s", lines: [{ line: "l", quantity_milli: 1000 }] });
  const cart = { returns: { sale: "s" }, lines: [{ of: "l", quantityMilli: 1000,
    sold: { quantityMilli: 1000, beforeMilli: 0 } }] };
  assert.equal(await mayStillReturn(counter(), cart), true);
  assert.equal(await mayStillReturn(counter({ facts: [{ kind: "return", body }] }), cart), false);
});
