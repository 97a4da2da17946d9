/**
 * Printed text as a terminal shows it: what a carriage return or a backspace takes back is gone, and what is coloured is
 * coloured. Pages that are made do the same (`web/site/src/terminal.rs`).
 */

const COLOURS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** How a character looks: classes and colours. */
interface Look { bold?: boolean; italic?: boolean; underline?: boolean; inverse?: boolean; ink?: number | string; paper?: number | string }

/** Whether a text is more than its characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
export const isSteered = (text: string) => /[\r\b\u001b]/.test(text);

export function terminal(text: string): DocumentFragment {
  const lines: [string, Look][][] = [[]];
  let line = lines[0] ?? [];
  let at = 0;
  let look: Look = {};
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  for (const [piece] of text.matchAll(/\u001b\[[^@-~]*([@-~]|$)|[\s\S]/gu)) {
    if (piece === "\n") {
      line = [];
      lines.push(line);
      at = 0;
    } else if (piece === "\r") {
      at = 0;
    } else if (piece === "\b") {
      if (at > 0) line.splice(--at, 1);
    } else if (piece.startsWith("\u001b")) {
      const codes = piece.slice(2, -1);
      if (piece.endsWith("m")) look = changed(look, codes);
      if (piece.endsWith("K") && codes === "2") line.length = 0;
      if (piece.endsWith("K") && /^0?$/.test(codes)) line.length = Math.min(at, line.length);
      at = Math.min(at, line.length);
    } else {
      line[at++] = [piece, look];
    }
  }
  const out = document.createDocumentFragment();
  for (const [number, line] of lines.entries()) {
    if (number > 0) out.append("\n");
    for (let from = 0, to = 0; from < line.length; from = to) {
      const first = line[from]?.[1] ?? {};
      while (to < line.length && JSON.stringify(line[to]?.[1]) === JSON.stringify(first)) to++;
      out.append(shown(line.slice(from, to).map(([c]) => c).join(""), first));
    }
  }
  out.normalize();
  return out;
}

function changed(before: Look, text: string): Look {
  let look = before;
  // The order of the names is always the same, so that equal looks are equal texts.
  const set = (part: Look) => {
    const { bold, italic, underline, inverse, ink, paper } = { ...look, ...part };
    look = { ...(bold && { bold }), ...(italic && { italic }), ...(underline && { underline }), ...(inverse && { inverse }), ...(ink !== undefined && { ink }), ...(paper !== undefined && { paper }) };
  };
  const codes = text.split(";").map((code) => (code === "" ? 0 : /^\d+$/.test(code) && Number(code) < 256 ? Number(code) : Number.NaN));
  for (let code = codes.shift(); code !== undefined; code = codes.shift()) {
    if (Number.isNaN(code)) return look;
    if (code === 0) look = {};
    else if (code === 1 || code === 22) set({ bold: code === 1 });
    else if (code === 3 || code === 23) set({ italic: code === 3 });
    else if (code === 4 || code === 24) set({ underline: code === 4 });
    else if (code === 7 || code === 27) set({ inverse: code === 7 });
    else if (code >= 30 && code <= 37) set({ ink: code - 30 });
    else if (code === 39) set({ ink: undefined });
    else if (code >= 40 && code <= 47) set({ paper: code - 40 });
    else if (code === 49) set({ paper: undefined });
    else if (code >= 90 && code <= 97) set({ ink: code - 82 });
    else if (code >= 100 && code <= 107) set({ paper: code - 92 });
    else if (code === 38 || code === 48) {
      const colour = exact(codes);
      if (colour === null) return look;
      set(code === 38 ? { ink: colour } : { paper: colour });
    }
  }
  return look;
}

/** A colour that is given by its number, or by its red, green and blue. */
function exact(codes: number[]): number | string | null {
  const way = codes.shift();
  const [one = Number.NaN, two = Number.NaN, three = Number.NaN] = codes.splice(0, way === 5 ? 1 : way === 2 ? 3 : 0);
  if (way === 2) return Number.isNaN(one + two + three) ? null : `rgb(${one},${two},${three})`;
  if (way !== 5 || Number.isNaN(one)) return null;
  if (one < 16) return one;
  const step = (n: number) => (n === 0 ? 0 : 55 + 40 * n);
  const cube = one - 16;
  const grey = 8 + 10 * (one - 232);
  return one < 232
    ? `rgb(${step(Math.floor(cube / 36))},${step(Math.floor(cube / 6) % 6)},${step(cube % 6)})`
    : `rgb(${grey},${grey},${grey})`;
}

function shown(text: string, look: Look): Node {
  const classes: string[] = (["bold", "italic", "underline", "inverse"] as const).filter((name) => look[name]).map((name) => `rhai-ansi-${name}`);
  const styles: string[] = [];
  for (const [colour, kind, property] of [[look.ink, "", "color"], [look.paper, "-paper", "background-color"]] as const) {
    if (typeof colour === "number") classes.push(`rhai-ansi-${colour > 7 ? "bright-" : ""}${COLOURS[colour % 8]}${kind}`);
    if (typeof colour === "string") styles.push(`${property}:${colour}`);
  }
  if (classes.length + styles.length === 0) return document.createTextNode(text);
  const span = document.createElement("span");
  if (classes.length > 0) span.className = classes.join(" ");
  if (styles.length > 0) span.setAttribute("style", styles.join(";"));
  span.textContent = text;
  return span;
}
