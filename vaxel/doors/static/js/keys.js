// Keys: an element with data-keys="F7" or "l" is pressed (or focused, if it is a field) by that key.
// Single letters count only while no field has focus, and not at all when switched off (WCAG 2.1.4).
const FIELD = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

function spell(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Control");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && event.key.length > 1) parts.push("Shift");
  parts.push(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return parts.join("+");
}

function visible(element) {
  return element.checkVisibility?.() ?? element.offsetParent !== null;
}

function candidates(keys) {
  const open = document.querySelector("dialog[open]");
  const all = [...(open ?? document).querySelectorAll("[data-keys]")];
  return all.filter((one) => one.dataset.keys.split(" ").includes(keys) && visible(one) && !one.disabled);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const keys = spell(event);
  const inField = event.target.matches?.(FIELD);
  const single = keys.length === 1;
  if (single && (inField || document.body.dataset.letters === "off")) return;
  if (keys === "Control+z" && inField && event.target.value !== event.target.defaultValue) return;
  const [found] = candidates(keys);
  if (!found) return;
  event.preventDefault();
  if (found.matches(FIELD)) {
    found.focus();
    found.select?.();
  } else {
    found.click();
  }
});
