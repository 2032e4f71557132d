/*
 * What a receipt of the till says, as rows of words to the left and figures to the right; the same for the screen, the
 * printer of the browser and the tests. In the customer's language; legal words are never paraphrased.
 */
import { amount, money, moment, percent, quantity, sayIn, unitPrice } from "./words.js";

const row = (left, right = "", kind = "") => ({ left, right, kind });

const TITLES = { receipt: "Receipt", return: "Return receipt", invoice: "Delivery note" };
export const TENDERS = {
  cash: "Cash", card: "Card", swish: "Swish", on_account: "On account", store_credit: "Store credit",
    bank: "Bank transfer",
  gift_card: "Gift card",
};

function head(sale, shop, say) {
  const rows = [row(shop.company, "", "title"), ...shop.address.map((text) => row(text, "", "middle"))];
  if (shop.org_number) rows.push(row(say("Org. no. %(number)s", { number: shop.org_number }), "", "middle"));
  if (shop.vat_number) rows.push(row(say("VAT no. %(number)s", { number: shop.vat_number }), "", "middle"));
  if (sale.practice) rows.push(row(say("PRACTICE"), "", "mark"));
  if (sale.copy) rows.push(row(say("COPY"), "", "mark"));
  rows.push(row(say(TITLES[sale.kind]), sale.number, "name"));
  rows.push(row(moment(sale.at), say("Register %(name)s", { name: shop.register })));
  rows.push(row(say("Served by %(name)s", { name: sale.cashier })));
  if (sale.of) rows.push(row(say("Returns from %(number)s", { number: sale.of })));
  if (sale.customer) rows.push(row(sale.customer));
  if (sale.vehicle) rows.push(row(sale.vehicle));
  return rows;
}

function lines(sale, language, say) {
  const rows = [];
  for (const line of sale.lines) {
    if (line.kind === "note") {
      rows.push(row(line.text, "", "small"));
      continue;
    }
    rows.push(row(line.text, amount(line.before, sale.currency, language)));
    const several = `${quantity(line.quantityMilli, language)} × ${unitPrice(line.unitPriceCm, sale.currency,
      language)}`;
    const below = [line.number, line.quantityMilli !== 1000 ? several : ""].filter(Boolean).join(" · ");
    if (below) rows.push(row(below, "", "small"));
    if (line.discount) rows.push(row(say("Discount"), amount(-line.discount, sale.currency, language), "small"));
  }
  return rows;
}

function sums(sale, language, say) {
  const cash = (minor) => amount(minor, sale.currency, language);
  const rows = [row(say(sale.kind === "return" ? "To give back" : "To pay"), money(sale.kind === "return"
    ? -sale.gross : sale.gross, sale.currency, language), "sum")];
  for (const group of sale.groups) {
    const rate = percent(group.ppm, language);
    rows.push(row(say("VAT %(rate)s of %(net)s", { rate: `${rate} %`, net: cash(group.net) }), cash(group.tax),
      "small"));
  }
  rows.push(row(say("Net"), cash(sale.net), "small"));
  for (const tender of sale.tenders) rows.push(row(say(TENDERS[tender.method]), cash(tender.amount)));
  if (sale.rounding) rows.push(row(say("Rounding"), cash(sale.rounding)));
  if (sale.change) rows.push(row(say("Change (coins)"), cash(-sale.change)));
  return rows;
}

/** All rows of the paper. `shop`: {company, address, org_number, vat_number, register, footer}. */
export function receipt(sale, shop, language = "sv") {
  const say = (text, values) => sayIn(language, text, values);
  const rows = [...head(sale, shop, say), row("", "", "rule"), ...lines(sale, language, say), row("", "", "rule")];
  rows.push(...sums(sale, language, say), row("", "", "rule"));
  if (sale.waits) rows.push(row(say("Made without network. The shop's own number follows."), "", "small"));
  for (const text of shop.footer ?? []) rows.push(row(text, "", "middle"));
  return rows;
}

/** The rows as plain text of so many columns: for a printer that knows only text, and for the tests. */
export function plain(rows, columns = 42) {
  const out = [];
  for (const { left, right, kind } of rows) {
    if (kind === "rule") out.push("-".repeat(columns));
    else if (["title", "middle", "mark"].includes(kind)) out.push(left.padStart(Math.floor((columns + left.length) / 2)));
    else {
      const room = columns - right.length - (right ? 1 : 0);
      const words = wrapped(kind === "small" ? `  ${left}` : left, room);
      out.push(words[0].padEnd(columns - right.length) + right, ...words.slice(1));
    }
  }
  return out.map((line) => line.trimEnd()).join("\n");
}

function wrapped(text, room) {
  const lines = [];
  let rest = text;
  while (rest.length > room) {
    const space = rest.lastIndexOf(" ", room);
    const at = space > room / 3 ? space : room;
    lines.push(rest.slice(0, at));
    rest = `  ${rest.slice(at).trimStart()}`;
  }
  return [...lines, rest];
}
