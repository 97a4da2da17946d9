/**
 * What to do next, so that the page shows what a fresh run from top to bottom would show.
 *
 * A run of a cell stands as long as its text, its inputs and the fingerprints of all it has read are as they were: then
 * running it again would show the same and leave the same. Memory holds the effects of runs; as long as it holds, of all
 * that a cell reads, what a fresh run would hold there, the cell can run where memory is. Otherwise memory is taken
 * back to a snapshot, and the cells whose effects are lost by that run again.
 *
 * Nothing here knows of workers, of the page or of the engine.
 */

/** Fingerprints by name, functions as `f()`. A name that is not there is not in it. */
export type Prints = Map<string, string>;

/** A run that ended, as far as decisions need it. */
export interface Run {
  id: number;
  label: string;
  /** Whether the output, or what the run defined, names the cell by its label. */
  labelled: boolean;
  source: string;
  answers: readonly string[];
  /** The settings of controls it asked for; null where nobody had moved them. */
  settings: ReadonlyMap<string, string | null>;
  /** What it may depend on, and the fingerprints of that before it ran. */
  reads: ReadonlyMap<string, string | undefined>;
  /** All fingerprints before it ran, where it may depend on everything. */
  whole: Prints | null;
  /** Names it wanted in vain: the explanation was made from all names, and what other cells are to make. */
  wanted: readonly string[];
  /** What that explanation was made from. */
  surroundings: string;
  failed: boolean;
  /** It drew what no other run would draw. */
  lucky: boolean;
  /** It ended where the reader was asked, and left nothing. */
  blocked: boolean;
  /** What it made or changed, and the fingerprints afterwards; null for what it took away. */
  after: ReadonlyMap<string, string | null>;
  seconds: number;
}

/** Why a cell has left nothing: it runs only when it is told to, it waits for an answer, it was stopped, or it still runs. */
export type Why = "manual" | "asks" | "stopped" | "running";

/** What a cell lacks: what the cell with this label would make. */
export interface Lack {
  label: string;
  why: Why;
}

/** A cell, and its last run. */
export interface Planned {
  label: string;
  /** Null: the cell takes no part. */
  source: string | null;
  /** The text of a cell that will take part only once the reader runs it. */
  withheld: { text: string; why: Why } | null;
  answers: readonly string[];
  settings: ReadonlyMap<string, string>;
  /** The names that the text reads, as far as it tells. */
  mentions: readonly string[];
  /** The names that the text makes or changes, as far as it tells. */
  offers: readonly string[];
  run: Run | null;
}

/** What memory holds. */
export interface Held {
  prints: Prints;
  /** Runs whose effects are in it, or would be had nothing later hidden them. */
  runs: Set<number>;
}

/** A snapshot: which runs had left their effects, in order, and nothing else had. */
export interface Kept {
  history: readonly number[];
  prints: Prints;
}

export type Step =
  /** `again`: the last run stands, but its effects are lost. */
  | { do: "run"; at: number; again: boolean }
  /** The run left nothing that memory does not hold. */
  | { do: "settle"; run: number }
  /** Takes memory back to a snapshot; null: to the beginning. */
  | { do: "restore"; snapshot: Kept | null; at: number }
  /** No cell makes these names any more. */
  | { do: "forget"; names: string[] }
  | { do: "rest" };

/**
 * The cells of which those take no part that need what another one has not made: because it does not run by itself, or
 * waits for an answer. All others go on as if that one were not there.
 */
export function partaking<Cell extends Planned>(cells: readonly Cell[]): { cells: Cell[]; lacks: (Lack | null)[] } {
  const made = new Set<string>();
  const missing = new Map<string, Lack>();
  const lacks: (Lack | null)[] = [];
  const parts = cells.map((cell) => {
    const { label, source, withheld, run } = cell;
    const needed = cell.mentions.find((name) => missing.has(name));
    const lack = source !== null && needed !== undefined ? (missing.get(needed) ?? null) : null;
    lacks.push(lack);
    const absent = lack ?? (source === null ? withheld && { label, why: withheld.why } : asking(cell) ? { label, why: "asks" as const } : null);
    if (absent) {
      for (const name of cell.offers) if (!made.has(name)) missing.set(name, absent);
    } else if (source !== null) {
      const own = run?.source === source ? [...run.after].map(([name]) => name.replace("()", "")) : [];
      for (const name of [...cell.offers, ...own]) {
        made.add(name);
        missing.delete(name);
      }
    }
    return lack ? { ...cell, source: null, withheld: { text: source ?? "", why: lack.why } } : cell;
  });
  return { cells: parts, lacks };
}

/** Whether the cell's last run ended in a question that is not answered yet. */
function asking({ source, answers, settings, run }: Planned): boolean {
  return run?.blocked === true && run.source === source && sameInputs(answers, settings, run);
}

/** The next step for cells that take part. `distrusted` is a cell that has to be run where memory is exactly what a fresh run would hold. */
export function next(cells: readonly Planned[], held: Held, kept: readonly Kept[], distrusted: number | null): Step {
  const state: Prints = new Map();
  const history: number[] = [];
  for (const [at, cell] of cells.entries()) {
    if (cell.source === null) continue;
    const { run } = cell;
    const stands = run !== null && standing(cells, at, run, state);
    if (stands && run.blocked) continue;
    if (!stands || !held.runs.has(run.id)) {
      if (stands && leftNothing(run, held)) return { do: "settle", run: run.id };
      const unwanted = leftovers(cells, held);
      if (unwanted.length > 0) return { do: "forget", names: unwanted };
      const exact = same(held.prints, state);
      if (exact || (distrusted !== at && agree(mentioned(cell), held.prints, state))) return { do: "run", at, again: stands };
      return { do: "restore", snapshot: latest(kept, history), at };
    }
    leave(state, run);
    history.push(run.id);
  }
  const unwanted = leftovers(cells, held);
  if (unwanted.length > 0) return { do: "forget", names: unwanted };
  const wrong = differing(held.prints, state);
  if (wrong.length === 0) return { do: "rest" };
  // A cell that ran where memory was has hidden what a later one makes: all from the first that makes it run again.
  const at = cells.findIndex((cell) => cell.source !== null && wrong.some((name) => cell.run?.after.has(name)));
  const before = cells.slice(0, Math.max(at, 0)).filter((cell) => cell.source !== null && !cell.run?.blocked);
  return { do: "restore", snapshot: latest(kept, before.map((cell) => cell.run?.id ?? -1)), at };
}

/** The fingerprints that a fresh run would hold before a cell, as far as the cells above it have run. */
export function before(cells: readonly Planned[], at: number): Prints {
  const state: Prints = new Map();
  for (const cell of cells.slice(0, at)) if (cell.source !== null && cell.run) leave(state, cell.run);
  return state;
}

/** Whether running the cell again would do what its last run did. */
function standing(cells: readonly Planned[], at: number, run: Run, state: Prints): boolean {
  const cell = cells[at];
  if (!cell || cell.source !== run.source || (run.labelled && cell.label !== run.label)) return false;
  if (!sameInputs(cell.answers, cell.settings, run)) return false;
  for (const [name, print] of run.reads) if (state.get(name) !== print) return false;
  if (run.whole && !same(run.whole, state)) return false;
  return run.surroundings === surroundings(cells, at, state, run.wanted);
}

function sameInputs(answers: readonly string[], settings: ReadonlyMap<string, string>, run: Run): boolean {
  if (answers.length !== run.answers.length || answers.some((answer, i) => answer !== run.answers[i])) return false;
  for (const [key, value] of run.settings) if ((settings.get(key) ?? null) !== value) return false;
  return true;
}

/** The cells that have left nothing for the one at a place, with their texts: those below it, and above it those that wait. */
export function absent(cells: readonly Planned[], at: number): { label: string; source: string }[] {
  return cells.flatMap((cell, i) => {
    const { label, source, withheld } = cell;
    const text = source ?? withheld?.text;
    const out = i > at || (i < at && (source === null || asking(cell)));
    return out && text !== undefined ? [{ label, source: text }] : [];
  });
}

/** What the explanation is made from where names were wanted in vain: all names, and where cells make the wanted ones. */
export function surroundings(cells: readonly Planned[], at: number, state: Prints, wanted: readonly string[]): string {
  if (wanted.length === 0) return "";
  // Whether and where a text really makes the name, the engine alone can tell.
  const names = (source: string) => wanted.some((name) => source.includes(name));
  const promise = ({ label, source }: { label: string; source: string | null }) =>
    source !== null && names(source) ? `${label}:${source}` : "";
  const failed = cells.slice(0, at).filter((cell) => cell.source !== null && cell.run?.failed);
  const others = absent(cells, at).map(promise);
  return [[...state.keys()].sort().join(), failed.map(promise).join(";"), others.join(";")].join("\n");
}

function leave(state: Prints, run: Run): void {
  for (const [name, print] of run.after) {
    if (print === null) state.delete(name);
    else state.set(name, print);
  }
}

function leftNothing(run: Run, held: Held): boolean {
  for (const [name, print] of run.after) if ((held.prints.get(name) ?? null) !== print) return false;
  return true;
}

/** Names in memory that no cell's run has made. */
function leftovers(cells: readonly Planned[], held: Held): string[] {
  const made = new Set<string>();
  for (const { source, run } of cells) {
    if (source === null || !run) continue;
    for (const [name, print] of run.after) if (print !== null) made.add(name);
  }
  return [...held.prints.keys()].filter((name) => !made.has(name));
}

/** The names that the cell is known to read before it runs. */
function mentioned(cell: Planned): Iterable<string> {
  if (cell.run && cell.run.source === cell.source) {
    return cell.run.whole ? [EVERYTHING] : [...cell.run.reads.keys()];
  }
  if (/^\s*[%?]|^\s*[%?]/m.test(cell.source ?? "")) return [EVERYTHING];
  return cell.mentions.flatMap((name) => [name, `${name}()`]);
}

/** In the place of a name: all there are. */
const EVERYTHING = "*";

function agree(names: Iterable<string>, a: Prints, b: Prints): boolean {
  for (const name of names) {
    if (name === EVERYTHING ? !same(a, b) : a.get(name) !== b.get(name)) return false;
  }
  return true;
}

export function same(a: Prints, b: Prints): boolean {
  if (a.size !== b.size) return false;
  for (const [name, print] of a) if (b.get(name) !== print) return false;
  return true;
}

function differing(a: Prints, b: Prints): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
}

/** The snapshot that has most of a history behind it, and nothing else. */
function latest(kept: readonly Kept[], history: readonly number[]): Kept | null {
  let best: Kept | null = null;
  for (const snapshot of kept) {
    if (snapshot.history.length > (best?.history.length ?? 0) && begins(history, snapshot.history)) best = snapshot;
  }
  return best;
}

/** Whether a history begins with another. */
export function begins(history: readonly number[], start: readonly number[]): boolean {
  return start.length <= history.length && start.every((run, i) => run === history[i]);
}
