/**
 * A scanner is a keyboard that types too fast for a person. Wedge tells its bursts from typing: at least four
 * characters, the median gap at most 30 ms and none above 100 ms, ended by Enter or Tab, or by 80 ms of silence when
 * it was eight digits or more. Repeats, composed characters and keys with Ctrl, Alt or Meta are not a scanner's.
 * Times are the events' own (of the operating system), so that a busy page does not break it. Knows no document.
 */
const LEAST = 4;
const MEDIAN_MS = 30;
const LONGEST_MS = 100;
const SILENCE_MS = 80;
const DIGITS_ALONE = /^\d{8,}$/;
const END = new Set(["Enter", "NumpadEnter", "Tab"]);

export const SILENCE = SILENCE_MS;

/** The character of a key: digits by their place on the keyboard, whatever CapsLock and layout say. */
export function character({ key = "", code = "" }) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code);
  if (digit && (key.length !== 1 || /[^*+/.,-]/.test(key) || code.startsWith("Numpad"))) return digit[1];
  return key.length === 1 ? key : "";
}

function median(gaps) {
  const sorted = [...gaps].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

export class Wedge {
  constructor() {
    this.forget();
  }
  forget() {
    this.text = "";
    this.times = [];
  }
  /** Whether what has come so far may become a scan. */
  get underWay() {
    return this.text.length > 0;
  }
  /** The gaps between the characters so far, with the one up to `at`. */
  isBurst(gaps) {
    return this.text.length >= LEAST && median(gaps) <= MEDIAN_MS && Math.max(...gaps) <= LONGEST_MS;
  }
  get gaps() {
    return this.times.slice(1).map((time, n) => time - this.times[n]);
  }
  /** A key went down: the scanned text when it ends a burst, else nothing. `started` after it: a burst may begin here. */
  press(event) {
    this.started = false;
    if (event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
      this.forget();
      return null;
    }
    if (END.has(event.key) || END.has(event.code)) return this.end(event.timeStamp);
    const typed = character(event);
    if (!typed) {
      if (event.key !== "Shift" && event.key !== "CapsLock") this.forget();
      return null;
    }
    if (this.times.length && event.timeStamp - this.times.at(-1) > LONGEST_MS) this.forget();
    this.started = !this.underWay;
    this.text += typed;
    this.times.push(event.timeStamp);
    return null;
  }
  end(at) {
    const gaps = [...this.gaps, at - this.times.at(-1)];
    const found = this.times.length && this.isBurst(gaps) ? this.text : null;
    this.forget();
    return found;
  }
  /** Nothing came for a while: the scanned text when it was digits enough to be a barcode without an ending key. */
  silence(at) {
    if (!this.times.length || at - this.times.at(-1) < SILENCE_MS) return null;
    const found = DIGITS_ALONE.test(this.text) && this.isBurst(this.gaps) ? this.text : null;
    this.forget();
    return found;
  }
}

const EDITABLE = "input, textarea, [contenteditable]";

/**
 * Hears the whole window. `heard(text, before)` gets what was scanned; the field that had focus stands as it was before
 * the burst, and `before` is its value. What is typed where `leaves(field)` is true stays there.
 * `refuses()` true: scans wait (paying), and `waits()` is told instead.
 */
export function listen({ heard, leaves = () => false, refuses = () => false, waits = () => {} }, target = window) {
  const wedge = new Wedge();
  let field = null;
  let before = "";
  let timer = 0;
  const restore = () => {
    if (!field?.isConnected || field.value === before) return;
    field.value = before;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const tell = (text) => {
    restore();
    if (refuses()) waits(text);
    else heard(text, before);
  };
  target.addEventListener("keydown", (event) => {
    if (event.target.matches?.("[type=password]") || leaves(event.target)) return wedge.forget();
    const text = wedge.press(event);
    if (wedge.started) {
      field = event.target.matches?.(EDITABLE) && "value" in event.target ? event.target : null;
      before = field?.value ?? "";
    }
    clearTimeout(timer);
    if (text !== null) {
      event.preventDefault();
      event.stopImmediatePropagation();
      tell(text);
    } else if (wedge.underWay) {
      timer = setTimeout(() => {
        const late = wedge.silence(Infinity);
        if (late !== null) tell(late);
      }, SILENCE_MS);
    }
  }, { capture: true });
}
