/** The page as a file: a notebook or a script, with the reader's edits. */

import type { RhaiCell } from "../cell/element.ts";
import type { Output } from "../live/contract.ts";

interface NotebookCell {
  cell_type: string;
  id: string;
  metadata: Record<string, unknown>;
  source: string | string[];
  outputs?: unknown[];
  execution_count?: number | null;
}
interface Notebook {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** A script of the page, which `rhaibook run` reads: each cell below a line `// %%`, prose as comments. */
export async function script(cells: RhaiCell[]): Promise<string> {
  return percent((await made(cells)).cells);
}

export async function notebook(cells: RhaiCell[]): Promise<string> {
  return `${JSON.stringify(await made(cells), null, 1)}\n`;
}

/** The notebook that the page was made from, if the page says where it is; else one made of what stands in the page. */
async function made(cells: RhaiCell[]): Promise<Notebook> {
  return (await original(cells)) ?? fromPage(cells);
}

/** Cells in Jupytext's percent form. */
export function percent(cells: Pick<NotebookCell, "cell_type" | "metadata" | "source">[]): string {
  const parts = cells.map(({ cell_type: kind, metadata, source }) => {
    const text = (Array.isArray(source) ? source.join("") : source).trimEnd();
    const tags = Array.isArray(metadata.tags) && metadata.tags.length > 0 ? ` tags=${JSON.stringify(metadata.tags)}` : "";
    // A line that would begin a cell is made an ordinary comment, or ordinary prose.
    if (kind === "code") return `// %%${tags}\n${text.replace(/^(?=\/\/ *%%(?:\s|$))/gm, "// ")}\n`;
    const prose = text.split("\n").map((line) => `// ${line.replace(/^(?=\s*%%(?:\s|$))/, "\\")}`.trimEnd());
    return `// %% [${kind}]${tags}\n${prose.join("\n")}\n`;
  });
  return parts.join("\n");
}

export function save(name: string, type: string, content: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The page's name in file names: the last part of its address, or of its title. */
export function fileName(): string {
  const part = location.pathname.split("/").filter(Boolean).at(-1) ?? "";
  const name = part.replace(/\.html?$/, "");
  return name && name !== "index" ? name : document.title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "page";
}

async function original(cells: RhaiCell[]): Promise<Notebook | null> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="alternate"][type="application/x-ipynb+json"]');
  if (!link) return null;
  try {
    const answer = await fetch(link.href);
    const found: unknown = await answer.json();
    if (!isNotebook(found)) return null;
    const code = found.cells.filter(({ cell_type: type }) => type === "code");
    for (const cell of cells) {
      const number = /^c(\d+)$/.exec(cell.name)?.[1];
      const target = code.find(({ id }) => id === cell.name) ?? code[Number(number ?? cells.indexOf(cell) + 1) - 1];
      if (!target) return null;
      if (cell.edited) Object.assign(target, { source: lines(cell.text), outputs: outputs(cell.shown), execution_count: null });
    }
    return found;
  } catch {
    return null;
  }
}

function fromPage(cells: RhaiCell[]): Notebook {
  const out: NotebookCell[] = [];
  const known = new Map<Element, RhaiCell>(cells.map((cell) => [cell, cell]));
  const selector = "h1, h2, h3, h4, h5, h6, p, li, blockquote, pre, rhai-cell";
  const root = document.querySelector("main, article") ?? document.body;
  for (const element of root.querySelectorAll<HTMLElement>(selector)) {
    const cell = known.get(element);
    if (!cell && element.closest("rhai-cell, rhai-toolbar, nav, header, footer")) continue;
    const id = `n${out.length + 1}`;
    if (cell) {
      const source = lines(cell.text);
      out.push({ cell_type: "code", id, metadata: {}, source, outputs: outputs(cell.shown), execution_count: null });
    } else if (element.parentElement?.closest("li, blockquote") === null || element.localName === "li") {
      const text = prose(element);
      if (text) out.push({ cell_type: "markdown", id, metadata: {}, source: lines(text) });
    }
  }
  const kernelspec = { name: "rhai", display_name: "Rhai", language: "rhai" };
  const language_info = { name: "rhai", file_extension: ".rhai", mimetype: "text/x-rhai" };
  return { cells: out, metadata: { kernelspec, language_info }, nbformat: 4, nbformat_minor: 5 };
}

function prose(element: HTMLElement): string {
  const text = (element.textContent ?? "").replace(/[ \t]*\n[ \t]*/g, "\n").trim();
  const level = /^h(\d)$/.exec(element.localName)?.[1];
  if (!text) return "";
  if (level) return `${"#".repeat(Number(level))} ${text}`;
  if (element.localName === "li") return `- ${text}`;
  if (element.localName === "pre") return `\`\`\`\n${text}\n\`\`\``;
  return element.localName === "blockquote" ? `> ${text.replace(/\n/g, "\n> ")}` : text;
}

function outputs(shown: Output[]): unknown[] {
  return shown.flatMap((output): unknown[] => {
    switch (output.type) {
      case "text":
        return [{ output_type: "stream", name: output.stream === "err" ? "stderr" : "stdout", text: lines(output.text) }];
      case "display":
        return [{ output_type: "display_data", data: output.data, metadata: {} }];
      case "value":
        return [{ output_type: "execute_result", data: output.data, metadata: {}, execution_count: null }];
      case "error": {
        const { kind, message, text } = output.diagnostic;
        return [{ output_type: "error", ename: kind, evalue: message, traceback: text.split("\n") }];
      }
      default:
        return [];
    }
  });
}

/** As notebooks keep text: lines that end in their line break. */
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function isNotebook(value: unknown): value is Notebook {
  return typeof value === "object" && value !== null && "cells" in value && Array.isArray(value.cells);
}
