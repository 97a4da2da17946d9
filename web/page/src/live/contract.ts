/** What the live page's cells and what runs them say to each other. */

export interface Span { from: number; to: number }                       // UTF-16 units in the cell's text
export interface Diagnostic {
  code: string; kind: string; message: string; hints: string[]; span: Span | null;
  line: number; column: number;                                             // from 1
  labels: { span: Span; text: string }[]; text: string;                      // text: as plain text with carets, whole
  severity: "error" | "warning";
}
export type Data = Record<string, string>;                                  // media type to content
export type Output =
  | { type: "text"; stream: "out" | "err"; text: string }
  | { type: "display"; id: string | null; data: Data }
  | { type: "value"; data: Data }
  | { type: "page"; data: Data }                                             // ?name, help
  | { type: "error"; diagnostic: Diagnostic }
  | { type: "warning"; diagnostic: Diagnostic }
  | { type: "control"; control: Control }
  | { type: "ask"; prompt: string; secret: boolean };
export interface Control { key: string; kind: "slider" | "toggle" | "choice"; label: string; value: number | boolean | string;
  low?: number; high?: number; step?: number; log?: boolean; integer?: boolean; options?: string[]; note?: string }
export type State = "untouched" | "waiting" | "running" | "done" | "failed" | "incomplete" | "stopped" | "lacking";
export type Change =
  // `words`: what the state is about; `open`: where a text that is not whole is still open
  | { type: "state"; cell: string; state: State; seconds?: number; words?: string; open?: Diagnostic }
  | { type: "output"; cell: string; outputs: Output[]; final: boolean }       // all of a run so far; sent at most 60 times a second
  | { type: "diagnostics"; cell: string; diagnostics: Diagnostic[] }          // without running: for squiggles
  | { type: "stopped"; cell: string; outputs: Output[] }                      // what a stopped run had come to
  | { type: "note"; cell: string; text: string }                              // "draws random numbers without a seed: …"
  | { type: "engine"; state: "loading" | "ready" | "lost"; text?: string };
/** A cell of the page. `manual`: it runs only when it is told to; one to be skipped, not even with all others. */
export interface PageCell { cell: string; source: string; label?: string; manual?: false | "off" | "skip" }
export interface Completion { from: number; to: number; label: string; kind: string; detail: string; apply?: string }
export interface Live {
  /**
   * The page's cells in order; what has changed is found out. Live cells run by themselves as `live` says. Messages name a
   * cell by its label, which is its place where none is given.
   */
  update(cells: PageCell[], live: boolean): void;
  run(cell: string): void;  runAll(): void;  stop(): void;  restart(): void;
  control(cell: string, key: string, value: number | boolean | string): void;   // a slider moved
  answer(cell: string, text: string): void;
  complete(cell: string, at: number): Promise<Completion[]>;
  inspect(cell: string, at: number): Promise<Data | null>;
  explain(name: string): Promise<Data | null>;                                  // of an error's code, as `?R020` does
  listen(listener: (change: Change) => void): void;
}
/** One for each `session` name of a page. `base` is the URL of the folder that holds the worker and the wasm. */
export type Open = (name: string, base: string) => Live;
