/**
 * A script for the head of a page: what must not wait until the page is read. The reader's choice of light or dark, before
 * anything is painted; and, where `data-live` says that cells follow, the engine and the editor, which the network has to
 * bring.
 */

import { EDITOR } from "../cell/loaded.ts";
import { fetched } from "../live/assets.ts";
import { asset, isolated, settings } from "./assets.ts";
import { setting } from "./storage.ts";

const kept = setting("theme");
if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;

const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
if (settings.live !== undefined && !isolated && !saveData) {
  const link = document.createElement("link");
  link.rel = "preload";
  link.as = "script";
  link.href = asset(EDITOR);
  document.head.append(link);
  const address = asset("rhaibook.wasm");
  const engine = fetched(address, "low");
  globalThis.rhaibookEarly = { address, engine };
  // Whoever takes it tries again.
  engine.catch(() => undefined);
}
