/**
 * Markdown that a cell shows: paragraphs, headings, lists, code, emphasis, formulas. What is not known stays as it was
 * written; nothing in it is ever read as HTML.
 */

import { formula } from "./formula.ts";

export function markdown(source: string): DocumentFragment {
  const out = document.createDocumentFragment();
  let list = null as HTMLElement | null;
  const blocks = source.replace(/\r/g, "").split(/(```[^\n]*\n[\s\S]*?(?:\n```(?=\n|$)|$))|\n{2,}/);
  for (const block of blocks) {
    if (!block?.trim()) continue;
    if (block.startsWith("```")) {
      list = null;
      const pre = document.createElement("pre");
      pre.textContent = block.replace(/^```[^\n]*\n/, "").replace(/\n```$/, "");
      out.append(pre);
      continue;
    }
    for (const part of block.split(/\n(?=#{1,6} |[-*+] |\d+[.)] )/)) {
      const [, hashes, heading] = /^(#{1,6}) +(.*)/s.exec(part.trim()) ?? [];
      const [, mark, item] = /^([-*+]|\d+[.)]) +(.*)/s.exec(part.trim()) ?? [];
      if (hashes && heading !== undefined) {
        list = null;
        out.append(inline(document.createElement(`h${Math.min(6, hashes.length + 2)}`), heading));
      } else if (mark && item !== undefined) {
        const kind = /\d/.test(mark) ? "ol" : "ul";
        if (list?.localName !== kind) list = out.appendChild(document.createElement(kind));
        list.append(inline(document.createElement("li"), item));
      } else {
        list = null;
        out.append(inline(document.createElement("p"), part.trim()));
      }
    }
  }
  return out;
}

const MARKS: [RegExp, string][] = [
  [/^\*\*([^*]+)\*\*/, "strong"],
  [/^__([^_]+)__/, "strong"],
  [/^\*([^*\s][^*]*)\*/, "em"],
];

/** Formulas. A sum of money between two dollars is none. */
const TEX = [
  /^\$\$([^$]+)\$\$/,
  /^\$([^$\s](?:[^$\n]*[^$\s])?)\$(?!\d)/,
  /^\\\((.+?)\\\)/s,
  /^\\\[(.+?)\\\]/s,
];

/** A formula, or the text of one that cannot be set. */
export function math(tex: string, display: boolean): Element {
  const set = formula(tex, display);
  if (set) return set;
  const code = document.createElement("code");
  code.textContent = tex.trim();
  return code;
}

function inline(into: HTMLElement, source: string): HTMLElement {
  let plain = "";
  const flush = () => {
    if (plain) into.append(plain);
    plain = "";
  };
  for (let rest = source; rest; ) {
    const code = /^`([^`]+)`/.exec(rest);
    const [tex, inner] = TEX.map((expression) => expression.exec(rest)).find((found) => found) ?? [];
    const [mark, name] = MARKS.map(([expression, tag]) => [expression.exec(rest), tag] as const).find(([m]) => m) ?? [];
    if (code) {
      flush();
      const element = document.createElement("code");
      element.textContent = code[1] ?? "";
      into.append(element);
      rest = rest.slice(code[0].length);
    } else if (tex !== undefined && inner !== undefined) {
      flush();
      into.append(math(inner, /^(?:\$\$|\\\[)/.test(tex)));
      rest = rest.slice(tex.length);
    } else if (mark && name) {
      flush();
      into.append(inline(document.createElement(name), mark[1] ?? ""));
      rest = rest.slice(mark[0].length);
    } else {
      plain += rest.charAt(0);
      rest = rest.slice(1);
    }
  }
  flush();
  return into;
}
