/*
 * With the server, whenever it is there: one window of the device sends (the browser's lock says which, and hands it on
 * when that window dies), fetches what is new, and tells the others. Events of the browser only wake it sooner.
 */
import { NoAnswer } from "./link.js";
import { NAME } from "./till.js";
import { say, writeAs } from "./words.js";

const ALIVE_MS = 60000;
const NEWS_MS = 10000;

/** Starts sending for as long as the page lives. */
export function start(till) {
  till.heard = (answer) => heard(till, answer);
  till.startSending = () => till.wake();
  till.channel.addEventListener("message", ({ data }) => listen(till, data));
  for (const [target, name] of [[window, "online"], [document, "visibilitychange"]]) {
    target.addEventListener(name, () => till.wake());
  }
  if (!navigator.locks) {
    till.set({ stage: "broken", fault: say("This address is not safe enough for a till: it needs https, or localhost.") });
    return;
  }
  navigator.locks.request(`${NAME}-sender`, () => send(till));
}

async function send(till) {
  let alive = 0;
  for (;;) {
    if (!till.state.device) {
      await pause(till, ALIVE_MS);
      continue;
    }
    const due = performance.now() >= alive;
    const { state, wait, sentence, code, missing } = await till.outbox.round({ alive: due }).catch((fault) =>
      ({ state: "later", wait: 5000, sentence: String(fault) }));
    if (due && state !== "later") alive = performance.now() + ALIVE_MS;
    if (state === "later") alive = 0;
    await till.count();
    const net = state === "later" ? "offline" : state === "stranger" ? "stranger" : "online";
    const told = missing ? say("The server lacks sale %(number)s of this till, and it is no longer here. Tell the office.", { number: missing }) : sentence ?? "";
    tell(till, { net, sentence: told, code: code ?? "", answered: net === "online" ? Date.now() : till.state.answered,
      skew: (await till.real.heads()).skew });
    if (state === "more") continue;
    await pause(till, state === "idle" ? Math.max(1000, alive - performance.now()) : wait || 1000);
  }
}

function tell(till, about) {
  till.set(about);
  till.channel.postMessage({ about });
}

const pause = (till, ms) => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  till.wake = () => {
    clearTimeout(timer);
    resolve();
  };
});

/** Another window says how it stands, that it has sold, or that something new was fetched. */
async function listen(till, data) {
  if (data === "sold") {
    await till.count();
    await till.countSold();
    till.wake();
  } else if (data === "news") {
    await takeNews(till);
  } else if (data?.about) {
    till.set(data.about);
    await till.count();
  }
}

/** An answer names the newest versions: what is older here is fetched, at most every ten seconds. */
function heard(till, { setup, catalog, people }) {
  const known = { setup: till.state.setup?.version, catalog: till.state.catalogue.version,
    people: till.people.version };
  if (setup === known.setup && catalog === known.catalog && people === known.people) return;
  if (performance.now() - (till.newsAt ?? -NEWS_MS) < NEWS_MS) return;
  till.newsAt = performance.now();
  fetchNews(till, known).catch((fault) => till.set({ sentence: String(fault?.message ?? fault) }));
}

const since = (path, version) => (version ? `${path}?since=${encodeURIComponent(version)}` : path);

/** Setup, people and catalogue are as the server has them now; what is the same is not fetched. */
export async function fetchNews(till, known) {
  try {
    const setup = await till.link.get(since("/till/setup", known.setup));
    if (setup.status === 200) await till.real.put("meta", "setup", setup.body);
    const people = await till.link.get(since("/till/people", known.people));
    if (people.status === 200) await takePeople(till, people.body);
  } catch (fault) {
    if (!(fault instanceof NoAnswer)) throw fault;
    return;
  }
  till.set({ busy: "catalogue" });
  const began = performance.now();
  try {
    await till.shelf.refresh(till.link.token);
  } finally {
    performance.measure("catalogue", { start: began });
    till.set({ busy: "" });
  }
  till.channel.postMessage("news");
  await takeNews(till, { reload: false });
}

async function takePeople(till, news) {
  const merged = (name) => {
    if (news.full) return news[name];
    const rows = new Map(till.people[name].map((one) => [one.id, one]));
    for (const one of news[name]) rows.set(one.id, one);
    for (const id of news.gone) rows.delete(id);
    return [...rows.values()];
  };
  till.people = { version: news.version, customers: merged("customers"), vehicles: merged("vehicles") };
  await till.real.put("catalogue", "people", till.people, "relaxed");
}

/** What is stored is what the screen works with. */
async function takeNews(till, { reload = true } = {}) {
  const setup = await till.real.get("meta", "setup");
  till.people = (await till.real.get("catalogue", "people")) ?? till.people;
  const catalogue = await till.shelf.ask(reload ? "reload" : "about");
  writeAs(setup?.locale);
  const operator = till.state.operator && (setup?.operators.find((one) => one.id === till.state.operator.id) ?? null);
  const stage = till.state.stage === "selling" && !operator ? "locked" : till.state.stage;
  till.set({ setup: setup ?? till.state.setup, catalogue, operator, stage });
  await till.countSold();
}

/** What waits, as a file that can be carried to the office. */
export async function writeOut(till) {
  const { device } = till.state;
  const text = await till.real.exported({ device: device?.id ?? null, series: device?.series ?? null,
    written_at: new Date().toISOString() });
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(new Blob([text], { type: "application/json" })),
      download: `vaxel-${device?.series ?? "till"}-${new Date().toISOString().slice(0, 10)}.json`,
  });
  link.click();
  URL.revokeObjectURL(link.href);
}
