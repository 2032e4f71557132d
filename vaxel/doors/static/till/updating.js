/*
 * New versions of the till: taken whole by the service worker, used only when the person says so and nothing lies
 * there.
 */

let asked = false;
let waiting = null;

/** Registers the service worker; `found` is told when a new version is ready. */
export async function watch(found) {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
  });
  const registration = await navigator.serviceWorker.register("/till/worker.js", { scope: "/till/",
    updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  const look = (worker) => {
    if (!worker) return;
    const ready = () => {
      if (worker.state !== "installed" || !navigator.serviceWorker.controller) return;
      waiting = worker;
      found();
    };
    worker.addEventListener("statechange", ready);
    ready();
  };
  look(registration.waiting);
  registration.addEventListener("updatefound", () => look(registration.installing));
  setInterval(() => registration.update().catch(() => {}), 30 * 60000);
}

/** The new version takes over; the page loads again when it has. */
export function takeOver() {
  asked = true;
  waiting?.postMessage("take over");
}
