/* Paying: what is laid on the counter, and the sale that stands when it is enough. "Done" is said when it is stored. */
import { BadInput, cashRound, parseAmount } from "../js/money.js";
import * as bodies from "./bodies.js";
import { enter, journal, mayStillReturn } from "./selling.js";
import { receipt } from "./receipt.js";
import { print } from "./paper.js";
import { amount, locale, say } from "./words.js";

export const KEYS = { cash: "F2", swish: "F3", on_account: "F4", store_credit: "F6", card: "F7", bank: "F8",
  gift_card: "F9" };
const ORDER = ["card", "cash", "swish", "on_account", "store_credit", "gift_card", "bank"];

const SCANNED = /^\d{8,}$/;

/**
 * Whether anything may be taken at all, and then the payment begins: when what was entered before it lies in the cart,
 * and a barcode that stands in the box alone as well.
 */
export async function begin(till) {
  if (SCANNED.test(till.state.query.replace(/^\s*[\d.,]+\s*\*/, "").trim())) enter(till);
  await till.entering;
  const { cart, operator, sheet, pay, stage } = till.state;
  if (!cart.lines.length || sheet || pay || stage !== "selling") return;
  const right = cart.returns ? "sales.take_back" : "sales.ring_up";
  if (!operator.may.includes(right)) {
    till.bad(say("You may not do this at this till. Someone who may has to."));
    return;
  }
  till.set({ pay: { laid: [], way: null, typed: "", fresh: true, reference: "", fault: "", reason: "" }, strip: null,
    query: "", hits: null });
}

/** The tenders of this till, each with why it cannot be used now (empty: it can). */
export function ways(till) {
  const { setup, cart } = till.state;
  const listed = setup.tenders.slice().sort((a, b) => ORDER.indexOf(a.tender) - ORDER.indexOf(b.tender));
  return listed.map(({ tender, may, offline }) => ({ tender, key: KEYS[tender], why: why({ tender, may, offline },
    till, cart) }));
}
function why({ tender, may, offline }, till, cart) {
  if (!may) return say("not taken here");
  if (cart.returns && !["cash", "card", "swish", "bank"].includes(tender)) return say("on the server's page");
  if (tender === "on_account" && !cart.customer) return say("needs a customer");
  if (tender === "on_account" && !cart.customer.on_account) return say("the customer has no account");
  if (!offline) return till.state.net === "online" ? say("on the server's page") : say("needs the network");
  return "";
}

/** What lies there against what is due: {due, left, cashLeft, change, rounding, settled, rows}. */
export function standing(till) {
  const { setup, pay } = till.state;
  const { gross } = till.sums;
  const step = setup.cash_step_minor;
  if (gross < 0) {
    const { rows, rounding, remaining } = bodies.takenBack(-gross, step, pay.laid);
    const left = pay.laid.length ? remaining : -gross;
    return { due: -gross, left, cashLeft: cashRound(left, step).payable, change: 0, rounding,
      settled: pay.laid.length > 0 && remaining === 0, rows };
  }
  const { rows, rounding, change, remaining, settled } = bodies.taken(gross, step, pay.laid);
  return { due: gross, left: remaining, cashLeft: cashRound(Math.max(0, remaining), step).payable, change, rounding,
    settled, rows };
}

/** Being stored, or being carried to the server's page: nothing of it changes until that is over. */
const underWay = (pay) => !pay || Boolean(pay.busy || pay.going);

/** A tender was chosen: what is left stands in its field, and the first digit writes over it. */
export function choose(till, tender) {
  const { pay } = till.state;
  if (underWay(pay)) return;
  const { left, cashLeft } = standing(till);
  const minor = tender === "cash" ? cashLeft : left;
  till.set({ pay: { ...pay, way: tender, typed: amount(minor, till.state.setup.currency), fresh: true, reference: "",
    fault: "" } });
}

/** A key of the number pad. */
export function press(till, key) {
  const { pay } = till.state;
  const before = pay.fresh && key !== "back" ? "" : pay.typed;
  const typed = key === "back" ? (pay.fresh ? "" : before.slice(0, -1)) : before + key;
  till.set({ pay: { ...pay, typed, fresh: false, fault: "" } });
}

/** What is in the field is laid on the counter. */
export function lay(till, exact = null) {
  const { pay, setup } = till.state;
  if (underWay(pay)) return undefined;
  let minor;
  try {
    minor = exact ?? parseAmount(pay.typed, setup.currency, locale());
  } catch (fault) {
    if (!(fault instanceof BadInput)) throw fault;
    return refuse(till, say("Write the amount with digits, such as 500 or 499,50."));
  }
  const { left, cashLeft } = standing(till);
  if (minor <= 0) return refuse(till, say("An amount is above zero."));
  if (pay.way !== "cash" && minor > left) return refuse(till, say("That is more than is left to pay."));
  if (pay.way === "cash" && minor % setup.cash_step_minor) return refuse(till,
    say("There are no coins for that amount."));
  if (till.state.cart.returns && pay.way === "cash" && minor !== cashLeft) return refuse(till,
    say("Give back the whole sum, or one part by card first."));
  const row = { id: crypto.randomUUID(), tender: pay.way, amount: minor, reference: pay.reference.trim().slice(0,
    120) };
  if (/\d{12,19}/.test(row.reference.replace(/[\s-]/g, ""))) return refuse(till,
    say("Never write a whole card number. The last four digits are enough."));
  return till.set({ pay: { ...pay, laid: [...pay.laid, row], way: null, typed: "", fresh: true, reference: "",
    fault: "" } });
}
const refuse = (till, fault) => till.set({ pay: { ...till.state.pay, fault } });

export function pick(till, id) {
  const { pay } = till.state;
  if (underWay(pay)) return;
  till.set({ pay: { ...pay, laid: pay.laid.filter((one) => one.id !== id), fault: "" } });
}
export function stop(till) {
  if (underWay(till.state.pay)) return;
  till.set({ pay: null });
  till.focus();
}

/** The sale stands, or it is said why not; nothing is said to be done before it is stored. Pressed twice it is one. */
export async function finish(till) {
  const { pay, cart, setup, operator, catalogue, practice } = till.state;
  if (underWay(pay)) return;
  const { settled, change, rounding } = standing(till);
  if (!settled) return;
  const { sums } = till;
  if (cart.returns && !pay.reason.trim()) {
    refuse(till, say("Say why the goods come back."));
    return;
  }
  till.set({ pay: { ...pay, busy: true } });
  if (cart.returns && !(await mayStillReturn(till, cart))) {
    till.set({ pay });
    refuse(till, say("Some of it has come back since. Empty this return, and look the receipt up again."));
    return;
  }
  const language = cart.customer?.language ?? setup.language;
  const about = { cart, setup, laid: pay.laid, operator, language, catalog: catalogue.version, reason: pay.reason };
  const onAccount = pay.laid.some((one) => one.tender === "on_account");
  const began = performance.now();
  const fact = cart.returns
    ? await till.keep("return", (now) => bodies.takeBack({ ...about, ...now }), { uuid: cart.id, numbered: true,
      cart: till.window })
    : await till.keep("sale", (now) => bodies.sale({ ...about, ...now }), { uuid: cart.id, numbered: !onAccount,
      cart: till.window });
  if (!fact) {
    till.set({ pay: { ...pay, busy: false, fault: till.state.strip.text } });
    return;
  }
  performance.measure("sale stored", { start: began });
  const { number } = JSON.parse(fact.body);
  const done = {
    kind: cart.returns ? "return" : onAccount ? "invoice" : "receipt", number: number ? `${setup.series}-${number}`
      : "", at: Date.now(),
    currency: setup.currency, cashier: operator.name, practice, of: cart.returns?.number ?? "", uuid: fact.uuid,
      language,
    customer: cart.customer?.name ?? "", vehicle: cart.vehicle?.plate ?? "",
    lines: cart.lines.map((line) => ({ ...line, ...sums.each.get(line.id) })), groups: sums.groups, net: sums.net,
      tax: sums.tax,
    gross: sums.gross, tenders: pay.laid.map((one) => ({ method: one.tender, amount: cart.returns ? -one.amount
      : one.amount })),
    rounding: cart.returns ? -rounding : rounding, change, waits: till.state.net !== "online" && !practice, printed: 0,
    seq: fact.seq, sent: practice,
  };
  const sold = new Map(till.state.sold);
  for (const line of cart.lines) {
    if (line.part) sold.set(line.part, (sold.get(line.part) ?? 0) + (cart.returns ? -line.quantityMilli
      : line.quantityMilli));
  }
  till.set({ pay: null, undo: null, strip: null, sold });
  till.lay(till.fresh());
  till.set({ done });
  till.show();
  if (practice) till.practised?.(cart.returns ? "return" : pay.laid.length > 1 ? "split" : "sell");
  till.focus();
}

/** What stands on the paper's head and foot. */
export function shop(till, language) {
  const { setup } = till.state;
  const texts = setup.texts[language] ?? setup.texts.sv;
  return {
    company: setup.company.name, address: String(setup.site.address || setup.company.address
      || "").split("\n").filter(Boolean),
    org_number: setup.company.organisation_number, vat_number: setup.company.vat_number, register: setup.register.name,
    footer: [texts.returns, texts.footer, setup.fiscal_text].filter(Boolean),
  };
}

/** The receipt on the browser's printer; the second time it is a copy, and the journal counts it. */
export async function printReceipt(till) {
  const { done } = till.state;
  if (!done) return;
  if (done.printed > 1) {
    till.strip(say("A receipt is copied once. The office can send it again."), { kind: "warn",
      name: "triangle-alert" });
    return;
  }
  const copy = Boolean(done.printed);
  till.set({ done: { ...done, printed: done.printed + 1 } });
  if (copy) await journal(till, "copy", { number: Number(done.number.split("-").at(-1)) || null,
    amount: Math.abs(done.gross) });
  print(receipt({ ...done, copy }, shop(till, done.language), done.language), done.language);
}
