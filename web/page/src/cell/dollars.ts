/**
 * Which dollars stand around an equation, and which are money. Pages that are made decide in the same way
 * (`web/site/src/dollars.rs`); both are held to `web/site/tests/dollars.json`.
 */

const words = (text: string) => new Set(text.split(" "));
/** Names that TeX has commands for, and that people write without the backslash. */
const FUNCTIONS = words("sin cos tan cot log exp min max lim inf sup det dim gcd mod arg deg sqrt");
/** Words of two letters; other pairs of letters may be two variables. */
const SHORT_WORDS = words("an as at be by do en et if im in is it no of on or ou so to up vs we zu");
/** Commands whose argument is text. */
const TEXTS = /\\(?:text(?:rm|it|bf)?|mbox|math(?:rm|it|bf|sf)|operatorname)\{[^}]*\}/g;

const HTML = /<\/?[a-z][a-z\d-]*(?:\s[^<>]*|\/)?(?:>|$)|<[a-z][a-z\d+.-]+:[^<>\s]*(?:>|$)/i;

export interface Equation {
  tex: string;
  display: boolean;
  /** How long it is with what stands around it. */
  length: number;
}

/** The equation that a text begins with. `before` stands before it, in the same paragraph. */
export function equation(before: string, text: string): Equation | null {
  if (text.startsWith("\\")) return delimited(text);
  const run = /^\$+/.exec(text)?.[0].length;
  // No equation holds code.
  const code = /(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/.exec(text);
  const block = code ? text.slice(0, code.index) : text;
  if (run === 1) return inline(before, block);
  return run === 2 ? displayed(block) : null;
}

function delimited(text: string): Equation | null {
  // Jupyter's readers double the backslash, for their Markdown takes one away.
  for (const [open, close] of [["\\\\(", "\\\\)"], ["\\\\[", "\\\\]"], ["\\(", "\\)"], ["\\[", "\\]"]] as const) {
    if (!text.startsWith(open)) continue;
    const end = text.indexOf(close, open.length);
    const tex = text.slice(open.length, end);
    if (end < 0 || !tex.trim() || /\n\n|\$/.test(tex)) return null;
    return { tex: tex.trim(), display: open.endsWith("["), length: end + close.length };
  }
  const name = /^\\begin\{([^}]*)\}/.exec(text)?.[1];
  const end = `\\end{${name}}`;
  const at = name === undefined ? -1 : text.indexOf(end);
  const tex = text.slice(0, at + end.length);
  return at < 0 || tex.includes("$") ? null : { tex, display: true, length: tex.length };
}

function inline(before: string, block: string): Equation | null {
  const inner = block.slice(1);
  const close = nextDollar(inner);
  if (close < 1) return null;
  const tex = inner.slice(0, close);
  if (/^\s|\s$/.test(tex) || !isBalanced(tex, "{", "}")) return null;
  if (/(?<![\p{L}\p{N}])[A-Z]{1,3}$/u.test(before) && /^(?:\d|[^\p{L}\\])/u.test(tex)) return null;
  const plainlyTex = tex.includes("^") || /\\[a-z]/i.test(tex);
  if (/^\d/.test(inner.slice(close + 1)) && !plainlyTex) return null;
  const doubtful = /^[\d.,;:/)\]*_~|!?"–—]/.test(tex) || /\d$/.test(before);
  return doubtful && (HTML.test(tex) || isProse(tex)) ? null : { tex, display: false, length: close + 2 };
}

function displayed(block: string): Equation | null {
  const inner = block.slice(2);
  const close = nextDollar(inner);
  if (close < 0 || !/^\$\$(?!\$)/.test(inner.slice(close))) return null;
  const tex = inner.slice(0, close);
  const prose = !tex.includes("\\") && !isBalanced(tex, "([", ")]") && hasWords(tex);
  return !tex.trim() || !isBalanced(tex, "{", "}") || prose ? null : { tex, display: true, length: close + 4 };
}

/** Where the next dollar without a backslash stands. */
function nextDollar(text: string): number {
  const found = /^(?:\\[\s\S]|[^\\$])*/.exec(text)?.[0].length ?? 0;
  return text[found] === "$" ? found : -1;
}

/** Whether what begins with a number and ends before a dollar reads as text rather than as an equation. */
function isProse(tex: string): boolean {
  const body = tex.replace(/[-+*/=<>,;:.?|&_–—−·×(["]+$/, "");
  const tail = tex.slice(body.length);
  // What is raised or lowered may be a star, and `\,` is a blank.
  return (tail !== "" && tail !== "_*" && !/[\^\\]$/.test(body))
    || /^[/,;:)\]?!|–—]/.test(tex)
    || !isBalanced(tex, "([", ")]")
    || /\*\*|__|~~|["“”–—]/.test(tex)
    || (/\s/.test(tex) && hasWords(tex));
}

/** Whether each closing bracket has an opening one before it, and none is left. */
function isBalanced(tex: string, open: string, close: string): boolean {
  let depth = 0;
  for (const c of tex.replace(/\\[\s\S]/g, "")) {
    if (open.includes(c)) depth++;
    if (close.includes(c) && --depth < 0) return false;
  }
  return depth === 0;
}

/** Whether there are words in a text that are neither commands nor functions, nor stand in `\text{…}`. */
function hasWords(tex: string): boolean {
  const found = tex.replace(TEXTS, " ").match(/(?<![\\\p{L}])\p{L}{2,}/gu) ?? [];
  return found.some((word) => {
    const lower = word.toLowerCase();
    return [...word].length > 2 ? !FUNCTIONS.has(lower) : SHORT_WORDS.has(lower);
  });
}
