/**
 * Markdown that a cell shows, as a page that is made shows it (`web/site/src/markdown.rs`): GitHub's, with equations and
 * footnotes. `e2e/picture.test.ts` holds the two together.
 */

import { Marked, type Tokens } from "marked";
import { equation } from "./dollars.ts";
import { formula } from "./formula.ts";
import { sanitize } from "./sanitize.ts";

export function markdown(source: string): DocumentFragment {
  const footnotes = new Footnotes(source);
  // A blank line would end the paragraph, and the equation with it.
  const whole = source.replace(
    /^(?:```|~~~)[\s\S]*?^(?:```|~~~)|\\begin\{(\w+\*?)\}[^$]*?\\end\{\1\}/gm,
    (found, name) => (name ? found.replace(/\n\s*\n/g, "\n") : found),
  );
  const html = reader(footnotes).parse(whole, { async: false });
  return sanitize((html + footnotes.html()).trim(), "prose");
}

/** A formula, or the text of one that cannot be set. */
export function math(tex: string, display: boolean): Element {
  const set = formula(tex, display);
  if (set) return set;
  const code = document.createElement("code");
  code.className = "language-tex";
  const sign = display ? "$$" : "$";
  code.textContent = sign + tex + sign;
  return code;
}

function reader(footnotes: Footnotes): Marked {
  const marked = new Marked({ gfm: true });
  marked.use({
    extensions: [
      {
        name: "equation",
        level: "inline",
        start: (text) => /\$|\\[([\\]|\\begin\{/.exec(text)?.index,
        tokenizer(text, tokens) {
          if (!/^(?:\$|\\\\?[([]|\\begin\{)/.test(text)) return undefined;
          const found = equation((tokens.at(-1) as Tokens.Generic | undefined)?.raw ?? "", text);
          if (found) return { type: "equation", raw: text.slice(0, found.length), tex: found.tex, display: found.display };
          const raw = /^\$+/.exec(text)?.[0];
          return raw ? { type: "text", raw, text: raw, escaped: false } : undefined;
        },
        renderer: (token) => math(token.tex, token.display).outerHTML,
      },
      {
        name: "footnote",
        level: "block",
        tokenizer(text) {
          const [raw, label, body] = /^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?! {0,3}\[\^)(?:.*\S.*|[ \t]*\n(?= {4}| *\n {4}).*))*)(?:\n+|$)/.exec(text) ?? [];
          if (raw === undefined || label === undefined) return undefined;
          footnotes.define(label, this.lexer.blockTokens((body ?? "").replace(/\n {4}/g, "\n"), []));
          return { type: "footnote", raw };
        },
        renderer: () => "",
      },
      {
        name: "call",
        level: "inline",
        start: (text) => /\[\^/.exec(text)?.index,
        tokenizer(text) {
          const [raw, label] = /^\[\^([^\]\s]+)\]/.exec(text) ?? [];
          return raw && label && footnotes.knows(label) ? { type: "call", raw, label } : undefined;
        },
        renderer: (token) => `<sup>${footnotes.call(token.label)}</sup>`,
      },
    ],
    hooks: {
      // What stands in an equation is no emphasis.
      emStrongMask(text) {
        let out = "";
        for (let at = 0; at < text.length; ) {
          const found = text[at] === "$" && text[at - 1] !== "\\" ? equation(text.slice(0, at), text.slice(at)) : null;
          out += found ? "a".repeat(found.length) : text.charAt(at);
          at += found?.length ?? 1;
        }
        return out;
      },
    },
    renderer: {
      checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
      table(token) {
        const row = (cells: Tokens.TableCell[], name: string) =>
          `<tr>${cells.map((cell, column) => {
            const side = token.align[column];
            return `<${name}${side ? ` style="text-align:${side}"` : ""}>${this.parser.parseInline(cell.tokens)}</${name}>`;
          }).join("")}</tr>`;
        const body = token.rows.map((cells) => row(cells, "td")).join("\n");
        return `<div class="rhai-scroll" role="region" tabindex="0" aria-label="Table"><table><thead>${row(token.header, "th")}</thead><tbody>\n${body}\n</tbody></table>\n</div>\n`;
      },
    },
  });
  footnotes.parse = (tokens) => marked.parser(tokens);
  return marked;
}

/** Footnotes, numbered in the order in which the text calls for them. */
class Footnotes {
  parse: (tokens: Tokens.Generic[]) => string = () => "";
  private readonly labels: Set<string>;
  private readonly defined = new Map<string, Tokens.Generic[]>();
  private readonly called: string[] = [];

  constructor(source: string) {
    this.labels = new Set([...source.matchAll(/^ {0,3}\[\^([^\]\s]+)\]:/gm)].map(([, label]) => label ?? ""));
  }

  knows(label: string): boolean {
    return this.labels.has(label);
  }

  define(label: string, tokens: Tokens.Generic[]): void {
    if (!this.defined.has(label)) this.defined.set(label, tokens);
  }

  call(label: string): number {
    if (!this.called.includes(label)) this.called.push(label);
    return this.called.indexOf(label) + 1;
  }

  html(): string {
    let items = "";
    // A footnote may call for another.
    for (let at = 0; at < this.called.length; at++) {
      items += `<li>\n${this.parse(this.defined.get(this.called[at] ?? "") ?? [])}</li>\n`;
    }
    return items && `<section class="rhai-footnotes">\n<ol>\n${items}</ol>\n</section>\n`;
  }
}
