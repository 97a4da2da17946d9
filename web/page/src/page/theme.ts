/**
 * Light or dark: as the page says by `data-theme` on its root, else as the page looks. Each cell carries the answer, so
 * that cells and the plots in them fit a page that knows nothing of Rhaibook.
 */

import { set, setting } from "./storage.ts";

export type Theme = "light" | "dark";

const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;
/** A page published by Rhaibook: it follows `data-theme`, and the system where that is absent. */
const published = root.dataset.page !== undefined;

/** Follows the page from now on. */
export function follow(): void {
  const kept = setting("theme");
  if ((kept === "light" || kept === "dark") && published) root.dataset.theme = kept;
  mark();
  dark.addEventListener("change", mark);
  const watcher = new MutationObserver(mark);
  for (const element of [root, document.body]) {
    watcher.observe(element, { attributes: true, attributeFilter: ["class", "style", "data-theme", "data-md-color-scheme", "data-bs-theme"] });
  }
}

export function current(): Theme {
  const said = root.dataset.theme;
  if (said === "light" || said === "dark") return said;
  return looks() ?? (dark.matches ? "dark" : "light");
}

/** The reader's wish, for this page and the next ones of the site. */
export function choose(theme: Theme): void {
  root.dataset.theme = theme;
  set("theme", theme);
}

export function mark(): void {
  const theme = current();
  for (const cell of document.querySelectorAll<HTMLElement>("rhai-cell, rhai-toolbar")) cell.dataset.theme = theme;
}

/** Whether the page's background is dark; null where it has none of its own. */
function looks(): Theme | null {
  if (published) return null;
  for (const element of [document.querySelector("rhai-cell")?.parentElement, document.body, root]) {
    for (let at = element; at; at = at.parentElement) {
      const numbers = getComputedStyle(at).backgroundColor.match(/[\d.]+/g)?.map(Number);
      if (!numbers || numbers.length < 3 || numbers[3] === 0) continue;
      const [r = 0, g = 0, b = 0] = numbers;
      return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? "dark" : "light";
    }
  }
  // A canvas that nobody painted is white, unless the page asked for the system's dark one.
  return getComputedStyle(root).colorScheme.includes("dark") ? null : "light";
}
