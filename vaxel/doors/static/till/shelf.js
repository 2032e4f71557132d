/* The page's side of the catalogue's worker: ask, and be answered. */
export class Shelf {
  constructor(worker) {
    this.worker = worker;
    this.asked = new Map();
    this.last = 0;
    this.dead = null;
    worker.addEventListener("message", ({ data: { id, answer, fault } }) => {
      const { resolve, reject } = this.asked.get(id);
      this.asked.delete(id);
      if (fault === undefined) resolve(answer);
      else reject(new Error(fault));
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.dead = new Error(event.message || "the catalogue's worker does not start");
      for (const { reject } of this.asked.values()) reject(this.dead);
      this.asked.clear();
    });
  }
  ask(does, about = {}) {
    if (this.dead) return Promise.reject(this.dead);
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      this.worker.postMessage({ id, does, ...about });
    });
  }
  start = (name) => this.ask("start", { name });
  reload = () => this.ask("reload");
  refresh = (token) => this.ask("refresh", { token });
  search = (text, limit = 30) => this.ask("search", { text, limit });
  scan = (text) => this.ask("scan", { text });
  parts = (ids) => this.ask("parts", { ids });
}
