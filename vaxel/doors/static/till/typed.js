/* How what people type becomes what is looked for: folded words, normalised numbers, and the distance of a slip. */

const ASCII = /^[\x00-\x7f]*$/;

/** Words as they are looked for: lower case, å and ä as a, ö as o, other accents gone. */
export function fold(text) {
  const lower = text.toLowerCase();
  return ASCII.test(lower) ? lower : lower.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ø/g,
    "o").replace(/æ/g, "a");
}

/** A number as it is looked for: letters and digits alone, in capitals. */
export const bare = (number) => fold(number).toUpperCase().replace(/[^0-9A-Z]/g, "");

/** The words of a text, folded. */
export const words = (text) => fold(text).match(/[a-z0-9]+/g) ?? [];

/**
 * The fewest slips (a letter more, less, other, or two swapped) between `typed` and any beginning of `word`; anything
 * above `most` counts as most + 1. Only a band of 2 · most + 1 cells a row is reckoned.
 */
export function slips(typed, word, most) {
  const columns = Math.min(word.length, typed.length + most);
  if (typed.length - word.length > most) return most + 1;
  const far = most + 1;
  let before = new Uint8Array(columns + 2).fill(far);
  let row = Uint8Array.from({ length: columns + 2 }, (_, n) => Math.min(n, far));
  for (let i = 1; i <= typed.length; i += 1) {
    const next = new Uint8Array(columns + 2).fill(far);
    const from = Math.max(1, i - most);
    const to = Math.min(columns, i + most);
    if (i <= most) next[0] = i;
    let least = next[0];
    for (let j = from; j <= to; j += 1) {
      const same = typed[i - 1] === word[j - 1];
      let cost = Math.min(row[j - 1] + (same ? 0 : 1), row[j] + 1, next[j - 1] + 1);
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      next[j] = Math.min(cost, far);
      if (next[j] < least) least = next[j];
    }
    if (least > most) return far;
    before = row;
    row = next;
  }
  let least = far;
  for (let j = Math.max(0, typed.length - most); j <= columns; j += 1) least = Math.min(least, row[j]);
  return least;
}

/** How many slips are forgiven in a word of so many letters. */
export const forgiven = (length) => (length < 4 ? 0 : length < 7 ? 1 : 2);
