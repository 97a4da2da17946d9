/** Where the files beside this script are, each with the hash of its content, so that a cache never gives an old one. */

/** Put in by the build: file name to hash. */
declare const ASSET_VERSIONS: Record<string, string>;

/** The script that is being run, while it is run for the first time. */
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;

/** What the page said to its script: `data-offline` and the like. */
export const settings: DOMStringMap = { ...own?.dataset };

/** The folder of this script, ending in a slash. */
export const base: string = new URL(".", own?.src || document.baseURI).href;

/** Whether the page was opened as a file, where nothing may be fetched and no worker is started from an address. */
export const fromFile: boolean = location.protocol === "file:";

/** Whether nothing here may be fetched, nor a worker started from an address: a file, or a frame with a sandbox. */
export const isolated: boolean = fromFile || self.origin === "null";

export function asset(name: string): string {
  const version = ASSET_VERSIONS[name];
  return base + name + (version && !fromFile ? `?v=${version}` : "");
}
