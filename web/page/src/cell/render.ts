/** What a run shows, as nodes: the same ones that a published page holds before any script runs. */

import type { Data, Diagnostic, Output } from "../live/contract.ts";
import { askField } from "./ask.ts";
import { controlField } from "./controls.ts";
import { markdown, math } from "./markdown.ts";
import { sanitize } from "./sanitize.ts";
import { MEDIA } from "./shown.ts";
import { textBox } from "./text.ts";

/** What the reader does in an output. */
export interface Reactions {
  move(key: string, value: number | boolean | string): void;
  answer(text: string): void;
  /** Shows a place of the cell's text. */
  show(diagnostic: Diagnostic): void;
}

export function render(output: Output, reactions: Reactions): HTMLElement {
  switch (output.type) {
    case "text":
      return textBox(output.text, output.stream === "err");
    case "display":
      return box("rhai-display", data(output.data));
    case "value":
      return box("rhai-value", data(output.data));
    case "page":
      return box("rhai-page-output", data(output.data));
    case "error":
      return diagnostic("rhai-error", output.diagnostic, reactions);
    case "warning":
      return diagnostic("rhai-warning", output.diagnostic, reactions);
    case "control":
      return controlField(output.control, reactions.move);
    case "ask":
      return askField(output.prompt, output.secret, reactions.answer);
  }
}

/** The richest form that is known here, and plain text where none is. */
export function data(forms: Data): Node {
  for (const medium of MEDIA) {
    const content = forms[medium];
    const shown = content === undefined ? null : as(medium, content, forms);
    if (shown) return shown;
  }
  return textBox("", false);
}

function as(medium: string, content: string, forms: Data): Node | null {
  switch (medium) {
    case "text/html":
    case "image/svg+xml":
      return box("rhai-html", sanitize(content));
    case "text/markdown":
      return box("rhai-html", markdown(content));
    case "text/latex":
      return box("rhai-html", math(content.trim().replace(/^\$+|\$+$/g, "").replace(/^\\\[|\\\]$/g, "").replace(/^\\displaystyle/, ""), true));
    case "text/plain":
    case "application/json":
      return textBox(content, false);
  }
  const bytes = content.replace(/\s/g, "");
  if (!/^[A-Za-z\d+/=]*$/.test(bytes)) return null;
  const image = document.createElement("img");
  image.alt = forms["text/plain"] ?? "";
  image.src = `data:${medium};base64,${bytes}`;
  return box("rhai-html", image);
}

function box(name: string, content: Node): HTMLElement {
  const out = document.createElement("div");
  out.className = name;
  out.append(content);
  return out;
}

function diagnostic(name: string, found: Diagnostic, reactions: Reactions): HTMLElement {
  const text = found.text || found.message;
  // The colour alone would not tell everybody.
  const told = found.severity === "warning" && !text.startsWith("warning") ? `warning: ${text}` : text;
  const out = box(name, explained(told));
  const code = out.querySelector("pre");
  if (found.span && code) {
    code.classList.add("rhai-goes-there");
    code.title = "Show it in the cell";
    code.addEventListener("click", () => reactions.show(found));
  }
  return out;
}

/**
 * The text of a diagnostic: what lines up under the cell's own text stays as it is, the sentences wrap as sentences.
 */
export function explained(plain: string): DocumentFragment {
  const out = document.createDocumentFragment();
  let code: HTMLElement | null = null;
  for (const [index, line] of plain.replace(/\n$/, "").split("\n").entries()) {
    if (/^\s*\d*\s*\|/.test(line)) {
      if (code) code.append("\n");
      else code = out.appendChild(document.createElement("pre"));
      code.append(line);
      continue;
    }
    code = null;
    const more = /^more: \?(R\d+)$/.exec(line);
    if (more?.[1]) {
      out.append(foldOut(line, more[1]));
      continue;
    }
    const name = index === 0 ? "rhai-message" : /^hint\b/.test(line) ? "rhai-hint" : "rhai-where";
    const sentence = document.createElement("div");
    sentence.className = name;
    sentence.textContent = line;
    out.append(sentence);
  }
  return out;
}

/** What an error's code means, which is asked for when it is folded out: `explain` does that. */
function foldOut(line: string, code: string): HTMLElement {
  const out = document.createElement("details");
  out.className = "rhai-more";
  out.dataset.code = code;
  const summary = out.appendChild(document.createElement("summary"));
  summary.textContent = line;
  return out;
}

/** Fills a fold-out that was opened, once. */
export async function explain(box: HTMLElement, ask: (code: string) => Promise<Data | null>): Promise<void> {
  const { code } = box.dataset;
  if (!code || box.querySelector(".rhai-doc")) return;
  const page = box.appendChild(document.createElement("div"));
  page.className = "rhai-doc";
  page.textContent = "loading …";
  const found = await ask(code);
  if (found) page.replaceChildren(data(found));
  else page.replaceWith(" The explanation could not be loaded.");
}
