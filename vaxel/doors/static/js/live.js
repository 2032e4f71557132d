// <live-topic topics="ticket:ID board:SITE" since="VERSION" hx-get="…" hx-trigger="live" hx-target="…">
//
// Fires `live` (bubbling) when a topic has something newer than `since`, so that htmx draws the place again. All elements
// of a page ask together, twice a second while the page is seen. While one types in a field inside the element, or
// in the element named by `keeps` (a selector), it waits until the field is left. detail.topics: what changed.
const EVERY_MS = 500;
const LONGEST_MS = 8000;
const MOST = 200;
const FIELD = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const elements = new Set();
let timer = 0;
let pause = EVERY_MS;
let asking = false;

class LiveTopic extends HTMLElement {
  connectedCallback() {
    elements.add(this);
    this.since = Number(this.getAttribute("since"));
    this.addEventListener("focusout", this);
    plan(EVERY_MS);
  }
  disconnectedCallback() {
    elements.delete(this);
  }
  get topics() {
    return (this.getAttribute("topics") ?? "").split(/\s+/).filter(Boolean);
  }
  // The place one types in, if it is kept.
  get typing() {
    const field = document.activeElement;
    if (!field?.matches(FIELD)) return false;
    return this.contains(field) || Boolean(this.getAttribute("keeps") && field.closest(this.getAttribute("keeps")));
  }
  handleEvent() {
    setTimeout(() => this.tell());
  }
  hear(newer, now) {
    const mine = this.topics.filter((topic) => newer[topic] > this.since);
    if (mine.length) this.waiting = [...new Set([...(this.waiting ?? []), ...mine])];
    this.since = Math.max(this.since, now);
  }
  tell() {
    if (!this.waiting || this.typing || !this.isConnected) return;
    const topics = this.waiting;
    this.waiting = null;
    this.dispatchEvent(new CustomEvent("live", { bubbles: true, detail: { topics } }));
  }
}

function plan(after) {
  if (timer || asking || document.hidden || !elements.size) return;
  timer = setTimeout(ask, after);
}

async function ask() {
  timer = 0;
  const topics = [...new Set([...elements].flatMap((one) => one.topics))].slice(0, MOST);
  if (!topics.length) return;
  const query = new URLSearchParams(topics.map((topic) => ["t", topic]));
  query.set("since", String(Math.min(...[...elements].map((one) => one.since))));
  asking = true;
  const asked = [...elements];
  try {
    const answer = await fetch(`/live?${query}`, { signal: AbortSignal.timeout(LONGEST_MS) });
    pause = answer.ok ? EVERY_MS : LONGEST_MS;
    if (answer.status === 200) {
      const { now, newer } = await answer.json();
      for (const one of asked) one.hear(newer, now);
    } else if (answer.status === 401) {
      elements.clear(); // nobody is logged in here any more: the next press says so
    }
  } catch {
    pause = Math.min(pause * 2, LONGEST_MS);
  }
  asking = false;
  for (const one of elements) one.tell();
  plan(pause);
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  timer = 0;
  plan(0);
});
customElements.define("live-topic", LiveTopic);
