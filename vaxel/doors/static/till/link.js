/* What the till asks of the server. An answer counts when it is JSON and was not redirected; else there was none. */

const PATIENCE_MS = 15000;

/** No answer that counts: the network, a proxy, a log-in page. */
export class NoAnswer extends Error {}

async function ask(path, { token, method = "GET", body, headers = {}, session = false, language = "sv" }) {
  let answer;
  try {
    answer = await fetch(path, {
      method, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store", redirect: "manual",
      credentials: session ? "same-origin" : "omit", signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        Accept: "application/json", "Accept-Language": language, ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers,
      },
    });
  } catch (cause) {
    throw new NoAnswer("none", { cause });
  }
  if (answer.type === "opaqueredirect" || answer.redirected) throw new NoAnswer("redirected");
  const json = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (!json && answer.status !== 304) throw new NoAnswer("not json");
  const retryAfter = Number(answer.headers.get("Retry-After")) || 0;
  try {
    return { status: answer.status, body: json ? await answer.json() : null, retryAfter };
  } catch (cause) {
    throw new NoAnswer("cut", { cause });
  }
}

export class Link {
  constructor({ token = "", language = () => "sv" } = {}) {
    Object.assign(this, { token, language });
  }
  get(path) {
    return ask(path, { token: this.token, language: this.language() });
  }
  post(path, body) {
    return ask(path, { token: this.token, method: "POST", body, language: this.language() });
  }
  sync = (body) => this.post("/till/sync", body);
  device = () => this.get("/till/device");
  pin = (operator, pin) => this.post("/till/pin", { operator, pin });
  /** By whoever is logged in, with their cookies. */
  registers = () => ask("/till/registers", { session: true, language: this.language() });
  enroll(body) {
    const token = /(?:^|;\s*)[^=;]*csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    return ask("/till/enroll", {
      method: "POST", body, session: true, headers: { "X-CSRFToken": decodeURIComponent(token) },
        language: this.language(),
    });
  }
}
