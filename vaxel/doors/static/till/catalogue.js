/*
 * The catalogue at the till: one large index of the last whole list and a small one of what has changed since. Pure;
 * the worker beside it fetches and stores. A scan is normalised as the server does it.
 */
import { blockOfRows, tablesWith } from "./blocks.js";
import { build, byCode, rowAt, rowOf, search } from "./index.js";

export const MOST_CHANGED = 5000;

/** A scanned or typed barcode as it stands in the catalogue: 8 to 13 digits are filled to 14. */
export const barcode = (text) => (/^\d{8,13}$/.test(text) ? text.padStart(14, "0") : text.trim().toUpperCase());

export class Catalogue {
  /**
   * `main`: the index of the whole list (null: none yet). `layers`: list id → {place, price}. `changed`: rows since.
   */
  constructor({ main = null, layers = {}, kits = {}, changed = [], gone = [], version = "", asOf = "" } = {}) {
    Object.assign(this, { main, layers, kits, version, asOf });
    this.changed = new Map();
    this.gone = new Set();
    this.places = new Map();
    this.change(changed, gone);
  }

  get parts() {
    return (this.main?.rows ?? 0) + this.changed.size;
  }

  /** Rows that replace, or come to, those of the list; `gone` are ids that are no longer there. */
  change(rows, gone) {
    for (const row of rows) {
      this.changed.set(row.id, row);
      this.gone.delete(row.id);
    }
    for (const id of gone) {
      this.gone.add(id);
      this.changed.delete(id);
    }
    for (const id of [...rows.map((row) => row.id), ...gone]) {
      const place = this.main ? rowOf(this.main, id) : -1;
      if (place >= 0) this.main.gone[place] = 1;
      this.places.set(id, place < 0 ? Infinity : place);
    }
    this.rebuild();
  }
  rebuild() {
    const rows = [...this.changed.values()].sort((a, b) => this.places.get(a.id) - this.places.get(b.id));
    const empty = { lists: [], brands: [], categories: [], units: [], tax_codes: [], fees: [] };
    const tables = tablesWith(this.main?.tables ?? empty, rows);
    this.extra = rows.length ? build([blockOfRows(rows, tables)], tables) : null;
    this.extraRows = rows;
  }

  /** Rows as the till sells them: `prices` of every list that has one. */
  fromMain(row) {
    const found = rowAt(this.main, row);
    for (const [list, { place, price }] of Object.entries(this.layers)) {
      const at = placeIn(place, row);
      if (at >= 0) found.prices.push([list, price[at]]);
    }
    return { ...found, kit: this.kits[found.id] ?? null };
  }
  fromExtra(row) {
    const changed = this.extraRows[row];
    return { ...rowAt(this.extra, row), prices: Object.entries(changed.prices), kit: changed.kit };
  }

  /** The parts a text may mean, best first. */
  search(text, limit = 20) {
    const once = (forgiving) => {
      const main = search(this.main, text, { limit, forgiving }).map(([tier, row]) => [tier, row,
        () => this.fromMain(row)]);
      const extra = search(this.extra, text, { limit, forgiving }).map(
        ([tier, row]) => [tier, this.places.get(this.extraRows[row].id), () => this.fromExtra(row)],
      );
      return [...main, ...extra].sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, limit).map(([, , read]) => read());
    };
    const scanned = this.scan(text).map(({ part }) => part);
    if (scanned.length) return scanned;
    const found = once(false);
    return found.length ? found : once(true);
  }

  /** [{part, milli}] with exactly this barcode; `milli` is how many one scan means. */
  scan(text) {
    const code = barcode(text);
    const read = (index, from) => (index ? byCode(index, code).map(([row, milli]) => ({ part: from(row), milli }))
      : []);
    return [...read(this.extra, (row) => this.fromExtra(row)), ...read(this.main, (row) => this.fromMain(row))];
  }

  /** The part with the id, or null. */
  part(id) {
    if (this.gone.has(id)) return null;
    const extra = this.extra ? rowOf(this.extra, id) : -1;
    if (extra >= 0) return this.fromExtra(extra);
    const main = this.main ? rowOf(this.main, id) : -1;
    return main >= 0 ? this.fromMain(main) : null;
  }
}

/** Where `row` stands in rising places, or -1. */
function placeIn(places, row) {
  let low = 0;
  let high = places.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (places[middle] === row) return middle;
    if (places[middle] < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
