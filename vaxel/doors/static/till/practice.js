/*
 * Practice: the same screens over a store of their own; nothing of it is ever sent. Seven exercises, ticked as they
 * are done.
 */
import { say } from "./words.js";

export const EXERCISES = [
  ["sell", () => say("Sell something: scan or type it, press Pay, take cash.")],
  ["quantity", () => say("Sell four of the same: type 4* before the number.")],
  ["park", () => say("Park a sale with F8, and bring it back.")],
  ["customer", () => say("Put a customer on the sale with F3.")],
  ["split", () => say("Let a sale be paid in two ways.")],
  ["return", () => say("Take something back with F9.")],
  ["close", () => say("Count the drawer and close the day.")],
];

/** The till goes to practice, or back to the shop; it loads again, so that nothing of the one is left in the other. */
export async function practise(till, on) {
  await till.real.put("meta", "practice", on ? true : null);
  location.reload();
}

/** An exercise is done. */
export async function done(till, name) {
  const { practice, exercises } = till.state;
  if (!practice || exercises.includes(name)) return;
  const next = [...exercises, name];
  await till.store.put("meta", "exercises", next, "relaxed");
  till.set({ exercises: next });
}
