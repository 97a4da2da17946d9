/** The one script of a page: makes `<rhai-cell>` and `<rhai-toolbar>` alive. */

import { RhaiCell } from "./cell/element.ts";
import { EDITOR, load } from "./cell/loaded.ts";
import { open, prepare } from "./live/client.ts";
import { asset, base, isolated, settings } from "./page/assets.ts";
import { clearBars } from "./page/bars.ts";
import { Book } from "./page/book.ts";
import { Kept } from "./page/edits.ts";
import { Elsewhere } from "./page/elsewhere.ts";
import { embed, reach } from "./page/embed.ts";
import { embedded } from "./page/from-file.ts";
import { offline } from "./page/offline.ts";
import { sections } from "./page/sections.ts";
import { setting } from "./page/storage.ts";
import { follow, mark } from "./page/theme.ts";
import { RhaiToolbar } from "./page/toolbar.ts";

/** Milliseconds before an editor that nobody has asked for is made. */
const REST = 500;
/** How near to the window a cell is woken. */
const NEAR = "400px";

const book = new Book(async (session) => {
  if (isolated) await embedded();
  return open(session, base);
});
const kept = new Kept(book);
RhaiCell.book = RhaiToolbar.book = book;
RhaiToolbar.kept = kept;

const elsewhere = new Elsewhere(book, (found) => {
  for (const toolbar of toolbars()) toolbar.tell(found);
});
const toolbars = () => document.querySelectorAll<RhaiToolbar>("rhai-toolbar");

/** Whether cells get the page's theme. */
let followed = false;

function begin(): void {
  if (customElements.get("rhai-cell")) return;
  if (globalThis.rhaibookEarly && !isolated) {
    // What the page's head has fetched is made ready.
    prepare(base);
    load(EDITOR, asset(EDITOR)).catch(() => undefined);
  }
  embed(settings.cells);
  book.live = setting("live") !== "off";
  book.events = {
    edited(cell) {
      kept.edited(cell);
      elsewhere.edited(cell);
    },
    ran: (cell) => elsewhere.edited(cell),
    joined(cell) {
      kept.joined(cell);
      if (near) near.observe(cell);
      else cell.approached();
      if (followed) mark();
      toolbar();
    },
    left: (cell) => kept.left(cell),
    busy(running) {
      for (const toolbar of toolbars()) toolbar.busy(running);
      elsewhere.busy(running);
    },
  };
  // What a page that was saved as it stood has of these belongs to what was then.
  clearBars();
  toolbar();
  customElements.define("rhai-cell", RhaiCell);
  customElements.define("rhai-toolbar", RhaiToolbar);
  follow();
  followed = true;
  kept.begin().then(() => book.held || book.setLive(book.live));
  idle(reach);
  idle(sections);
  // Nothing waits for it: where a browser refuses service workers, it never comes to an end.
  idle(() => offline([EDITOR, "rhaibook-worker.js", "rhaibook.wasm", "rhaibook-texts.txt"]));
}

/** Published pages leave room for a toolbar; in others an author writes `<rhai-toolbar>`. */
function toolbar(): void {
  document.querySelector("#rhai-toolbar:empty")?.append(document.createElement("rhai-toolbar"));
}

/** Cells near the window wake the engine, and get their editors, when nothing else is to be done. */
const near =
  "IntersectionObserver" in globalThis
    ? new IntersectionObserver(
        (entries) => {
          for (const { target, isIntersecting } of entries) {
            if (!isIntersecting || !(target instanceof RhaiCell)) continue;
            near?.unobserve(target);
            target.approached();
            idle(() => {
              book.warm();
              book.wake(target);
            });
            inTime(async () => target.isConnected && (await target.make()));
          }
        },
        { rootMargin: NEAR },
      )
    : null;

/** One thing after the other, each when nobody seems to wait for anything: an editor takes as long to make as a cell to run. */
let queue: Promise<unknown> = Promise.resolve();
function inTime(work: () => Promise<unknown>): void {
  queue = queue
    .then(() => new Promise((resolve) => setTimeout(() => idle(() => resolve(work().catch(() => undefined))), REST)))
    .catch(() => undefined);
}

/** When the page has come to rest. */
function idle(work: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 200);
}

// A script without `defer` runs before the cells are there.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin, { once: true });
else begin();
// Both come at once to a page that is about to be edited.
document.addEventListener("pointerdown", ({ target }) => {
  if (!(target instanceof Element) || !target.closest("rhai-cell")) return;
  load(EDITOR, asset(EDITOR)).catch(() => undefined);
  book.warm();
});
