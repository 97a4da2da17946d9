/**
 * The service worker. What is asked for by the hash of its content (`?v=…`) never changes and comes from the cache; all
 * else is asked of the server every time and comes from the cache only when no answer is to be had.
 */

export {};

declare const self: {
  addEventListener(name: "install" | "activate", listener: (event: Waiting) => void): void;
  addEventListener(name: "fetch", listener: (event: Waiting & Asked) => void): void;
  addEventListener(name: "message", listener: (event: Waiting & { data: unknown }) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  registration: { scope: string };
};
interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** One cache for each folder that Rhaibook is published in. */
const cacheName = () => `rhaibook ${self.registration.scope}`;
/** How long the server may take before the reader gets what there is. */
const PATIENCE = 8000;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  if (request.headers.has("range")) return;
  event.respondWith(address.searchParams.has("v") ? kept(request) : fresh(request));
});

self.addEventListener("message", (event) => {
  const { data } = event;
  if (typeof data !== "object" || data === null || !("keep" in data) || !Array.isArray(data.keep)) return;
  const own = data.keep.filter((one): one is string => typeof one === "string" && one.startsWith(self.registration.scope));
  event.waitUntil(keepAll(own));
});

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName());
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await keep(cache, request, answer.clone());
  return answer;
}

async function fresh(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName());
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), PATIENCE);
  try {
    // `no-cache`: the browser's own cache must ask, too. A navigation cannot be told so; a request for its address can.
    const answer = await fetch(
      request.mode === "navigate"
        ? new Request(request.url, { cache: "no-cache", redirect: "manual", signal: end.signal, credentials: "same-origin" })
        : new Request(request, { cache: "no-cache", signal: end.signal }),
    );
    if (answer.ok) await keep(cache, request, answer.clone());
    return answer;
  } catch (error) {
    const known = (await cache.match(request)) ?? (await cache.match(request, { ignoreSearch: true }));
    if (known) return known;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Puts an answer into the cache in the place of others of the same file. */
async function keep(cache: Cache, request: Request | string, answer: Response): Promise<void> {
  const address = new URL(typeof request === "string" ? request : request.url);
  if (address.searchParams.has("v")) {
    for (const old of await cache.keys(request, { ignoreSearch: true })) {
      if (old.url !== address.href) await cache.delete(old);
    }
  }
  await cache.put(address.href, answer);
}

async function keepAll(addresses: string[]): Promise<void> {
  const cache = await caches.open(cacheName());
  for (const address of addresses) {
    const versioned = new URL(address).searchParams.has("v");
    if (versioned && (await cache.match(address))) continue;
    try {
      const answer = await fetch(address, { cache: versioned ? "default" : "no-cache" });
      if (answer.ok && !answer.redirected) await keep(cache, address, answer);
    } catch {
      // It will be asked for again when it is needed.
    }
  }
}
