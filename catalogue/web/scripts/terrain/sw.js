// The service worker of the phone: the page opens without a network, and asks the server whenever there is one.
//
// `self.KEPT` is written before this script: { version, language, files }. Pictures and tiles of a prepared outing lie
// in the cache PARCELS, which prepare.js fills and empties; photos that wait lie in IndexedDB, never here.

const { version, files } = self.KEPT;
const SHELL = `shell-${version}`;
// As in parcels.js.
const PARCELS = "parcels";
const PAGE = "/terrain/";
// A network that answers later than this is none, for whoever stands in the field.
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forget().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // What prepare.js takes along must come from the server, never from what was taken before.
  if (request.headers.has("x-parcel")) return;
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

// What an outing was prepared with counts where the network does not answer, or not in time, or has nothing to say.
async function prepared(request) {
  const answering = fetch(request);
  const found = await caches.match(request, { cacheName: PARCELS, ignoreVary: true });
  if (!found) return answering;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([answering.catch(() => undefined), late]);
  return answer && !isSilence(answer) ? answer : found;
}

// No square of the map now, a session that is over, a server in trouble. What is gone for good (404) is gone here too.
function isSilence({ status, type }) {
  return status === 204 || status === 401 || status >= 500 || type === "opaqueredirect";
}
