/*
 * The catalogue as the server sends it: blocks of columns (docs/till-protocol.md, 8), read without touching each
 * part.
 */

const HEAD = 8;
export const NONE = 0xffffffff;
export const NO_LIST = 255;
export const STOCKING = ["stocked", "on_demand", "not_counted", "kit", "core"];
export const FLAG = { discountable: 1, universal: 2, lots: 4, serials: 8, fees: 16, shelf: 32 };
const TYPES = { bytes16: Uint8Array, u8: Uint8Array, u32: Uint32Array, i32: Int32Array, i64: BigInt64Array,
  text: Uint8Array };
const TEXTS = ["number", "name_sv", "name_en", "norm", "codes", "barcodes", "fees"];
const reader = new TextDecoder();
const writer = new TextEncoder();

/** {kind, n, columns} of a block; columns are views of the buffer. Throws where it is not one of ours. */
export function readBlock(buffer) {
  const bytes = new Uint8Array(buffer);
  if (reader.decode(bytes.subarray(0, 4)) !== "VXB1") throw new Error("no block");
  const length = new DataView(buffer).getUint32(4, true);
  const { kind, n, columns } = JSON.parse(reader.decode(bytes.subarray(HEAD, HEAD + length)));
  const base = HEAD + length;
  const read = {};
  for (const [name, { type, at, length: size }] of Object.entries(columns)) {
    const Kind = TYPES[type];
    read[name] = new Kind(buffer, base + at, size / Kind.BYTES_PER_ELEMENT);
  }
  return { kind, n, columns: read };
}

const idBytes = (id) => Uint8Array.from(id.replaceAll("-", "").match(/../g), (pair) => Number(`0x${pair}`));
const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));

/** The UUID that stands at a place of a column of ids. */
export function idAt(ids, row) {
  let text = "";
  for (let n = row * 16; n < row * 16 + 16; n += 1) text += HEX[ids[n]];
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

/** Rows of a delta as one block. Their lists and fees are kept beside it, by their ids. */
export function blockOfRows(rows, tables) {
  const place = (list, value) => {
    const found = value === null || value === undefined ? -1 : list.indexOf(value);
    return found < 0 ? NONE : found;
  };
  const text = (pick) => writer.encode(rows.map((row) => `${pick(row) ?? ""}\n`).join(""));
  const ids = new Uint8Array(rows.length * 16);
  rows.forEach((row, n) => ids.set(idBytes(row.id), n * 16));
  const categories = tables.categories.map((one) => one.id);
  return {
    kind: "parts", n: rows.length,
    columns: {
      id: ids,
      ...Object.fromEntries(TEXTS.slice(0, 6).map((name) => [name, text((row) => row[name])])),
      fees: text((row) => row.fees.map((id) => tables.fees.indexOf(id)).filter((n) => n >= 0).join(" ")),
      brand: Uint32Array.from(rows, (row) => place(tables.brands, row.brand)),
      category: Uint32Array.from(rows, (row) => place(categories, row.category)),
      unit: Uint8Array.from(rows, (row) => tables.units.indexOf(row.unit) & 255),
      tax_code: Uint8Array.from(rows, (row) => tables.tax_codes.indexOf(row.tax_code) & 255),
      stocking: Uint8Array.from(rows, (row) => STOCKING.indexOf(row.stocking)),
      flags: Uint8Array.from(rows, (row) => row.flags),
      list: new Uint8Array(rows.length).fill(NO_LIST),
      price_cm: new BigInt64Array(rows.length).fill(-1n),
      on_hand_milli: Int32Array.from(rows, (row) => row.on_hand_milli),
    },
  };
}

/** The tables with what a delta's rows name and they lack, so that a new brand or unit is not lost. */
export function tablesWith(tables, rows) {
  const wider = { ...tables };
  for (const [name, key] of [["brands", "brand"], ["units", "unit"], ["tax_codes", "tax_code"]]) {
    const more = new Set(rows.map((row) => row[key]).filter((value) => value && !tables[name].includes(value)));
    wider[name] = [...tables[name], ...more];
  }
  const fees = new Set(rows.flatMap((row) => row.fees).filter((id) => !tables.fees.includes(id)));
  wider.fees = [...tables.fees, ...fees];
  return wider;
}

/** Columns of several blocks, one behind the other. */
export function joined(blocks) {
  const columns = {};
  const first = blocks[0]?.columns ?? {};
  for (const name of Object.keys(first)) {
    const parts = blocks.map((block) => block.columns[name]);
    const size = parts.reduce((all, part) => all + part.length, 0);
    const whole = new first[name].constructor(size);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    columns[name] = whole;
  }
  return { rows: blocks.reduce((all, block) => all + block.n, 0), columns };
}

/** Where each text begins in a column of texts; one more at the end. */
export function startsOf(bytes, rows) {
  const starts = new Uint32Array(rows + 1);
  let row = 1;
  for (let at = bytes.indexOf(10); at >= 0 && row <= rows; at = bytes.indexOf(10, at + 1)) {
    starts[row] = at + 1;
    row += 1;
  }
  return starts;
}

export const textAt = ({ bytes, starts }, row) => reader.decode(bytes.subarray(starts[row], starts[row + 1] - 1));
export const wholeText = (bytes) => reader.decode(bytes);
