/* The catalogue's worker: it fetches, builds, stores and searches, so that the page never waits for any of it. */
import { readBlock } from "./blocks.js";
import { Catalogue, MOST_CHANGED } from "./catalogue.js";
import { build } from "./index.js";
import { open } from "./storage.js";

let store = null;
let catalogue = new Catalogue();
let changes = { rows: [], gone: [] };

const about = () => ({ version: catalogue.version, asOf: catalogue.asOf, parts: catalogue.parts });

async function load() {
  const [main, changed] = await Promise.all([store.get("catalogue", "main"), store.get("catalogue", "changed")]);
  changes = changed?.of === main?.version ? changed ?? { rows: [], gone: [] } : { rows: [], gone: [] };
  catalogue = new Catalogue({
    ...main, changed: changes.rows, gone: changes.gone, version: changes.version ?? main?.version ?? "",
    asOf: changes.asOf ?? main?.asOf ?? "",
  });
  return about();
}

async function json(path, token) {
  const answer = await fetch(path, {
    headers: { Authorization: `Bearer ${token}`, Accept: "application/json" }, credentials: "omit", redirect: "error",
  });
  if (answer.status === 304) return null;
  if (!answer.ok) throw new Error(`catalogue ${answer.status}`);
  return answer.json();
}

async function block(url, token) {
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` }, credentials: "omit",
    redirect: "error" });
  if (!answer.ok) throw new Error(`block ${answer.status}`);
  return readBlock(await answer.arrayBuffer());
}

/** All blocks, in order, a few at a time. */
async function blocksOf(entries, token) {
  const blocks = new Array(entries.length);
  let next = 0;
  const fetchNext = async () => {
    while (next < entries.length) {
      const n = next;
      next += 1;
      blocks[n] = await block(entries[n].url, token);
    }
  };
  await Promise.all([fetchNext(), fetchNext(), fetchNext(), fetchNext()]);
  return blocks;
}

async function takeWhole(manifest, token) {
  const [blocks, layerBlocks] = await Promise.all([blocksOf(manifest.blocks, token), blocksOf(manifest.layers, token)]);
  const { lists, brands, categories, units, tax_codes, fees, version, as_of: asOf, kits } = manifest;
  const main = build(blocks, { lists, brands, categories, units, tax_codes, fees });
  const layers = {};
  layerBlocks.forEach(({ columns }, n) => {
    layers[lists[manifest.layers[n].list]] = { place: columns.place, price: Float64Array.from(columns.price_cm,
      Number) };
  });
  const whole = { main, layers, kits: kits ?? {}, version, asOf };
  catalogue = new Catalogue(whole);
  changes = { rows: [], gone: [] };
  await store.putAll("catalogue", [["main", whole], ["changed", null]]);
}

async function takeChanges(delta) {
  const ids = new Set([...delta.rows.map((row) => row.id), ...delta.gone]);
  changes = {
    of: (await store.get("catalogue", "main"))?.version ?? "",
    rows: [...changes.rows.filter((row) => !ids.has(row.id)), ...delta.rows],
    gone: [...new Set([...changes.gone.filter((id) => !ids.has(id)), ...delta.gone])],
    version: delta.version, asOf: delta.as_of,
  };
  await store.putAll("catalogue", [["changed", changes]]);
  catalogue.change(delta.rows, delta.gone);
  Object.assign(catalogue, { version: delta.version, asOf: delta.as_of });
}

async function refresh({ token }) {
  const since = catalogue.version && changes.rows.length + changes.gone.length <= MOST_CHANGED ? catalogue.version : "";
  const answer = await json(`/till/catalog${since ? `?since=${encodeURIComponent(since)}` : ""}`, token);
  if (answer?.full) await takeWhole(answer, token);
  else if (answer) await takeChanges(answer);
  return { ...about(), changed: Boolean(answer) };
}

const DOES = {
  start: async ({ name }) => {
    store = await open(name);
    return load();
  },
  reload: load,
  about,
  refresh,
  search: ({ text, limit }) => catalogue.search(text, limit),
  scan: ({ text }) => catalogue.scan(text),
  parts: ({ ids }) => ids.map((id) => catalogue.part(id)),
};

self.addEventListener("message", async ({ data: { id, does, ...asked } }) => {
  try {
    self.postMessage({ id, answer: await DOES[does](asked) });
  } catch (fault) {
    self.postMessage({ id, fault: String(fault?.message ?? fault) });
  }
});
