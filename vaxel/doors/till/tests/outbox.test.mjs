// Every sale once and in order, whatever becomes of answers, servers and tabs.
import assert from "node:assert/strict";
import test from "node:test";
import { Outbox, backOff, hashOf, moment, waiting } from "../../static/till/outbox.js";
import { Memory } from "./memory.mjs";

const NOON = Date.parse("2026-11-25T12:00:00Z");

/** A server that keeps the contract: uuid and hash known is dup, the next number is ok, another is a gap. */
class Server {
  constructor() {
    this.booked = [];
    this.says = [];
    this.now = "2026-11-25T12:00:02Z";
  }
  get last() {
    return this.booked.length;
  }
  receive = async ({ items }) => {
    const way = this.says.shift() ?? "well";
    if (way === "dead") throw new TypeError("no answer");
    if (typeof way === "number") return { status: way, body: {} };
    const answers = [];
    for (const item of items) {
      const known = this.booked.find((one) => one.uuid === item.uuid);
      if (known) answers.push({ uuid: item.uuid, status: known.sha256 === item.sha256 ? "dup" : "conflict" });
      else if (item.seq !== this.last + 1) {
        answers.push({ uuid: item.uuid, status: "gap", expected: this.last + 1 });
        break;
      } else {
        this.booked.push(item);
        answers.push({ uuid: item.uuid, status: "ok", receipt_no: this.last });
      }
    }
    if (way === "lost") throw new TypeError("the line was cut after the commit");
    return { status: 200, body: { now: this.now, items: answers } };
  };
  about = async () => ({ status: 200, body: { last_seq: this.last } });
}

function till(server = new Server(), store = new Memory()) {
  return { server, store, outbox: new Outbox({ store, post: server.receive, ask: server.about, clock: () => NOON, chance: () => 0 }) };
}

async function sell(outbox, count) {
  for (let n = 0; n < count; n += 1) await outbox.keep("sale", ({ at, number }) => ({ at, number, sum: n }), { numbered: true });
}

async function drain(outbox, rounds = 50) {
  const states = [];
  for (let n = 0; n < rounds; n += 1) {
    const { state } = await outbox.round();
    states.push(state);
    if (state === "idle" || state === "stranger") break;
  }
  return states;
}

const bookedInOrder = (server, count) =>
  assert.deepEqual(server.booked.map((item) => item.seq), Array.from({ length: count }, (_, n) => n + 1));

test("two hundred sales arrive once, in order, fifty at a time", async () => {
  const { server, store, outbox } = till();
  await sell(outbox, 200);
  assert.deepEqual(await drain(outbox), ["more", "more", "more", "more", "idle"]);
  bookedInOrder(server, 200);
  assert.equal(store.outbox.size, 0);
  assert.equal(store.sent.size, 200);
  assert.equal(store.meta.skew, 2000);
  assert.deepEqual(server.booked.map((item) => JSON.parse(item.body).number), server.booked.map((item) => item.seq));
});

test("answers that are lost after the commit double nothing", async () => {
  const { server, outbox } = till();
  await sell(outbox, 60);
  server.says = ["lost", "dead", "lost", 503, 409];
  await drain(outbox);
  bookedInOrder(server, 60);
});

test("two hundred failures of the network use nothing up", async () => {
  const { server, store, outbox } = till();
  await sell(outbox, 1);
  server.says = Array(200).fill("dead");
  await drain(outbox, 200);
  assert.equal(server.booked.length, 0);
  assert.equal(store.outbox.size, 1);
  assert.deepEqual(await drain(outbox), ["more", "idle"]);
  bookedInOrder(server, 1);
});

test("a server that was restored gets what it lost, from the sent ones", async () => {
  const { server, store, outbox } = till();
  await sell(outbox, 20);
  await drain(outbox);
  server.booked.length = 10;
  await sell(outbox, 3);
  await drain(outbox);
  bookedInOrder(server, 23);
  assert.equal(store.outbox.size, 0);
  assert.equal(store.sent.size, 23);
});

test("a server that lost what the till no longer has stops, and says which is missing", async () => {
  const { server, store, outbox } = till();
  await sell(outbox, 3);
  await drain(outbox);
  store.sent.clear();
  server.booked.length = 1;
  await sell(outbox, 1);
  const { state, missing } = await outbox.round();
  assert.deepEqual([state, missing, store.outbox.size], ["attention", 2, 1]);
});

test("a till that forgot what it sent asks, and sends nothing twice", async () => {
  const { server, store, outbox } = till();
  await sell(outbox, 5);
  const before = structuredClone(store.outbox);
  await drain(outbox);
  store.sent.clear();
  store.outbox = new Map([...before].map(([seq, item]) => [seq, { ...item, uuid: crypto.randomUUID() }]));
  await drain(outbox);
  bookedInOrder(server, 5);
  assert.equal(store.outbox.size, 0);
});

test("a stranger's queue is kept", async () => {
  const { server, store, outbox } = till();
  await sell(outbox, 2);
  server.says = [401];
  assert.deepEqual(await drain(outbox), ["stranger"]);
  assert.equal(store.outbox.size, 2);
});

test("one that was changed on the way is laid aside for a person, and the rest goes on", async () => {
  const { server, store, outbox } = till();
  await sell(outbox, 2);
  server.booked.push({ seq: 1, uuid: store.outbox.get(1).uuid, sha256: "other" });
  assert.deepEqual(await drain(outbox), ["attention", "idle"]);
  assert.equal(store.outbox.get(1).state, "attention");
  assert.deepEqual(server.booked.map((item) => item.seq), [1, 2]);
});

test("a page of a login is no answer", async () => {
  const { store, outbox } = till();
  await sell(outbox, 1);
  outbox.post = async () => ({ status: 200, body: null });
  assert.equal((await outbox.round()).state, "later");
  assert.equal(store.outbox.size, 1);
});

test("what was sent is kept for thirty days, what was not for ever", async () => {
  const { store, outbox } = till();
  await sell(outbox, 2);
  await drain(outbox);
  await sell(outbox, 1);
  outbox.clock = () => NOON + 29 * 86400000;
  await outbox.forget();
  assert.equal(store.sent.size, 2);
  outbox.clock = () => NOON + 400 * 86400000;
  await outbox.forget();
  assert.deepEqual([store.sent.size, store.outbox.size], [0, 1]);
});

test("waits grow from half a second to thirty, and are not all equal", () => {
  assert.deepEqual([0, 1, 3, 20].map((tries) => backOff(tries, 0)), [250, 500, 2000, 15000]);
  assert.ok(backOff(20, 0.999) <= 30000);
});

test("the alarm is for more than two hundred, or more than two hours", () => {
  assert.equal(waiting({ count: 3, oldest: NOON }, NOON + 7199000).alarming, false);
  assert.equal(waiting({ count: 3, oldest: NOON }, NOON + 7201000).alarming, true);
  assert.equal(waiting({ count: 201, oldest: NOON }, NOON).alarming, true);
  assert.equal(waiting({ count: 0, oldest: 0 }, NOON).alarming, false);
});

test("the hash is of the text that is sent, and the text never changes", async () => {
  const { server, store, outbox } = till();
  await sell(outbox, 1);
  const { body, sha256 } = store.outbox.get(1);
  assert.equal(sha256, await hashOf(body));
  server.says = ["lost"];
  await drain(outbox);
  assert.deepEqual([server.booked[0].body, server.booked[0].sha256, server.booked[0].kind], [body, sha256, "sale"]);
});

test("two windows that sell at once take two numbers, and none is left out", async () => {
  const store = new Memory();
  const windows = [till(new Server(), store), till(new Server(), store)];
  await Promise.all(windows.map(({ outbox }) => sell(outbox, 20)));
  const numbers = [...store.outbox.values()].map((item) => JSON.parse(item.body).number);
  assert.deepEqual(numbers, Array.from({ length: 40 }, (_, n) => n + 1));
});

test("facts without a receipt take no number", async () => {
  const { store, outbox } = till();
  await outbox.keep("event", ({ at, number }) => ({ at, number, event: "park" }));
  await sell(outbox, 1);
  assert.deepEqual([...store.outbox.values()].map((item) => JSON.parse(item.body).number), [null, 1]);
});

test("too much at once is sent in smaller lots, and a wait the server asks for is kept", async () => {
  const { server, outbox } = till();
  await sell(outbox, 60);
  const sizes = [];
  const receive = outbox.post;
  outbox.post = async (body) => {
    sizes.push(body.items.length);
    return body.items.length > 20 ? { status: 413, body: {} } : receive(body);
  };
  await drain(outbox);
  assert.deepEqual(sizes.slice(0, 4), [50, 25, 13, 26]);
  bookedInOrder(server, 60);
  outbox.post = async () => ({ status: 503, body: {}, retryAfter: 7 });
  await sell(outbox, 1);
  assert.deepEqual(await outbox.round(), { state: "later", wait: 7000 });
});

test("a till with nothing to tell says that it lives, and hears of news", async () => {
  const { server, outbox } = till();
  const heard = [];
  outbox.heard = (answer) => heard.push(answer.now);
  assert.deepEqual(await outbox.round(), { state: "idle", wait: 0 });
  assert.deepEqual(await outbox.round({ alive: true }), { state: "idle", wait: 0 });
  assert.deepEqual(heard, [server.now]);
});

test("moments carry the device's offset", () => {
  assert.match(moment(NOON), /^2026-11-25T\d\d:00:00\.000[+-]\d\d:\d\d$/);
  assert.equal(Date.parse(moment(NOON)), NOON);
});
