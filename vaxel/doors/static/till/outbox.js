/*
 * What happened at the till and is not yet with the server: sent in order, once, whatever the network, the server or
 * the
 * browser does. Knows a store (storage.js, or one in memory) and a way to post; no timers, no page.
 *
 * A fact is {seq, uuid, schema, kind, client_at, skew_ms, sha256, body}; its body is text and never changes once
 * stored.
 * Only the server's own yes (`ok`, `dup`) moves it to the sent ones, where it stays 30 days: after a restored backup
 * the server asks for it again.
 */
export const SCHEMA = 1;
const AT_A_TIME = 50;
const KEPT_DAYS = 30;
const DAY_MS = 86400000;
const LEAST_MS = 500;
const LONGEST_MS = 30000;
const LATE_MS = 2 * 3600000;
const MANY = 200;

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The SHA-256 of a text in UTF-8, as 64 hex digits. */
export const hashOf = async (text) => hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));

/** How long to wait before the next try, after so many without an answer. `chance` in [0, 1). */
export const backOff = (tries, chance) => {
  const most = Math.min(LONGEST_MS, LEAST_MS * 2 ** Math.min(tries, 10));
  return Math.round(most / 2 + (most / 2) * chance);
};

/** How many wait, the oldest since when, and whether that is worth an alarm. */
export const waiting = ({ count, oldest, sales = count }, now) => ({
  count, oldest, sales, alarming: count > MANY || (count > 0 && now - oldest > LATE_MS),
});

/** A moment with the device's own offset from UTC, to the millisecond. */
export function moment(at) {
  const east = -new Date(at).getTimezoneOffset();
  const local = new Date(at + east * 60000).toISOString().slice(0, -1);
  const two = (number) => String(number).padStart(2, "0");
  return `${local}${east < 0 ? "-" : "+"}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
}

export class Outbox {
  /**
   * `store`: as storage.js gives it. `post(body)` gives {status, body, retryAfter}, or throws when there is no answer;
   * `ask()` gives {status, body} of the device as the server knows it. `about()`: the device and the versions it has.
   * `heard(answer)` is told every answer. `clock` is the device's own, in ms.
   */
  constructor({ store, post, ask, about = () => ({}), heard = () => {}, clock = () => Date.now(),
    chance = Math.random }) {
    Object.assign(this, { store, post, ask, about, heard, clock, chance });
    this.tries = 0;
    this.most = AT_A_TIME;
  }

  /**
   * The fact is stored for ever with its seq; only now may anyone say "Done". `compose({at, number})` gives its body;
   * `number` is the receipt's when it is `numbered`, else null. The cart kept under `cart` is gone by the same stroke.
   * Throws what the store throws.
   */
  async keep(kind, compose, { uuid = crypto.randomUUID(), numbered = false, cart = null } = {}) {
    for (;;) {
      const { number, skew } = await this.store.heads();
      const at = moment(this.clock());
      const body = JSON.stringify(compose({ at, number: numbered ? number : null }));
      const item = { uuid, schema: SCHEMA, kind, client_at: at, skew_ms: skew, sha256: await hashOf(body), body };
      const stored = await this.store.enqueue(item, numbered ? number : null, cart);
      if (stored) return stored;
    }
  }

  /**
   * One exchange with the server. Gives {state, wait}: `idle` nothing waits; `more` go on at once; `later` no answer,
   * try after `wait` ms; `stranger` the device must be enrolled again; `attention` a person must look. Drops nothing.
   * Where nothing waits and `alive`, the server is told that the till lives.
   */
  async round({ alive = false } = {}) {
    const items = await this.store.unsent(this.most);
    if (!items.length && !alive) return { state: "idle", wait: 0 };
    const { count, oldest } = await this.store.waiting();
    const now = moment(this.clock());
    let answer;
    try {
      answer = await this.post({
        ...this.about(), schema: SCHEMA, pending: count, oldest: count ? moment(oldest) : null, sent_at: now,
        items: items.map(outgoing),
      });
    } catch {
      return this.later();
    }
    return this.answered(items, answer);
  }

  async answered(items, answer) {
    if (answer.status === 401) return { state: "stranger", wait: LONGEST_MS, code: answer.body?.error?.code };
    if (answer.status === 413 && this.most > 1) {
      this.most = Math.ceil(this.most / 2);
      return { state: "more", wait: 0 };
    }
    if (answer.status === 400) return { state: "later", wait: LONGEST_MS, sentence: answer.body?.error?.message };
    if (answer.status !== 200 || !Array.isArray(answer.body?.items)) return this.later(answer.retryAfter);
    this.tries = 0;
    this.most = Math.min(AT_A_TIME, this.most * 2);
    this.heard(answer.body);
    return this.settle(items, answer.body);
  }

  later(seconds) {
    const wait = seconds ? seconds * 1000 : backOff(this.tries, this.chance());
    this.tries += 1;
    return { state: "later", wait };
  }

  async settle(items, { items: results, now }) {
    const known = new Map(items.map((item) => [item.uuid, item]));
    const done = [];
    const wrong = [];
    let gap = null;
    for (const result of results) {
      const item = known.get(result.uuid);
      if (!item) continue;
      if (result.status === "ok" || result.status === "dup") done.push({ seq: item.seq, result });
      else if (result.status === "gap") gap ??= { seq: item.seq, expected: result.expected };
      else wrong.push({ seq: item.seq, result });
    }
    const skew = now ? Date.parse(now) - this.clock() : null;
    await this.store.settle({ done, wrong, skew, at: this.clock() });
    if (gap) return this.mend(gap);
    if (!items.length) return { state: "idle", wait: 0 };
    if (!done.length && !wrong.length) return this.later();
    return { state: wrong.length ? "attention" : "more", wait: 0 };
  }

  /** The server waits for another seq: it lost the last ones (send them again), or has had these already. */
  async mend({ seq, expected }) {
    if (expected < seq) {
      const again = await this.store.requeue(expected, seq);
      return again ? { state: "more", wait: 0 } : { state: "attention", wait: LONGEST_MS, missing: expected };
    }
    let answer;
    try {
      answer = await this.ask();
    } catch {
      return this.later();
    }
    const last = answer.status === 200 ? answer.body.last_seq : 0;
    if (!(last >= seq)) return this.later();
    const had = (await this.store.unsent(Infinity)).filter((item) => item.seq <= last);
    await this.store.settle({ done: had.map((item) => ({ seq: item.seq, result: null })), at: this.clock() });
    return { state: "more", wait: 0 };
  }

  /** What was sent more than 30 days ago goes; what was not sent never does. */
  forget() {
    return this.store.forget(this.clock() - KEPT_DAYS * DAY_MS);
  }
}

const outgoing = ({ seq, uuid, schema, kind, client_at, skew_ms, sha256, body }) =>
  ({ seq, uuid, schema, kind, client_at, skew_ms, sha256, body });
