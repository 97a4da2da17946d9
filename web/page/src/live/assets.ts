/** Where a page's engine comes from: files beside the script, or, where a page was opened as a file, the script itself. */

import type { Texts } from "./messages.ts";

/** Put in by the build: file name to hash. */
declare const ASSET_VERSIONS: Record<string, string> | undefined;

declare global {
  /** An engine that the page's head has begun to fetch, until a session takes it. */
  var rhaibookEarly: { address: string; engine: Promise<WebAssembly.Module> } | undefined;
}

interface Embedded {
  worker: string;
  wasm: string;
  texts: string;
}

function embedded(): Embedded | undefined {
  const parts = (globalThis as { rhaibookParts?: Record<string, Embedded | undefined> }).rhaibookParts;
  return parts?.["rhaibook-embedded.js"];
}

function address(base: string, name: string): string {
  const version = typeof ASSET_VERSIONS === "undefined" ? undefined : ASSET_VERSIONS[name];
  return base + name + (version ? `?v=${version}` : "");
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

/** The engine's module, compiled once for each page. */
export function engine(base: string): Promise<WebAssembly.Module> {
  let module = modules.get(base);
  if (!module) {
    module = compile(base);
    modules.set(base, module);
    // After a failure it is tried again.
    module.catch(() => modules.delete(base));
  }
  return module;
}

async function compile(base: string): Promise<WebAssembly.Module> {
  const parts = embedded();
  if (parts) return WebAssembly.compile(Uint8Array.from(atob(parts.wasm), (c) => c.charCodeAt(0)));
  const from = address(base, "rhaibook.wasm");
  const early = globalThis.rhaibookEarly;
  delete globalThis.rhaibookEarly;
  return early?.address === from ? early.engine.catch(() => fetched(from)) : fetched(from);
}

/** Fetches and compiles the engine. */
export async function fetched(address: string, priority: RequestPriority = "auto"): Promise<WebAssembly.Module> {
  const response = await fetch(address, { priority });
  if (!response.ok) throw new Error(`the engine could not be loaded: ${response.status} ${response.statusText}`);
  // Servers that do not know the media type are served as well.
  if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** The long texts, which few readers ask for. */
export function texts(base: string): Texts {
  const parts = embedded();
  return parts ? { whole: parts.texts } : { address: address(base, "rhaibook-texts.txt") };
}

/** What is said where a page may have no workers, and what to do about it. */
export const NO_WORKER =
  "the engine's worker could not be started: this page, or the frame around it, forbids workers. Open the page in a window of its own";

/** Workers that could not begin, which they say only once. */
const broken = new WeakSet<Worker>();

/** A new worker; throws where the page may have none. */
export function worker(base: string): Worker {
  const parts = embedded();
  let made: Worker;
  try {
    const url = parts ? URL.createObjectURL(new Blob([parts.worker], { type: "text/javascript" })) : address(base, "rhaibook-worker.js");
    made = new Worker(url);
  } catch {
    throw new Error(NO_WORKER);
  }
  const { signal, abort } = listening();
  made.addEventListener("error", () => broken.add(made), { signal });
  made.addEventListener("message", abort, { once: true, signal });
  return made;
}

/** Whether a worker has failed before it said anything. */
export function isBroken(worker: Worker): boolean {
  return broken.has(worker);
}

function listening(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
