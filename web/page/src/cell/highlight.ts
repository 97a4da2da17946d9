/**
 * What each piece of a cell's text is: a scan that goes on from line to line. The editor uses it, and so does the
 * source that stands in the page before there is an editor, so that nothing changes its colour when one is made.
 */

export type Kind =
  | "keyword"
  | "atom"
  | "number"
  | "string"
  | "escape"
  | "comment"
  | "function"
  | "property"
  | "magic";

/** What is open at the start of a line. */
export interface Scan {
  /** How many block comments stand open, each inside the one before. */
  comments: number;
  /** For each open back-tick text: -1 in the text itself, else how many braces are open in its `${…}`. */
  templates: number[];
  /** A text in double quotes goes on, since the line before ended in a backslash. */
  quoted: boolean;
  /** The rest of the cell is no Rhai: the rows of `%%csv`. */
  raw: boolean;
  /** Nothing but magics and empty lines so far. */
  first: boolean;
}

const KEYWORDS = new Set(
  ("let const if else switch do while until loop for in continue break return throw try catch fn private import " +
    "export as global").split(" "),
);
const ATOMS = new Set(["true", "false", "this"]);
const NUMBER = /0x[\da-f_]+|0o[0-7_]+|0b[01_]+|\d[\d_]*(?:\.(?![._a-z])[\d_]*)?(?:e[+-]?\d[\d_]*)?/iy;
const WORD = /[_\p{Alphabetic}][_\p{Alphabetic}\p{Nd}]*/uy;

export function start(): Scan {
  return { comments: 0, templates: [], quoted: false, raw: false, first: true };
}

export function copy(scan: Scan): Scan {
  return { ...scan, templates: [...scan.templates] };
}

/** Reads one piece of a line from `at`, which lies before its end: where it ends and what it is, if anything. */
export function piece(line: string, at: number, scan: Scan): { to: number; kind: Kind | null } {
  if (scan.raw) return { to: line.length, kind: "string" };
  if (scan.comments > 0) return comment(line, at, scan);
  if (scan.quoted) return quoted(line, at, scan);
  if (scan.templates.at(-1) === -1) return template(line, at, scan);
  const space = match(/\s+/y, line, at);
  if (space > at) return { to: space, kind: null };
  if (scan.first && at === line.search(/\S/) && /[%?]/.test(line.charAt(at))) {
    scan.raw = line.startsWith("%%csv", at);
    const to = match(/\?+\S*|%+\w*/y, line, at);
    return { to, kind: "magic" };
  }
  scan.first = false;
  return code(line, at, scan);
}

function code(line: string, at: number, scan: Scan): { to: number; kind: Kind | null } {
  const two = line.slice(at, at + 2);
  const c = line.charAt(at);
  if (two === "//") return { to: line.length, kind: "comment" };
  if (two === "/*") {
    scan.comments = 1;
    return comment(line, at + 2, scan);
  }
  if (c === '"') return quoted(line, at + 1, scan);
  if (c === "'") return { to: Math.max(at + 1, match(/'(?:\\.|[^'\\])*'/y, line, at)), kind: "string" };
  if (c === "`") {
    scan.templates.push(-1);
    return { to: at + 1, kind: "string" };
  }
  const depth = scan.templates.length - 1;
  const braces = scan.templates[depth];
  if (braces !== undefined && (c === "{" || c === "}")) {
    const left = braces + (c === "{" ? 1 : -1);
    scan.templates[depth] = left;
    return { to: at + 1, kind: left < 0 ? "escape" : null };
  }
  const number = match(NUMBER, line, at);
  if (number > at) return { to: number, kind: "number" };
  const word = match(WORD, line, at);
  if (word === at) return { to: at + 1, kind: null };
  return { to: word, kind: name(line, at, word) };
}

function name(line: string, from: number, to: number): Kind | null {
  const word = line.slice(from, to);
  const before = line.slice(0, from).trimEnd();
  const member = before.endsWith(".") && !before.endsWith("..");
  if (!member && KEYWORDS.has(word)) return "keyword";
  if (!member && ATOMS.has(word)) return "atom";
  if (/^\s*!?\(/.test(line.slice(to)) || /\bfn$/.test(before)) return "function";
  return member ? "property" : null;
}

function comment(line: string, at: number, scan: Scan): { to: number; kind: Kind } {
  for (const edge of line.slice(at).matchAll(/\/\*|\*\//g)) {
    scan.comments += edge[0] === "/*" ? 1 : -1;
    if (scan.comments === 0) return { to: at + edge.index + 2, kind: "comment" };
  }
  return { to: line.length, kind: "comment" };
}

function quoted(line: string, at: number, scan: Scan): { to: number; kind: Kind } {
  const inside = match(/(?:\\.|[^"\\])*/y, line, at);
  scan.quoted = line.charAt(inside) === "\\";
  return { to: Math.min(inside + 1, line.length), kind: "string" };
}

function template(line: string, at: number, scan: Scan): { to: number; kind: Kind } {
  const last = scan.templates.length - 1;
  if (line.startsWith("${", at)) {
    scan.templates[last] = 0;
    return { to: at + 2, kind: "escape" };
  }
  if (line.charAt(at) === "`") {
    scan.templates.pop();
    return { to: at + 1, kind: "string" };
  }
  return { to: Math.max(at + 1, match(/(?:[^`$\\]|\\.|\$(?!\{))+/y, line, at)), kind: "string" };
}

/** Where a sticky expression's match at `at` ends; `at` if there is none. */
function match(expression: RegExp, line: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(line) ? expression.lastIndex : at;
}

/** The text as nodes: spans of class `rhai-t-KIND` and plain text. */
export function paint(source: string): DocumentFragment {
  const out = document.createDocumentFragment();
  const scan = start();
  source.split("\n").forEach((line, index) => {
    if (index > 0) out.append("\n");
    for (let at = 0; at < line.length; ) {
      const { to, kind } = piece(line, at, scan);
      const text = line.slice(at, to);
      if (kind) {
        const span = document.createElement("span");
        span.className = `rhai-t-${kind}`;
        span.textContent = text;
        out.append(span);
      } else {
        out.append(text);
      }
      at = to;
    }
  });
  return out;
}
