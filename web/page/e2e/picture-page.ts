/** What the live page makes of outputs, without cells: what `picture.test.ts` compares with pages that are made. */

import type { Data, Diagnostic, Output } from "../src/live/contract.ts";
import { markdown } from "../src/cell/markdown.ts";
import { render } from "../src/cell/render.ts";
import { terminal } from "../src/cell/terminal.ts";

export interface Entry {
  name: string;
  text?: string;
  data?: Data;
  error?: string;
  warning?: string;
}

const reactions = { move: () => undefined, answer: () => undefined, show: () => undefined };

function output(entry: Entry): Output {
  if (entry.text !== undefined) return { type: "text", stream: "out", text: entry.text };
  if (entry.data) return { type: "display", id: null, data: entry.data };
  const type = entry.error === undefined ? "warning" : "error";
  const text = entry.error ?? entry.warning ?? "";
  const diagnostic: Diagnostic = { code: "", kind: "", message: "", hints: [], span: null, line: 1, column: 1, labels: [], text, severity: type };
  return { type, diagnostic };
}

/** The elements of some HTML as a reader meets them: one text for two ways to write the same. */
function seen(root: Node): string {
  const told = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element)) return "";
    const inner = [...node.childNodes].map(told).join("");
    if (node.localName === "math") return `<math ${node.getAttribute("display") ?? "inline"}>${equationOf(node)}</math>`;
    const attributes = [...node.attributes]
      .filter(({ name, value }) => !(name === "start" && value === "1") && name !== "translate")
      .map(({ name, value }) => (name === "style" ? `style="${(node as HTMLElement).style.cssText}"` : `${name}="${value}"`))
      .sort();
    // Between blocks, blanks are not seen.
    const blocks = /\s*(<br><\/br>)\s*|\s+(?=<(?:ul|ol|p|pre|table|blockquote|div|h\d)[ >])/g;
    const text = /^(pre|code)$/.test(node.localName) || node.closest("pre") ? inner : inner.replace(/\s+/g, " ").replace(blocks, "$1").trim();
    return `<${[node.localName, ...attributes].join(" ")}>${text}</${node.localName}>`;
  };
  // Neither are blanks at the ends of lines.
  return [...root.childNodes].map(told).join("").replace(/>\s+</g, "><").trim();
}

/** The signs of an equation, with what is raised, lowered and divided, and not how they are grouped. */
function equationOf(math: Element): string {
  const told = (node: Node): string => {
    if (node instanceof Text) return node.data.trim();
    if (!(node instanceof Element) || /^(annotation|mspace)$/.test(node.localName)) return "";
    const inner = [...node.childNodes].map(told).join("");
    return /^(mrow|semantics|mi|mo|mn|mtext|mstyle|mpadded)$/.test(node.localName) ? inner : `${node.localName}(${[...node.childNodes].map(told).join(" ")})`;
  };
  return [...math.childNodes].map(told).join("");
}

Object.assign(globalThis, {
  live(entry: Entry): string {
    const out = document.createElement("div");
    out.append(render(output(entry), reactions));
    return seen(out);
  },
  made(html: string): string {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    return seen(document.importNode(parsed.body, true));
  },
  terminal(text: string): string {
    const out = document.createElement("div");
    out.append(terminal(text));
    return out.innerHTML;
  },
  /** Some Markdown as HTML, and how many equations are in it. */
  prose(source: string): { html: string; equations: number } {
    const out = document.createElement("div");
    out.append(markdown(source));
    return { html: out.innerHTML, equations: out.querySelectorAll("math, .language-tex").length };
  },
});
