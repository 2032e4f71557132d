/* What the till may price by itself: the lists of the setup, fees that hang on parts, and the customer's basis. */
import { inBasis } from "./cart.js";

/** The customer's price basis; without a customer prices have VAT in them. */
export const basisOf = (customer) => customer?.basis ?? "incl";

export const nameOf = (one, language) => (language === "en" && one.name_en ? one.name_en : one.name_sv);

/** The price of a part for the customer, in the basis: the list that is strongest wins. null: it has none. */
export function priceOf(part, customer, setup, basis = basisOf(customer)) {
  let best = null;
  for (const [listId, priceCm] of part.prices) {
    const list = setup.lists.find((one) => one.id === listId);
    const holds = list && (list.group === null || (customer?.group && list.group === customer.group));
    if (holds && (!best || list.strength > best.list.strength)) best = { list, priceCm };
  }
  if (!best) return null;
  return inBasis(best.priceCm, best.list.basis, basis, setup.tax_codes[part.taxCode].ppm);
}

const DECIMALS = { pcs: 0, h: 2 };
/** How many decimals one may type of a unit. */
export const decimalsOf = (unit) => DECIMALS[unit] ?? 3;

/** The lines a part becomes: its own, and below it the fees and the core that hang on it. */
export function linesOf(part, { customer, setup, language, quantityMilli = 1000, barcode = null, newId,
  priceCm = null }) {
  const basis = basisOf(customer);
  const found = priceCm ?? priceOf(part, customer, setup, basis);
  const line = {
    id: newId(), kind: "part", part: part.id, number: part.number, text: nameOf(part, language), unit: part.unit,
    decimals: decimalsOf(part.unit), quantityMilli, unitPriceCm: found ?? 0, priced: found !== null,
      typed: priceCm !== null,
    taxCode: part.taxCode, discountable: (part.flags & 1) === 1, barcode, onHand: part.stocking === "stocked"
      ? part.onHand : null,
  };
  const hung = part.fees.map((id) => setup.fees.find((fee) => fee.id === id)).filter(Boolean);
  return [line, ...hung.map((fee) => ({
    id: newId(), kind: fee.kind === "core" ? "core" : "fee", fee: fee.id, part: null, number: "", text: nameOf(fee,
      language),
    unit: "pcs", decimals: decimalsOf(part.unit), taxCode: fee.tax_code, priced: true,
    unitPriceCm: inBasis(fee.unit_price_cm, "excl", basis, setup.tax_codes[fee.tax_code].ppm), netCm: fee.unit_price_cm,
  }))];
}

/** The line an operation becomes: its hours at the shop's rate. */
export function labourLine(operation, { customer, setup, language, quantityMilli = null, newId }) {
  const rate = setup.labour[operation.rate] ?? setup.labour.general;
  return {
    id: newId(), kind: "labour", operation: operation.id, part: null, number: operation.code, text: nameOf(operation,
      language),
    unit: "h", decimals: 2, quantityMilli: quantityMilli ?? (operation.hours_milli || 1000), taxCode: rate.tax_code,
      typed: false,
    priced: true, discountable: true, netCm: rate.hour_price_cm,
    unitPriceCm: inBasis(rate.hour_price_cm, "excl", basisOf(customer), setup.tax_codes[rate.tax_code].ppm),
  };
}

/** What a line in the cart costs for another customer; `parts`: id → part. undefined: it stays as it is. */
export function priceAgain(line, customer, setup, parts) {
  const { ppm } = setup.tax_codes[line.taxCode];
  if (line.netCm !== undefined) return inBasis(line.netCm, "excl", basisOf(customer), ppm);
  const part = line.part && parts.get(line.part);
  return part ? priceOf(part, customer, setup) ?? undefined : undefined;
}

/** What a part's stock is at the till: as the server last said, less what this till has sold since. */
export const atHand = (part, sold) => part.onHand - (sold.get(part.id) ?? 0);
