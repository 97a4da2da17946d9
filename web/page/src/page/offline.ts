/**
 * Reading without a network, for the pages that Rhaibook publishes and for others that ask for it:
 * `<script defer src="rhaibook.js" data-offline="sw.js">`, the address of `sw.js` being relative to the page. The worker
 * serves what lies in its own folder and below.
 */

import { asset, base, isolated, settings } from "./assets.ts";

/** How many pages that this one leads to are kept beside it. */
const MOST_PAGES = 60;

export async function offline(parts: string[]): Promise<void> {
  const script = settings.offline ?? (document.documentElement.dataset.page === undefined ? null : `${base}sw.js`);
  if (!script || isolated || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(new URL(script, document.baseURI), { updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    // What was loaded before the worker was there has not gone through it.
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const pages = [...document.querySelectorAll<HTMLAnchorElement>("nav[class*=rhai-] a[href]")].slice(0, MOST_PAGES);
    const all = [location.href, ...loaded, ...parts.map(asset), ...pages.map(({ href }) => href)];
    const own = all.filter((address) => address.startsWith(location.origin)).map((address) => address.replace(/#.*/, ""));
    active?.postMessage({ keep: [...new Set(own)] });
  } catch {
    // Private windows refuse it; the page works online then.
  }
}
