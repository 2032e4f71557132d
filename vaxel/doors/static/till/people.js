/* Who is at the till: PINs checked on the device itself, wrong ones counted, over restarts. */

const bytes = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

/** Whether this is the person's PIN. */
export async function isPin(pin, typed) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(typed), "PBKDF2", false, ["deriveBits"]);
  const about = { name: "PBKDF2", hash: "SHA-256", salt: bytes(pin.salt), iterations: pin.iterations };
  const made = new Uint8Array(await crypto.subtle.deriveBits(about, key, 256));
  const wanted = bytes(pin.hash);
  let differs = made.length ^ wanted.length;
  made.forEach((byte, n) => { differs |= byte ^ wanted[n]; });
  return differs === 0;
}

/** The count after a wrong PIN: {wrong, until}; so many in a row lock the person until `until` (ms). */
export function counted(before, now, { tries, lockSeconds }) {
  const wrong = (before && before.until <= now && before.wrong >= tries ? 0 : before?.wrong ?? 0) + 1;
  return { wrong, until: wrong >= tries ? now + lockSeconds * 1000 : 0 };
}

/** How long (ms) the person is still locked; 0: not. */
export const lockedFor = (count, now) => Math.max(0, (count?.until ?? 0) - now);

/** Whether the person may do it at this till. */
export const may = (operator, what) => Boolean(operator?.may.includes(what));

/** The largest discount the person gives alone, in ppm. */
export const limitOf = (operator) => (may(operator, "discounts.unlimited") ? 1000000 : operator?.discount_ppm ?? 0);
