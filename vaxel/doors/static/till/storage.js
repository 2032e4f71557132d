/*
 * The one module that touches this device's storage. What was sold goes in by strict transactions, and only their
 * `complete` counts; the catalogue goes in relaxed, for it can be fetched again. Nothing here ever deletes an unsent
 * sale, and nothing here opens a database by deleting another.
 */
const VERSION = 1;
const BALLAST_BYTES = 5 * 1024 * 1024;
const STORES = ["meta", "outbox", "sent", "parked", "carts", "ballast", "catalogue"];

/** The disk is full, even without the ballast: what should have been stored was not. */
export class Full extends Error {}
/** The store cannot be opened or read; `cause` is what the browser said. What is in it is left as it is. */
export class Broken extends Error {}

const wanted = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** Opens the till's database. `moved` is told when another window wants a newer one: this one has closed. */
export async function open(name, { moved = () => {}, blocked = () => {} } = {}) {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    const database = request.result;
    for (const store of STORES) {
      if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
    }
  };
  request.onblocked = blocked;
  let database;
  try {
    database = await wanted(request);
  } catch (cause) {
    throw new Broken("open", { cause });
  }
  database.onversionchange = () => {
    database.close();
    moved();
  };
  return new Store(database);
}

export class Store {
  constructor(database) {
    this.database = database;
  }

  /** Runs `work(stores)` in one transaction; the answer is given when it is complete. Throws Full or Broken. */
  async transaction(names, mode, work, durability = "strict") {
    let transaction;
    try {
      transaction = this.database.transaction(names, mode, { durability });
    } catch (cause) {
      throw new Broken("transaction", { cause });
    }
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    });
    done.catch(() => {});
    try {
      const answer = await work(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
      await done;
      return answer;
    } catch (fault) {
      try {
        transaction.abort();
      } catch { /* it has ended already */ }
      const why = await done.then(() => null, (error) => error);
      if ([fault, why].some((one) => one?.name === "QuotaExceededError")) throw new Full("quota", { cause: fault });
      throw fault;
    }
  }

  /** What the next fact begins from: {number, skew}, the receipt's next number and what is known of the clock. */
  heads() {
    return this.transaction(["meta"], "readonly", async ({ meta }) => {
      const [number, skew] = await Promise.all([wanted(meta.get("number")), wanted(meta.get("skew"))]);
      return { number: number ?? 1, skew: skew ?? null };
    });
  }

  /**
   * The fact stands, with the next seq, in one transaction, whichever window it comes from; the cart kept under
   * `cart` is gone in the same one, so that what is sold never lies on a counter. `number` is the receipt's number it
   * says; null is given back, and nothing stored, where another window has taken that. Throws Full.
   */
  async enqueue(item, number = null, cart = null) {
    try {
      return await this.numbered(item, number, cart);
    } catch (fault) {
      if (!(fault instanceof Full) || !(await this.throwBallast())) throw fault;
      return this.numbered(item, number, cart);
    }
  }
  numbered(item, number, cart) {
    return this.transaction(["meta", "outbox", "carts"], "readwrite", async ({ meta, outbox, carts }) => {
      const [last, next] = await Promise.all([wanted(meta.get("seq")), wanted(meta.get("number"))]);
      if (number !== null && number !== (next ?? 1)) return null;
      const seq = (last ?? 0) + 1;
      const stored = { ...item, seq, state: "pending" };
      outbox.add(stored, seq);
      meta.put(seq, "seq");
      if (number !== null) meta.put(number + 1, "number");
      if (cart !== null) carts.delete(cart);
      return stored;
    });
  }

  /** The first unsent items, by number; those a person must look at left out. */
  unsent(limit) {
    return this.transaction(["outbox"], "readonly", async ({ outbox }) => {
      const all = await wanted(outbox.getAll());
      return all.filter((item) => item.state === "pending").slice(0, limit);
    });
  }

  /** How many facts wait, how many of them are sales and returns, and since when (ms). */
  waiting() {
    return this.transaction(["outbox"], "readonly", async ({ outbox }) => {
      const all = await wanted(outbox.getAll());
      const sales = all.filter((item) => item.kind === "sale" || item.kind === "return").length;
      return { count: all.length, sales, oldest: all.length ? Date.parse(all[0].client_at) : 0 };
    });
  }

  /** How many a person must look at. */
  laidAside() {
    return this.transaction(["outbox"], "readonly", async ({ outbox }) =>
      (await wanted(outbox.getAll())).filter((item) => item.state === "attention").length);
  }

  /** What the server said, in one transaction: accepted ones move to the sent ones, others are marked. */
  settle({ done, wrong = [], skew = null, at }) {
    return this.transaction(["meta", "outbox", "sent"], "readwrite", async ({ meta, outbox, sent }) => {
      for (const { seq, result } of done) {
        const item = await wanted(outbox.get(seq));
        if (!item) continue;
        sent.put({ ...item, result, sent_at: at }, seq);
        outbox.delete(seq);
      }
      for (const { seq, result } of wrong) {
        const item = await wanted(outbox.get(seq));
        if (item) outbox.put({ ...item, state: "attention", result }, seq);
      }
      if (skew !== null) meta.put(skew, "skew");
    });
  }

  /** What was sent from number `from` on, and before `before`, waits again; how many that are. */
  requeue(from, before) {
    return this.transaction(["outbox", "sent"], "readwrite", async ({ outbox, sent }) => {
      const items = await wanted(sent.getAll(IDBKeyRange.bound(from, before, false, true)));
      for (const item of items) {
        outbox.put({ ...item, state: "pending" }, item.seq);
        sent.delete(item.seq);
      }
      return items.length;
    });
  }

  /** Sent items of before `before` (ms) are gone. */
  forget(before) {
    return this.transaction(["sent"], "readwrite", async ({ sent }) => {
      for (const item of await wanted(sent.getAll())) if (item.sent_at < before) sent.delete(item.seq);
    });
  }

  /** What this device sold, newest first: sent and waiting. */
  sold(limit = 50) {
    return this.transaction(["outbox", "sent"], "readonly", async ({ outbox, sent }) => {
      const [waiting, done] = await Promise.all([wanted(outbox.getAll()), wanted(sent.getAll())]);
      return [...done, ...waiting].sort((a, b) => b.seq - a.seq).slice(0, limit);
    });
  }

  /** The device is enrolled: its numbers go on from the higher of what it knows and what the server knows. */
  enrolled(device, { last_seq: lastSeq, next_number: nextNumber }) {
    return this.transaction(["meta"], "readwrite", async ({ meta }) => {
      const [seq, number] = await Promise.all([wanted(meta.get("seq")), wanted(meta.get("number"))]);
      meta.put(device, "device");
      meta.put(Math.max(seq ?? 0, lastSeq), "seq");
      meta.put(Math.max(number ?? 1, nextNumber), "number");
    });
  }

  /** Everything that is not with the server yet, as one text that can be carried by hand. */
  async exported(about) {
    const items = await this.transaction(["outbox"], "readonly", ({ outbox }) => wanted(outbox.getAll()));
    return JSON.stringify({ kind: "vaxel-outbox", version: 1, ...about, items }, null, 1);
  }

  get(store, key) {
    return this.transaction([store], "readonly", (stores) => wanted(stores[store].get(key)));
  }
  all(store) {
    return this.transaction([store], "readonly", (stores) => wanted(stores[store].getAll()));
  }
  keys(store) {
    return this.transaction([store], "readonly", (stores) => wanted(stores[store].getAllKeys()));
  }
  /** Stored, or (null or undefined) gone. The catalogue and carts are relaxed. */
  put(store, key, value, durability = "strict") {
    return this.transaction([store], "readwrite", (stores) => {
      const row = stores[store];
      return wanted(value === null || value === undefined ? row.delete(key) : row.put(value, key));
    }, durability);
  }
  /** The cart of the window is parked, in one stroke. */
  park(row, window) {
    return this.transaction(["parked", "carts"], "readwrite", ({ parked, carts }) => {
      parked.put(row, row.id);
      carts.delete(window);
    });
  }
  /** The parked one lies in the window; null where another window has taken it. */
  recall(id, window) {
    return this.transaction(["parked", "carts"], "readwrite", async ({ parked, carts }) => {
      const row = await wanted(parked.get(id));
      if (!row) return null;
      parked.delete(id);
      carts.put(row.cart, window);
      return row;
    });
  }
  /** Several of a store at once: [[key, value], …]. */
  putAll(store, pairs, durability = "relaxed") {
    return this.transaction([store], "readwrite", (stores) => {
      for (const [key, value] of pairs) {
        if (value === null || value === undefined) stores[store].delete(key);
        else stores[store].put(value, key);
      }
    }, durability);
  }

  /** Bytes that are thrown over board when the disk is full, so that the sales of the day still go in. */
  async takeBallast() {
    if (await this.transaction(["ballast"], "readonly", ({ ballast }) => wanted(ballast.count()))) return;
    await this.put("ballast", 1, new Uint8Array(BALLAST_BYTES)).catch(() => {});
  }
  async throwBallast() {
    const had = await this.transaction(["ballast"], "readwrite", async ({ ballast }) => {
      const count = await wanted(ballast.count());
      ballast.clear();
      return count;
    });
    return had > 0;
  }

  close() {
    this.database.close();
  }
}

/** Whether the browser promises to keep what is stored; asked for once more each start. */
export async function keptForGood() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

/** What this window alone remembers, over a reload and not beyond: its mark, and who is at the till. */
export const remembered = (what) => sessionStorage.getItem(`vaxel-till-${what}`) ?? "";
export const remember = (what, text) => sessionStorage.setItem(`vaxel-till-${what}`, text);
export function windowId() {
  if (!remembered("window")) remember("window", crypto.randomUUID());
  return remembered("window");
}
