/*
 * The till's service worker. VERSION and FILES stand above, made by the server.
 *
 * A version is taken whole or not at all; an answer that was redirected (to a log-in, say) is never kept. A new version
 * waits until the page says so, which it does when nothing lies on the counter. The page's own address is answered from
 * the version this worker has, so that open pages never mix two. Everything else under /till/ goes to the server.
 */
const CACHE = `vaxel-till-${VERSION}`;
const PAGES = new Set(["/till/", "/till/display"]);
const KEPT = new Set(FILES);

async function whole(request) {
  const answer = await fetch(new Request(request, { cache: "no-cache", credentials: "omit" }));
  if (!answer.ok || answer.redirected || answer.type === "opaqueredirect") throw new Error(`not whole: ${request}`);
  return answer;
}

async function install() {
  const answers = await Promise.all(FILES.map(async (file) => [file, await whole(file)]));
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(answers.map(([file, answer]) => cache.put(file, answer)));
  } catch (fault) {
    await caches.delete(CACHE);
    throw fault;
  }
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("vaxel-till-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "version") event.ports[0].postMessage(VERSION);
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (PAGES.has(url.pathname)) event.respondWith(kept("/till/", request));
    return;
  }
  if (KEPT.has(url.pathname)) event.respondWith(kept(url.pathname, request));
});
