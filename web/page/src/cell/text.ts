/**
 * Text that a cell printed. A long one is kept in pieces of whole lines: what comes later is set by itself, and what is
 * out of sight is not laid out.
 */

import { isSteered, terminal } from "./terminal.ts";

/** Characters from which on a piece is closed. */
const PIECE = 16_000;

export function textBox(content: string, error: boolean): HTMLElement {
  const pre = document.createElement("pre");
  pre.className = error ? "rhai-text rhai-err" : "rhai-text";
  if (isSteered(content)) pre.append(terminal(content));
  else add(pre, content);
  return pre;
}

/** Makes the box show another text; what it shows already stays. */
export function retext(pre: HTMLElement, before: string, now: string): void {
  if (isSteered(now)) {
    pre.replaceChildren(terminal(now));
  } else if (now.startsWith(before)) {
    add(pre, now.slice(before.length));
  } else {
    pre.replaceChildren();
    add(pre, now);
  }
}

function add(pre: HTMLElement, content: string): void {
  let rest = content;
  const last = pre.lastChild;
  // A short text stays what it is in a page without scripts: the only child of its box.
  if (pre.childNodes.length <= 1 && !(last instanceof Element) && (last?.nodeValue?.length ?? 0) + rest.length <= PIECE) {
    if (last instanceof Text) last.appendData(rest);
    else pre.append(rest);
    return;
  }
  if (last instanceof Text) {
    rest = last.data + rest;
    last.remove();
  }
  while (rest) {
    let piece = pre.lastElementChild?.firstChild;
    if (!(piece instanceof Text) || (piece.length >= PIECE && piece.data.endsWith("\n"))) {
      const box = document.createElement("span");
      box.className = "rhai-piece";
      piece = box.appendChild(document.createTextNode(""));
      pre.append(box);
    }
    const room = Math.max(0, PIECE - (piece as Text).length);
    const end = rest.indexOf("\n", Math.max(0, room - 1)) + 1 || rest.length;
    (piece as Text).appendData(rest.slice(0, end));
    rest = rest.slice(end);
  }
}
