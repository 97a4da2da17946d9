/** What a cell shows that ended with the engine, or was stopped. */

import type { Lost } from "../engine/engine.ts";
import type { Diagnostic, Output } from "./contract.ts";
import type { Shown } from "./notebook.ts";

const WORDS = {
  memory: {
    code: "R052",
    kind: "LimitError",
    message: "the cell needed more memory than a page has, which is 1 GB",
    hints: ["Work on fewer values at a time, or in a notebook with the native kernel."],
  },
  depth: {
    code: "R051",
    kind: "RecursionError",
    message: "the cell went deeper than a page's stack allows",
    hints: ["Nest less deeply: use a loop instead of a function that calls itself."],
  },
  bug: {
    code: "R053",
    kind: "InternalError",
    message: "this is a bug in Rhaibook, not in your cell",
    hints: ["Please report this message and the cell."],
  },
} as const;

/** An ordinary error, for the reader: the variables are as they were before the cell. */
export function lost(failure: Lost | null, source: string, label: string): Shown {
  const { code, kind, message, hints } = WORDS[failure?.reason ?? "bug"];
  const all = [...hints, "The variables are as they were before this cell."];
  const first = source.split("\n")[0] ?? "";
  const detail = failure?.reason === "bug" ? [`(${failure.message})`] : [];
  const text = [`${kind}: ${message}`, ...detail, `in cell [${label}]`, ...all.map((hint) => `hint: ${hint}`)].join("\n");
  const diagnostic: Diagnostic = {
    code, kind, message, hints: all, span: { from: 0, to: first.length }, line: 1, column: 1, labels: [], text, severity: "error",
  };
  return { outputs: [{ type: "error", diagnostic }], updates: [], note: "", state: "failed", diagnostics: [diagnostic] };
}

const UNDONE = "the variables are as they were before this cell";

/** What is shown of a cell that was stopped, as long as nothing more is known. */
export function halted(label: string): Output[] {
  const message = `stopped; ${UNDONE}`;
  const text = `Interrupted: ${message}\nin cell [${label}]`;
  const nowhere = { span: null, line: 1, column: 1, labels: [], hints: [] };
  return [{ type: "error", diagnostic: { code: "R050", kind: "Interrupted", message, text, severity: "error", ...nowhere } }];
}

/** The same of a run that the engine stopped: here, other than in a notebook, what it did is undone. */
export function stopped(outputs: Output[]): Output[] {
  const undone = (text: string) => text.replace("what the cell did before is kept", UNDONE);
  return outputs.map((output) => {
    if (output.type !== "error") return output;
    const { diagnostic } = output;
    return { ...output, diagnostic: { ...diagnostic, message: undone(diagnostic.message), text: undone(diagnostic.text) } };
  });
}
