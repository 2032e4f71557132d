/* What the facts say, to the letter of docs/till-protocol.md (5); the server books by these words. */
import { settle } from "../js/money.js";
import { totals } from "./cart.js";

/** Who was at the till, by the word the server gave for them; `second` only where a second person answered. */
const people = (operator, second) => ({
  operator: operator.id, shift: operator.shift,
  second: second ? { operator: second.id, shift: second.shift, reason: second.reason } : null,
});

/**
 * What each tender pays, and what goes back: [{id, tender, amount, settles, change, rounding, reference}] and what is
 * left. Cash is rounded only where it settles the rest; the last cash carries change and rounding.
 */
export function taken(gross, step, laid) {
  const sums = settle(gross, step, laid.map((one) => ({ method: one.tender, amount: one.amount })));
  const rows = laid.map((one) => ({ ...one, settles: one.amount, change: 0, rounding: 0 }));
  const cash = rows.findLast((one) => one.tender === "cash");
  if (cash && sums.settled) {
    cash.change = sums.change;
    cash.rounding = sums.rounding;
    cash.settles = cash.amount - sums.change - sums.rounding;
  }
  return { rows, ...sums };
}

const tender = (one) => ({
  id: one.id, tender: one.tender, amount_minor: one.amount, settles_minor: one.settles, change_minor: one.change,
  rounding_minor: one.rounding, reference: one.reference ?? "",
});

/** A sale as sold. `number` is null where any of it is on account. */
export function sale({ cart, setup, laid, operator, language, catalog, at, number }) {
  const sums = totals(cart, setup.tax_codes);
  const { rows, rounding } = taken(sums.gross, setup.cash_step_minor, laid);
  return {
    ...people(operator, cart.answer), at, number, series: setup.series, language, basis: cart.basis,
    customer: cart.customer?.id ?? null, vehicle: cart.vehicle?.id ?? null, catalog,
    lines: cart.lines.map((line) => ({
      id: line.id, kind: line.kind, part: line.part ?? null, number: line.number ?? "", text: line.text,
      quantity_milli: line.quantityMilli, unit: line.unit, unit_price_cm: line.unitPriceCm, typed: Boolean(line.typed),
      discount_ppm: line.discountPpm ?? 0, discount_minor: line.discountMinor ?? 0, tax_code: line.taxCode,
      amount_minor: sums.each.get(line.id)?.amount ?? 0, parent: line.parent ?? null, fee: line.fee ?? null,
      operation: line.operation ?? null, barcode: line.barcode ?? null, at: line.at ?? at, lots: line.lots ?? [],
    })),
    taxes: sums.groups.map((group) => ({
      category: group.category, ppm: group.ppm, net_minor: group.net, tax_minor: group.tax,
    })),
    net_minor: sums.net, tax_minor: sums.tax, gross_minor: sums.gross, rounding_minor: rounding,
      tenders: rows.map(tender),
  };
}

/** What goes back for goods that come back; amounts are positive. */
export function takeBack({ cart, setup, laid, operator, reason, at, number }) {
  const sums = totals(cart, setup.tax_codes);
  const gross = -sums.gross;
  const { rows, rounding } = takenBack(gross, setup.cash_step_minor, laid);
  return {
    ...people(operator, cart.answer), at, number, series: setup.series, sale: cart.returns.sale,
    lines: cart.lines.map((line) => ({
      line: line.of, n: line.place, quantity_milli: line.quantityMilli, amount_minor: -sums.each.get(line.id).amount,
    })),
    reason, gross_minor: gross, rounding_minor: rounding, tenders: rows.map(tender),
  };
}

/** The same arithmetic for money that goes out: nothing is handed over too much, and cash is rounded. */
export function takenBack(gross, step, laid) {
  const cash = laid.find((one) => one.tender === "cash");
  const others = laid.filter((one) => one.tender !== "cash").reduce((all, one) => all + one.amount, 0);
  const rows = laid.map((one) => ({ ...one, settles: one.amount, change: 0, rounding: 0 }));
  if (!cash) return { rows, rounding: 0, remaining: gross - others };
  const row = rows.find((one) => one.tender === "cash");
  row.settles = gross - others;
  row.rounding = row.amount - row.settles;
  return { rows, rounding: row.rounding, remaining: Math.abs(row.rounding) <= step / 2 ? 0 : -row.rounding };
}

/** Money in or out of the drawer, the drawer itself, and what only the journal wants to know. */
export const cash = ({ operator, at, direction, amount, note }) =>
  ({ ...people(operator, null), at, direction, amount_minor: amount, note });
export const drawerOpen = ({ operator, at, float }) => ({ ...people(operator, null), at, float_minor: float });
export const drawerClose = ({ operator, at, counted, denominations }) =>
  ({ ...people(operator, null), at, counted_minor: counted, denominations });
export const drawerKick = ({ operator, at, reason }) => ({ ...people(operator, null), at, reason });
export const event = ({ operator, at, event: name, number = null, amount = null, document = null }) =>
  ({ ...people(operator, null), at, event: name, document, number, amount_minor: amount });
