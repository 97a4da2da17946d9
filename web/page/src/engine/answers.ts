/** What the engine answers and says: the JSON that `web/engine/src/answers.rs` writes. */

import type { Completion, Control, Data, Diagnostic } from "../live/contract.ts";

/** How a cell ended, and what it did with names; functions are written `f()`. */
export interface Ran {
  outcome: "done" | "failed" | "interrupted";
  value?: Data;
  page?: Data;
  error?: Diagnostic;
  warnings: Diagnostic[];
  /** What the run may depend on. */
  reads: string[];
  /** What the run made anew, whatever was there before. */
  makes: string[];
  /** Names that were not there; the explanation looked among all names, and among what other cells are to make. */
  wanted: string[];
  /** The run may depend on every name there is. */
  whole: boolean;
  /** Fingerprints afterwards; null for a name that is not there. One that begins with `~` is tied to others. */
  values: Record<string, string | null>;
}

/** What a cell says while it runs. */
export type Event =
  | { type: "text"; stream: "out" | "err"; text: string }
  | { type: "display"; id: string | null; data: Data }
  | { type: "update"; id: string; data: Data }
  | { type: "clear"; wait: boolean }
  | { type: "control"; control: Control }
  | { type: "panic"; text: string };

/** Whether a text is a whole cell. */
export interface Checked {
  state: "complete" | "incomplete" | "invalid";
  indent?: string;
  diagnostics: Diagnostic[];
  /** What is still open in a text that is not whole. */
  open?: Diagnostic;
}

/** The names that a text reads and writes, as far as it tells. */
export interface Names {
  reads: string[];
  writes: string[];
}

export interface Variable {
  name: string;
  kind: string;
  summary: string;
  constant: boolean;
}

export type { Completion, Data, Diagnostic };
