/*
 * What needs the server is paid on its page: the shop's card readers, payment links, store credit, deposits. The cart
 * goes
 * there line by line by the counter's own forms, as whoever is logged in, and is priced anew; then its payment opens.
 */
import { journal } from "./selling.js";
import { quantity, say, unitPrice } from "./words.js";

const TICKET = /data-address="\/counter\/([0-9a-f-]{36})"/;
/** Nobody is logged in on the server's pages in this browser. */
class LoginNeeded extends Error {}

/**
 * Whether the server's page would make the same of the cart: no discounts, nothing that comes back, prices of the
 * lists.
 */
export const mayGo = ({ cart, net }) =>
  net === "online" && !cart.returns && cart.lines.every((line) => !line.discountPpm && !line.discountMinor
    && !(line.typed && line.part));

async function send(path, fields, token) {
  const answer = await fetch(path, {
    method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token, at: "counter", once: crypto.randomUUID(),
      ...fields }),
    headers: { "HX-Request": "true", "X-CSRFToken": token }, credentials: "same-origin",
      signal: AbortSignal.timeout(15000),
  });
  if (answer.status === 401 || answer.redirected || answer.headers.has("HX-Redirect")) throw new LoginNeeded();
  if (!answer.ok) throw new Error(say("The server's counter did not take it. Try there by hand."));
  return TICKET.exec(await answer.text())?.[1] ?? null;
}

function formOf(line, currency) {
  const many = quantity(line.quantityMilli, "sv").replace(/\s/g, "");
  if (line.part) return ["/counter/add", { what: `part:${line.part}`, q: `${many}*0` }];
  if (line.operation) return ["/counter/add", { what: `operation:${line.operation}`, q: `${many}*0` }];
  return ["/counter/free", { kind: line.kind, text: line.text, quantity: many, unit_price: unitPrice(line.unitPriceCm,
    currency, "sv") }];
}

/** The cart is a ticket at the server, and its payment is on the screen; gives a sentence where it is not. */
export async function payThere(till) {
  const { cart, setup } = till.state;
  const token = decodeURIComponent(/(?:^|;\s*)[^=;]*csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "");
  let ticket = null;
  try {
    for (const line of cart.lines.filter((one) => !one.parent)) {
      const [path, fields] = formOf(line, setup.currency);
      ticket = (await send(path, { ...fields, ...(ticket ? { cart: ticket } : {}) }, token)) ?? ticket;
    }
    if (ticket && cart.customer) await send(`/tickets/${ticket}/customer`, { party: cart.customer.id }, token);
  } catch (fault) {
    if (fault instanceof LoginNeeded) {
      location.assign("/login?next=/till/");
      return "";
    }
    return fault instanceof TypeError || fault.name === "TimeoutError"
      ? say("The server does not answer. Try again in a moment.") : fault.message;
  }
  if (!ticket) return say("The server's counter did not take it. Try there by hand.");
  await journal(till, "discard", { amount: Math.abs(till.sums.gross) });
  till.set({ pay: null, undo: null });
  till.lay(till.fresh());
  location.assign(`/pay/tickets/${ticket}`);
  return "";
}
