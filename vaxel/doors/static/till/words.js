/* The till's sentences, in both languages at once: the screen speaks the operator's, a receipt the customer's. */
import { formatMoney, formatQuantity, writeNumber, EXPONENTS } from "../js/money.js";

let known = {};
let language = "sv";

/** Sentences as the server hands them out: language → English sentence → its words (or one and many). */
export const learn = (spoken) => { known = spoken; };
export const speak = (wanted) => { language = known[wanted] || wanted === "en" ? wanted : "sv"; };
export const spoken = () => language;
/** How the shop's country writes numbers; the language alone does not say. */
let country = "sv_SE";
export const writeAs = (wanted) => { country = wanted ?? "sv_SE"; };
export const locale = (wanted = language) => (country === "en_US" ? country : wanted === "en" ? "en_SE" : "sv_SE");

const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);

/** The sentence in the language of the screen, `%(name)s` filled in. */
export const say = (text, values = {}) => sayIn(language, text, values);
export function sayIn(wanted, text, values = {}) {
  const words = known[wanted]?.[text] ?? text;
  if (Array.isArray(words)) return filled(values.n === 1 ? words[0] : words[1], values);
  return filled(words, values);
}

export const money = (minor, currency, wanted = language) => formatMoney(minor, currency, locale(wanted));
export const amount = (minor, currency, wanted = language) => writeNumber(minor, EXPONENTS[currency], locale(wanted));
export const quantity = (milli, wanted = language) => formatQuantity(milli, locale(wanted));
/** A unit price, with more decimals only where it has them. */
export const unitPrice = (cm, currency, wanted = language) =>
  writeNumber(cm, EXPONENTS[currency] + 2, locale(wanted), EXPONENTS[currency]);
/** 250 000 ppm as "25", with the language's decimal sign. */
export const percent = (ppm, wanted = language) => writeNumber(ppm, 4, locale(wanted), 0);

const two = (number) => String(number).padStart(2, "0");
/** "14:05" by the device's own clock. */
export const clock = (at) => `${two(new Date(at).getHours())}:${two(new Date(at).getMinutes())}`;
export function moment(at) {
  const day = new Date(at);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())} ${clock(at)}`;
}
