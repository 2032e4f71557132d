/* The same store as storage.js, in memory: what the outbox needs of it. */

export class Memory {
  constructor() {
    this.meta = { seq: 0, number: 1, skew: null };
    this.outbox = new Map();
    this.sent = new Map();
  }
  async heads() {
    return { number: this.meta.number, skew: this.meta.skew };
  }
  async enqueue(item, number = null) {
    if (number !== null && number !== this.meta.number) return null;
    const seq = this.meta.seq + 1;
    const stored = structuredClone({ ...item, seq, state: "pending" });
    this.outbox.set(seq, stored);
    this.meta.seq = seq;
    if (number !== null) this.meta.number = number + 1;
    return stored;
  }
  sorted() {
    return [...this.outbox.values()].filter((item) => item.state === "pending").sort((a, b) => a.seq - b.seq);
  }
  async unsent(limit) {
    return structuredClone(this.sorted().slice(0, limit));
  }
  async waiting() {
    return { count: this.outbox.size, oldest: this.sorted()[0] ? Date.parse(this.sorted()[0].client_at) : 0 };
  }
  async settle({ done, wrong = [], skew = null, at }) {
    for (const { seq, result } of done) {
      this.sent.set(seq, { ...this.outbox.get(seq), result, sent_at: at });
      this.outbox.delete(seq);
    }
    for (const { seq } of wrong) this.outbox.get(seq).state = "attention";
    if (skew !== null) this.meta.skew = skew;
  }
  async requeue(from, before) {
    let count = 0;
    for (const [seq, item] of this.sent) {
      if (seq < from || seq >= before) continue;
      this.outbox.set(seq, { ...item, state: "pending" });
      this.sent.delete(seq);
      count += 1;
    }
    return count;
  }
  async forget(before) {
    for (const [seq, item] of this.sent) if (item.sent_at < before) this.sent.delete(seq);
  }
}
