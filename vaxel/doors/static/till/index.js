/*
 * The till's own index of the catalogue: typed arrays and a few long texts, so that it is stored and loaded whole and
 * costs no time to start. Rows stand in order of sales, so the first ones found are the right ones to show.
 */
import { NONE, NO_LIST, STOCKING, idAt, joined, startsOf, textAt, wholeText } from "./blocks.js";
import { bare, fold, forgiven, slips, words } from "./typed.js";

const MOST_SCANNED = 400;
const WORD = /[a-z0-9]+/g;

/** An array of whole numbers that grows. */
class Grown {
  constructor(size = 4096) {
    this.array = new Uint32Array(size);
    this.length = 0;
  }
  push(value) {
    if (this.length === this.array.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.array);
      this.array = larger;
    }
    this.array[this.length] = value;
    this.length += 1;
  }
  whole() {
    return this.array.slice(0, this.length);
  }
}

/** A 32-bit mix of a text's characters: a place to look first, never an identity. */
function mixed(text) {
  let mix = 2166136261;
  for (let n = 0; n < text.length; n += 1) mix = Math.imul(mix ^ text.charCodeAt(n), 16777619);
  return (mix ^ (mix >>> 15)) >>> 0;
}

const sizeFor = (count) => 2 ** Math.max(4, Math.ceil(Math.log2(count * 1.6 + 1)));

/** Vocabulary and postings of the names, brands and groups. */
function postings(rows, columns, tables) {
  const vocabulary = new Map();
  const wordOf = new Grown(rows * 6 + 16);
  const rowOf = new Grown(rows * 6 + 16);
  const number = (word) => {
    let id = vocabulary.get(word);
    if (id === undefined) vocabulary.set(word, (id = vocabulary.size));
    return id;
  };
  const numbers = (text) => (fold(text).match(WORD) ?? []).map(number);
  const brands = tables.brands.map(numbers);
  const categories = tables.categories.map((one) => numbers(`${one.sv} ${one.en}`));
  const swedish = fold(wholeText(columns.name_sv)).split("\n");
  const english = fold(wholeText(columns.name_en)).split("\n");
  const last = new Int32Array(rows * 8 + 4096).fill(-1);
  const put = (id, row) => {
    if (id < last.length && last[id] === row) return;
    if (id < last.length) last[id] = row;
    wordOf.push(id);
    rowOf.push(row);
  };
  for (let row = 0; row < rows; row += 1) {
    for (const text of [swedish[row], english[row]]) {
      const found = text ? text.match(WORD) : null;
      if (found) for (const word of found) put(number(word), row);
    }
    if (columns.brand[row] !== NONE) for (const id of brands[columns.brand[row]]) put(id, row);
    if (columns.category[row] !== NONE) for (const id of categories[columns.category[row]]) put(id, row);
  }
  const sorted = [...vocabulary.keys()].sort();
  const rank = new Uint32Array(sorted.length);
  sorted.forEach((word, n) => { rank[vocabulary.get(word)] = n; });
  const postStarts = new Uint32Array(sorted.length + 1);
  for (let n = 0; n < wordOf.length; n += 1) postStarts[rank[wordOf.array[n]] + 1] += 1;
  for (let n = 0; n < sorted.length; n += 1) postStarts[n + 1] += postStarts[n];
  const next = postStarts.slice();
  const posts = new Uint32Array(wordOf.length);
  for (let n = 0; n < wordOf.length; n += 1) {
    const word = rank[wordOf.array[n]];
    posts[next[word]] = rowOf.array[n];
    next[word] += 1;
  }
  return { vocabulary: sorted, postStarts, posts };
}

/** All numbers of a column as one text, each between line feeds, and where each begins and to whom it belongs. */
function otherNumbers(bytes) {
  const owner = new Grown();
  const starts = new Grown();
  const texts = [];
  let at = 0;
  wholeText(bytes).split("\n").forEach((line, row) => {
    if (!line) return;
    for (const code of line.split(" ")) {
      texts.push(code);
      owner.push(row);
      starts.push(at);
      at += code.length + 1;
    }
  });
  starts.push(at);
  return { text: `\n${texts.join("\n")}\n`, starts: starts.whole(), owner: owner.whole() };
}

/** Barcodes in an open-addressing table; a code may mean several pieces. */
function barcodes(bytes) {
  const owner = new Grown();
  const milli = new Grown();
  const texts = [];
  wholeText(bytes).split("\n").forEach((line, row) => {
    if (!line) return;
    for (const one of line.split(" ")) {
      const [code, times] = one.split("*");
      texts.push(code);
      owner.push(row);
      milli.push(times ? Number(times) : 1000);
    }
  });
  const size = sizeFor(texts.length);
  const slots = new Uint32Array(size).fill(NONE);
  texts.forEach((code, n) => {
    let at = mixed(code) & (size - 1);
    while (slots[at] !== NONE) at = (at + 1) & (size - 1);
    slots[at] = n;
  });
  const text = new TextEncoder().encode(texts.map((code) => `${code}\n`).join(""));
  return { slots, text: { bytes: text, starts: startsOf(text, texts.length) }, owner: owner.whole(),
    milli: milli.whole() };
}

/** Where a part's id is looked for: by its last four bytes, which are chance. */
function idSlots(ids, rows) {
  const size = sizeFor(rows);
  const slots = new Uint32Array(size).fill(NONE);
  for (let row = 0; row < rows; row += 1) {
    let at = tail(ids, row) & (size - 1);
    while (slots[at] !== NONE) at = (at + 1) & (size - 1);
    slots[at] = row;
  }
  return slots;
}
const tail = (ids, row) => (ids[row * 16 + 12] << 24) | (ids[row * 16 + 13] << 16) | (ids[row * 16 + 14] << 8) | ids[row * 16 + 15];

/** The index of these blocks. `tables`: {lists, brands, categories, units, tax_codes, fees} they point into. */
export function build(blocks, tables) {
  const { rows, columns } = joined(blocks);
  if (!rows) return null;
  const texts = (name) => ({ bytes: columns[name], starts: startsOf(columns[name], rows) });
  const norm = `\n${wholeText(columns.norm)}`;
  const starts = new Uint32Array(rows + 1);
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    starts[row] = at;
    at = norm.indexOf("\n", at + 1);
  }
  starts[rows] = at;
  return {
    rows, tables, ...postings(rows, columns, tables),
    norm: { text: norm, starts, owner: null },
    others: otherNumbers(columns.codes), barcodes: barcodes(columns.barcodes),
    ids: columns.id, slots: idSlots(columns.id, rows),
    number: texts("number"), name_sv: texts("name_sv"), name_en: texts("name_en"), fees: texts("fees"),
    brand: columns.brand, category: columns.category, unit: columns.unit, tax_code: columns.tax_code,
    stocking: columns.stocking, flags: columns.flags, list: columns.list,
    price: Float64Array.from(columns.price_cm, Number), on_hand: columns.on_hand_milli, gone: new Uint8Array(rows),
  };
}

/** What is shown of a row. `prices`: [[list id, price], …] of the one that is in force for everyone, if any. */
export function rowAt(index, row) {
  const { tables } = index;
  const fees = textAt(index.fees, row);
  return {
    id: idAt(index.ids, row), number: textAt(index.number, row),
    name_sv: textAt(index.name_sv, row), name_en: textAt(index.name_en, row),
    brand: tables.brands[index.brand[row]] ?? "", unit: tables.units[index.unit[row]] ?? "pcs",
    taxCode: tables.tax_codes[index.tax_code[row]] ?? "standard", stocking: STOCKING[index.stocking[row]],
    flags: index.flags[row], onHand: index.on_hand[row], fees: fees ? fees.split(" ").map((n) => tables.fees[n]) : [],
    prices: index.list[row] === NO_LIST ? [] : [[tables.lists[index.list[row]], index.price[row]]],
  };
}

/** [row, thousandths of a piece] of the parts that have exactly this barcode. */
export function byCode(index, code) {
  const found = [];
  const { slots, owner, milli, text } = index.barcodes;
  const size = slots.length;
  for (let at = mixed(code) & (size - 1); slots[at] !== NONE; at = (at + 1) & (size - 1)) {
    const n = slots[at];
    if (!index.gone[owner[n]] && textAt(text, n) === code) found.push([owner[n], milli[n]]);
  }
  return found;
}

/** The row of a part, or -1. */
export function rowOf(index, id) {
  const bytes = id.replaceAll("-", "").match(/../g).map((pair) => Number(`0x${pair}`));
  const size = index.slots.length;
  for (let at = tail(bytes, 0) & (size - 1); index.slots[at] !== NONE; at = (at + 1) & (size - 1)) {
    const row = index.slots[at];
    if (bytes.every((byte, n) => index.ids[row * 16 + n] === byte)) return row;
  }
  return -1;
}

/** The entry that covers a place in a text of numbers. */
function entryAt(starts, at) {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Tells `found(tier, row)` of rows with a number that is `fragment` (0), begins so (1), or has it inside (3). One
 * pass over
 * the text; with more than can be shown it ends early, and the number that is all of it is looked for by itself.
 */
function numbersWith(index, { text, starts, owner }, fragment, found, inside) {
  const wanted = inside ? fragment : `\n${fragment}`;
  const before = inside ? 1 : 0;
  const tell = (at) => {
    const entry = entryAt(starts, at);
    const beginning = text[at] === "\n";
    found(!beginning ? 3 : text[at + 1 + fragment.length] === "\n" ? 0 : 1, owner ? owner[entry] : entry);
  };
  let count = 0;
  let at = text.indexOf(wanted);
  for (; at >= 0 && count < MOST_SCANNED; count += 1) {
    tell(at - before);
    at = text.indexOf(wanted, at + 1);
  }
  if (at < 0) return;
  const whole = text.indexOf(`\n${fragment}\n`);
  if (whole >= 0) tell(whole);
}

/** The first place in the sorted vocabulary that is not before `word`. */
function firstWord(vocabulary, word) {
  let low = 0;
  let high = vocabulary.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (vocabulary[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mark(index, bits, word) {
  for (let n = index.postStarts[word]; n < index.postStarts[word + 1]; n += 1) {
    bits[index.posts[n] >>> 5] |= 1 << (index.posts[n] & 31);
  }
}

/** The words of the vocabulary that are fewest slips away, within what is forgiven. */
function near(vocabulary, word) {
  let least = forgiven(word.length);
  let close = [];
  if (!least) return close;
  vocabulary.forEach((other, n) => {
    const count = slips(word, other, least);
    if (count < least) close = [];
    if (count <= least) {
      least = count;
      close.push(n);
    }
  });
  return close;
}

/** Rows with a word that begins so, or with a number that has it, as bits; null when none has. */
function bitsOf(index, word, forgiving) {
  const bits = new Uint32Array((index.rows + 31) >> 5);
  const { vocabulary } = index;
  let any = false;
  for (let n = firstWord(vocabulary, word); n < vocabulary.length && vocabulary[n].startsWith(word); n += 1) {
    mark(index, bits, n);
    any = true;
  }
  if (/\d/.test(word) && word.length > 2) {
    const put = (_tier, row) => {
      bits[row >>> 5] |= 1 << (row & 31);
      any = true;
    };
    for (const numbers of [index.norm, index.others]) numbersWith(index, numbers, word.toUpperCase(), put, true);
  }
  if (!any && forgiving) {
    for (const n of near(vocabulary, word)) {
      mark(index, bits, n);
      any = true;
    }
  }
  return any ? bits : null;
}

function byWords(index, typed, limit, forgiving) {
  let all = null;
  for (const word of typed) {
    const bits = bitsOf(index, word, forgiving);
    if (!bits) return [];
    if (!all) all = bits;
    else for (let n = 0; n < all.length; n += 1) all[n] &= bits[n];
  }
  const found = [];
  for (let n = 0; all && n < all.length && found.length < limit; n += 1) {
    for (let rest = all[n]; rest && found.length < limit; rest &= rest - 1) {
      const row = (n << 5) + 31 - Math.clz32(rest & -rest);
      if (!index.gone[row]) found.push(row);
    }
  }
  return found;
}

/**
 * [tier, row] of what a text may mean, best first: a number that is it (0) or begins so (1), all words, each of which
 * may
 * be the beginning of one (2), a number with it inside (3). With `forgiving`, words a slip or two away (4).
 */
export function search(index, text, { limit = 20, forgiving = false } = {}) {
  const typed = [...new Set(words(text))];
  if (!index || !typed.length) return [];
  const tiers = new Map();
  const found = (tier, row) => {
    if (!index.gone[row] && (tiers.get(row) ?? 9) > tier) tiers.set(row, tier);
  };
  const fragment = bare(text);
  if (fragment.length > 1 && (/\d/.test(fragment) || typed.length === 1)) {
    for (const numbers of [index.norm, index.others]) numbersWith(index, numbers, fragment, found, fragment.length > 2);
  }
  for (const row of byWords(index, typed, limit, forgiving)) found(forgiving ? 4 : 2, row);
  return [...tiers].map(([row, tier]) => [tier, row]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, limit);
}
