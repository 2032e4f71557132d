/* Parts of a small catalogue, and blocks of them to the byte as docs/till-protocol.md says. */
import { NONE, NO_LIST, STOCKING } from "../../static/till/blocks.js";

export const TABLES = {
  lists: ["all", "group"], brands: ["Bosch", "Ate"], units: ["pcs", "l"], tax_codes: ["standard", "food"], fees: ["f1", "f2"],
  categories: [{ id: "wipers", sv: "Vindruta", en: "Windscreen" }],
};
export const id = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const part = (n, number, name_sv, more = {}) => ({
  id: id(n), number, norm: number.replace(/[^0-9A-Za-z]/g, "").toUpperCase(), name_sv, name_en: "", codes: "", barcodes: "",
  brand: null, category: null, unit: "pcs", tax_code: "standard", stocking: "stocked", flags: 1, on_hand_milli: 0, fees: [],
  price: null, ...more,
});

const index = (list, value) => (list.indexOf(value) < 0 ? NONE : list.indexOf(value));

export function blockBytes(parts) {
  const texts = (name) => ["text", new TextEncoder().encode(parts.map((one) => `${one[name]}\n`).join(""))];
  const bytes = new Uint8Array(parts.flatMap((one) => one.id.replaceAll("-", "").match(/../g).map((pair) => parseInt(pair, 16))));
  const columns = {
    id: ["bytes16", bytes], norm: texts("norm"), number: texts("number"), name_sv: texts("name_sv"), name_en: texts("name_en"),
    codes: texts("codes"), barcodes: texts("barcodes"),
    brand: ["u32", Uint32Array.from(parts, (one) => index(TABLES.brands, one.brand))],
    category: ["u32", Uint32Array.from(parts, (one) => index(TABLES.categories.map(({ id: key }) => key), one.category))],
    unit: ["u8", Uint8Array.from(parts, (one) => TABLES.units.indexOf(one.unit))],
    tax_code: ["u8", Uint8Array.from(parts, (one) => TABLES.tax_codes.indexOf(one.tax_code))],
    stocking: ["u8", Uint8Array.from(parts, (one) => STOCKING.indexOf(one.stocking))],
    flags: ["u8", Uint8Array.from(parts, (one) => one.flags)],
    list: ["u8", Uint8Array.from(parts, (one) => (one.price === null ? NO_LIST : 0))],
    price_cm: ["i64", BigInt64Array.from(parts, (one) => (one.price === null ? -1n : BigInt(one.price) * 100n))],
    on_hand_milli: ["i32", Int32Array.from(parts, (one) => one.on_hand_milli)],
    fees: ["text", new TextEncoder().encode(parts.map((one) => `${one.fees.map((fee) => TABLES.fees.indexOf(fee)).join(" ")}\n`).join(""))],
  };
  const up = (size) => Math.ceil(size / 8) * 8;
  const head = { kind: "parts", n: parts.length, columns: {} };
  let at = 0;
  for (const [name, [type, array]] of Object.entries(columns)) {
    head.columns[name] = { type, at, length: array.byteLength };
    at += up(array.byteLength);
  }
  let text = JSON.stringify(head);
  text = text.padEnd(up(8 + new TextEncoder().encode(text).length) - 8);
  const buffer = new ArrayBuffer(8 + text.length + at);
  const whole = new Uint8Array(buffer);
  whole.set(new TextEncoder().encode("VXB1"));
  new DataView(buffer).setUint32(4, text.length, true);
  whole.set(new TextEncoder().encode(text), 8);
  for (const [name, [, array]] of Object.entries(columns)) {
    whole.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), 8 + text.length + head.columns[name].at);
  }
  return buffer;
}
