/**
 * Scripts that are loaded later. They are classic ones, since those work from `file://` too, and hand over what they
 * make by a property of the window.
 */

import type { MakeEditor } from "./editor-contract.ts";

export interface Embedded {
  /** The worker's source. */
  worker: string;
  /** The engine, in base64. */
  wasm: string;
  /** The long texts of the reference. */
  texts: string;
}
interface Parts {
  "rhaibook-editor.js": MakeEditor;
  "rhaibook-embedded.js": Embedded;
}

export const EDITOR = "rhaibook-editor.js";
export const EMBEDDED = "rhaibook-embedded.js";

declare global {
  var rhaibookParts: Partial<Parts> | undefined;
}

export function register<Name extends keyof Parts>(name: Name, part: Parts[Name]): void {
  globalThis.rhaibookParts ??= {};
  globalThis.rhaibookParts[name] = part;
}

const loading = new Map<string, Promise<void>>();

/** Loads a script that registers something by this name, once; what it registered. */
export async function load<Name extends keyof Parts>(name: Name, address: string): Promise<Parts[Name]> {
  let script = loading.get(name);
  if (!script) {
    script = new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = () => resolve();
      element.onerror = () => {
        loading.delete(name);
        element.remove();
        reject(new Error(`${name} could not be loaded`));
      };
      document.head.append(element);
    });
    loading.set(name, script);
  }
  await script;
  const part = globalThis.rhaibookParts?.[name];
  if (!part) throw new Error(`${name} registered nothing`);
  return part;
}
