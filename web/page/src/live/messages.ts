/** What the page's side and the worker say to each other. */

import type { Change, Completion, Data } from "./contract.ts";
import type { State } from "./keeper.ts";
import type { Trial } from "./notebook.ts";

/** A cell as the page has it: its text, and what the reader has set and answered. */
export interface Given {
  cell: string;
  label: string;
  source: string;
  settings: ReadonlyMap<string, string>;
  answers: readonly string[];
  /** The reader stopped this text, or it runs in another worker: it takes no part until it is edited or run. */
  halted: false | "stopped" | "running";
  /** It runs only when it is told to: not even with all others, if it is to be skipped. */
  manual: Manual;
}

export type Manual = false | "off" | "skip";

/** What the reader wants to happen. */
export type Order =
  /** Nothing yet: the cells are taken note of. */
  | { do: "look" }
  /** What is whole runs. */
  | { do: "live" }
  /** As `live`, although no text has changed: a control was moved. */
  | { do: "wake" }
  /** What takes part already goes on: an answer has come. */
  | { do: "go" }
  | { do: "run"; cell: string }
  /** The cell was stopped: where it was is to be told. */
  | { do: "tell"; trial: Trial }
  | { do: "run all" };

export type Request =
  | { do: "begin"; module: WebAssembly.Module; texts: Texts; budget: number; state: Kept }
  /** `number` comes back when all is done. */
  | { do: "order"; number: number; cells: Given[]; order: Order }
  /** Another worker has shown something meanwhile: all is sent anew. */
  | { do: "anew" }
  | { do: "complete"; question: number; source: string; at: number }
  | { do: "inspect"; question: number; source: string; at: number };

export type Reply =
  | { says: "ready" }
  | { says: "change"; change: Change }
  | { says: "running"; cell: string; source: string }
  /** Nothing is left to do of all orders up to this one. */
  | { says: "rests"; number: number }
  | { says: "state"; notebook: State; desk: Desk }
  | { says: "completions"; question: number; found: Completion[] }
  | { says: "inspected"; question: number; found: Data | null };

/** The long texts of the reference, or where they are fetched from when a reader asks for one. */
export type Texts = { address: string } | { whole: string };

/** What a new worker goes on from. */
export interface Kept {
  notebook: State | null;
  desk: Desk;
}

/** Which texts take part; see `desk.ts`. */
export interface Desk {
  effective: [string, string][];
  given: [string, string][] | null;
  awake: boolean;
}
