// The service worker of the phone: the page opens without a network, and asks the server whenever there is one.
//
// `self.KEPT` is written before this script: { version, language, files }. Pictures and tiles of a prepared outing lie
// in the cache PARCELS, which prepare.js fills and empties; photos that wait lie in IndexedDB, never here.

const { version, files } = self.KEPT;
const SHELL = `shell-${version}`;
// As in parcels.js.
const PARCELS = "parcels";
const PAGE = "/terrain/";

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forget().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(kept(request, SHELL));
  else if (/^\/(tiles|images|map)\//.test(pathname)) event.respondWith(prepared(request));
});

// The page counts for an install only when it is the page, not the form of a session that is over.
async function keep() {
  const cache = await caches.open(SHELL);
  await cache.addAll(files);
  const answer = await fetch(PAGE, { credentials: "same-origin", cache: "no-cache" });
  if (answer.ok && !answer.redirected) await cache.put(PAGE, answer);
}

async function forget() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  const cache = await caches.open(SHELL);
  // Without a page of its own the new worker takes over the one before: better an old page than none.
  if (!(await cache.match(PAGE))) {
    for (const name of old) {
      const before = await (await caches.open(name)).match(PAGE);
      if (before) await cache.put(PAGE, before);
    }
  }
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function page(request) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    // A login page must not take the place of the queue: the page itself says that the session is over.
    if (answer.ok && !answer.redirected && answer.type !== "opaqueredirect") {
      await cache.put(PAGE, answer.clone());
      return answer;
    }
    return (await cache.match(PAGE)) ?? answer;
  } catch {
    return (await cache.match(PAGE)) ?? Response.error();
  }
}

async function kept(request, name) {
  const cache = await caches.open(name);
  return (await cache.match(request)) ?? fetch(request);
}

// What an outing was prepared with counts where the network does not answer.
async function prepared(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await caches.match(request, { cacheName: PARCELS });
    if (found) return found;
    throw error;
  }
}
