/*
 * Who is at the till, and how the device came to be one: enrolment once, with the server; PINs ever after, without
 * it.
 */
import { NoAnswer } from "./link.js";
import { counted, isPin, lockedFor } from "./people.js";
import { journal } from "./selling.js";
import { fetchNews } from "./syncing.js";
import { remember } from "./storage.js";
import { clock, say, speak } from "./words.js";

const rules = (setup) => ({ tries: setup.pin_tries ?? 5, lockSeconds: setup.pin_lock_s ?? 900 });

/** Whether the PIN is the person's: the operator, or null and a sentence that says why not. */
export async function checkPin(till, operator, typed) {
  const { setup } = till.state;
  const key = `pin:${operator.id}`;
  const before = await till.real.get("meta", key);
  const now = Date.now();
  const locked = lockedFor(before, now);
  if (locked) return { operator: null, text: say("Too many wrong PINs. %(name)s may try again at %(time)s.",
    { name: operator.name, time: clock(now + locked) }) };
  const known = operator.pin ?? (await askForPin(till, operator, typed));
  if (known?.text) return { operator: null, text: known.text };
  if (await isPin(known, typed)) {
    if (before) await till.real.put("meta", key, null, "relaxed");
    return { operator, text: "" };
  }
  const count = counted(before, now, rules(setup));
  await till.real.put("meta", key, count);
  if (count.until) await till.keep("event", ({ at }) => ({ operator: operator.id, shift: operator.shift, second: null,
    at, event: "pin_locked", document: null, number: null, amount_minor: null }));
  return { operator: null, text: say("That is not %(name)s's PIN.", { name: operator.name }) };
}

/** A PIN the device has not seen yet is asked of the server, which hands out what it is checked against. */
async function askForPin(till, operator, typed) {
  try {
    const { status, body } = await till.link.pin(operator.id, typed);
    if (status !== 200) return { text: body?.error?.message ?? say("The server did not say whether the PIN is right.") };
    const { setup } = till.state;
    const operators = setup.operators.map((one) => (one.id === operator.id ? body.operator : one));
    Object.assign(operator, body.operator);
    await till.real.put("meta", "setup", { ...setup, operators });
    till.set({ setup: { ...setup, operators } });
    return body.operator.pin ?? { text: say("%(name)s has no PIN yet. It is chosen under My settings.",
      { name: operator.name }) };
  } catch (fault) {
    if (!(fault instanceof NoAnswer)) throw fault;
    return { text: say("%(name)s has not used their PIN at this till yet: the first time needs the server.",
      { name: operator.name }) };
  }
}

/** The person stands at the till. Gives a sentence where the PIN was wrong. */
export async function enterAs(till, operator, typed) {
  const { operator: known, text } = await checkPin(till, operator, typed);
  if (!known) return text;
  remember("operator", known.id);
  remember("language", "");
  speak(known.language);
  document.documentElement.lang = known.language;
  till.set({ operator: known, stage: "selling", sheet: null, strip: null });
  await journal(till, "log_in");
  till.show();
  till.focus();
  return "";
}

export async function leave(till) {
  await journal(till, "log_out");
  till.leave();
}

/** Where this device may become a till: {registers}, or a sentence and whether somebody has to log in first. */
export async function places(till) {
  try {
    const { status, body } = await till.link.registers();
    if (status === 200) return { registers: body.registers };
    return { registers: [], login: status === 401, text: status === 401 ? "" : body?.error?.message ?? "" };
  } catch (fault) {
    if (!(fault instanceof NoAnswer)) throw fault;
    return { registers: [], login: fault.message === "redirected", text: fault.message === "redirected" ? ""
      : say("The server does not answer. A device becomes a till once, with the server there.") };
  }
}

/** This device is a till at the register from now on, with everything it needs to sell. Gives a sentence when not. */
export async function enrol(till, register, name) {
  const device = till.state.device?.id ?? crypto.randomUUID();
  let answer;
  try {
    answer = await till.link.enroll({ device_id: device, register, name, schema: 1 });
  } catch (fault) {
    if (!(fault instanceof NoAnswer)) throw fault;
    return say("The server does not answer. Try again in a moment.");
  }
  if (answer.status !== 200) return answer.body?.error?.message ?? say("The server does not answer. Try again in a moment.");
  const { token, series, site, register: at } = answer.body;
  const made = { id: device, name, token, series, site, register: at };
  await till.real.enrolled(made, answer.body);
  till.link.token = token;
  till.set({ device: made });
  await fetchNews(till, {}).catch(() => {});
  if (!till.state.setup) return say("The server does not answer. Try again in a moment.");
  till.set({ stage: "locked" });
  till.startSending();
  return "";
}

/** The device is no till any more; refused while anything waits. */
export async function forget(till) {
  if (till.state.waiting.count) {
    till.bad(say("Sales wait at this device. Let them be sent, or write them out, before it is forgotten."), "export");
    return;
  }
  await till.real.put("meta", "device", null);
  await till.real.put("meta", "setup", null);
  till.link.token = "";
  till.set({ device: null, setup: null, operator: null, stage: "enrol", sheet: null });
}
