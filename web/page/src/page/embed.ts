/** What a page of somebody else's needs before there are cells in it. */

import { asset } from "./assets.ts";

/**
 * Adds the style sheet where the page has not, and makes cells of the code blocks that a selector finds:
 * `<script src="rhaibook.js" data-cells="pre > code.language-rhai">`.
 */
export function embed(selector: string | undefined): void {
  const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="stylesheet"]')];
  if (!sheets.some(({ href }) => /(^|\/)rhaibook\.css($|\?)/.test(href))) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = asset("rhaibook.css");
    document.head.append(link);
  }
  if (!selector) return;
  for (const found of document.querySelectorAll(selector)) {
    const pre = found.closest("pre");
    if (!pre || pre.closest("rhai-cell")) continue;
    const cell = document.createElement("rhai-cell");
    pre.replaceWith(cell);
    cell.append(pre);
  }
}

/** Code in the prose of a published page that scrolls can be reached by the keyboard, as that of cells can. */
export function reach(): void {
  for (const pre of document.querySelectorAll<HTMLElement>(":root[data-page] main pre")) {
    if (!pre.closest("rhai-cell") && pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
  }
}
