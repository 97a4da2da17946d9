/** A notebook that keeps the page's promise: cells, their runs, and an engine whose memory it keeps in step with them. */

import type { Checked, Completion, Data, Names, Ran } from "../engine/answers.ts";
import { Engine, Lost } from "../engine/engine.ts";
import { fits, restore, take, weight, type Snapshot } from "../engine/snapshots.ts";
import type { Diagnostic, Output } from "./contract.ts";
import { lost, stopped } from "./lost.ts";
import { composed } from "./outputs.ts";
import {
  absent, before, begins, next, partaking, same, surroundings,
  type Held, type Kept, type Lack, type Planned, type Prints, type Run,
} from "./plan.ts";
import { Running } from "./running.ts";

/** What a run showed, besides what decisions need. */
export interface Shown {
  outputs: Output[];
  /** What it replaced in the outputs of other cells. */
  updates: [string, Data][];
  note: string;
  state: "done" | "failed" | "waiting";
  /** Errors and warnings, for the text. */
  diagnostics: Diagnostic[];
}

export interface Cell extends Planned {
  id: string;
  shown: Shown | null;
}

export interface Photo extends Kept {
  snapshot: Snapshot;
  /** Seconds of running that it saves, beyond the one before it. */
  seconds: number;
}

/** What the notebook tells while it works. */
export interface Hooks {
  /** A cell begins. */
  begins(cell: string): void;
  /** What a cell has shown so far, at most 60 times a second. */
  shows(cell: string, outputs: Output[]): void;
  /** A cell has ended; its outputs come with `shown`. */
  ends(cell: string, shown: Shown, seconds: number): void;
  /** Seconds since 1970. */
  now(): number;
  entropy(): bigint;
  sleep(seconds: number): void;
  interrupted(): boolean;
  /** The long texts of the reference. */
  texts(): string | null;
  /** What is said of a cell that was stopped. */
  stopped(cell: string, outputs: Output[]): void;
}

/** A cell that was stopped, to be run once more for so many seconds: to see where it is then. */
export interface Trial {
  cell: string;
  source: string;
  seconds: number;
}

/** Seconds between two looks at the output of a running cell. */
const FRAME = 1 / 60;
/** Seconds of running after which a snapshot is worth its making. */
const WORTH = 0.02;

export interface Counts {
  runs: number;
  restores: number;
  snapshots: number;
}

export class Notebook {
  cells: Cell[] = [];
  photos: Photo[] = [];
  readonly counts: Counts = { runs: 0, restores: 0, snapshots: 0 };
  readonly beginning: Snapshot;
  private engine: Engine;
  private held: Held = { prints: new Map(), runs: new Set() };
  private distrusted: number | null = null;
  private newest = 0;
  private running: Running | null = null;
  /** The names in the texts that have been foreseen. */
  private readonly foreseen = new Map<string, Names>();
  private sinceSnapshot = 0;
  private atRest = true;
  private trial: Trial | null = null;
  /** When a cell that is tried has to stop. */
  private until: number | null = null;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly hooks: Hooks,
    /** Bytes that snapshots may take together. */
    private readonly budget: number,
    /** The memory of an empty session, if it is known already: making one takes longer than all else. */
    beginning: Snapshot | null = null,
  ) {
    this.engine = this.open();
    if (beginning) restore(this.engine.memory, beginning);
    else this.engine.begin();
    this.beginning = beginning ?? take(this.engine.memory, this.engine.base, null);
  }

  /** Takes the cells over; runs of cells that are still there are kept. */
  update(cells: Pick<Cell, "id" | "label" | "source" | "withheld" | "settings" | "answers">[]): void {
    const old = new Map(this.cells.map((cell) => [cell.id, cell]));
    this.cells = cells.map((given) => {
      const cell = old.get(given.id);
      if (cell?.source === given.source && cell.withheld?.text === given.withheld?.text) return { ...cell, ...given };
      const { reads, writes } = this.names(given.source ?? given.withheld?.text ?? "");
      return { run: null, shown: null, ...cell, ...given, mentions: reads, offers: writes };
    });
    this.distrusted = null;
    this.atRest = false;
  }

  /** A cell is to run again although nothing has changed for it. */
  again(id: string): void {
    this.cells = this.cells.map((cell) => (cell.id === id ? { ...cell, run: null } : cell));
    this.atRest = false;
  }

  allAgain(): void {
    this.cells = this.cells.map((cell) => ({ ...cell, run: null }));
    this.atRest = false;
  }

  /** A cell that was stopped is to run once more, before all else that is left to do, to say what it was about. */
  tryOut(trial: Trial): void {
    this.trial = trial;
    this.atRest = false;
  }

  private tried(cell: Cell): Cell {
    return this.trial?.cell === cell.id ? { ...cell, source: this.trial.source, withheld: null, run: null } : cell;
  }

  /** Does one thing of what is left to do; false when nothing is. */
  step(): boolean {
    if (this.atRest) return false;
    const { cells } = partaking(this.cells.map((cell) => this.tried(cell)));
    const step = next(cells, this.held, this.photos, this.distrusted);
    switch (step.do) {
      case "run":
        if (cells[step.at]?.id === this.trial?.cell) this.try(cells, step.at);
        else this.run(cells, step.at, step.again);
        break;
      case "settle":
        this.held.runs.add(step.run);
        break;
      case "restore":
        this.restore(this.photos.find((photo) => photo === step.snapshot) ?? null);
        break;
      case "forget":
        this.engine.forget(step.names);
        for (const name of step.names) this.held.prints.delete(name);
        break;
      case "rest":
        // What was to be tried needs something that is not there.
        if (this.trial) {
          this.trial = null;
          break;
        }
        this.atRest = true;
        this.distrusted = null;
        return false;
    }
    return true;
  }

  /** Keeps memory as it is, if nothing is left to do: not between two places of a slider, since it takes its time. */
  rest(): void {
    if (this.atRest) this.photograph();
  }

  /** What cells lack that do not run for want of it. */
  lacks(): Map<string, Lack> {
    const { lacks } = partaking(this.cells);
    return new Map(this.cells.flatMap(({ id }, i) => (lacks[i] ? [[id, lacks[i]] as const] : [])));
  }

  /** What the cells show, in order, with what later ones replaced in earlier ones. */
  shown(): { cell: string; outputs: Output[] }[] {
    const nothing = { outputs: [], updates: [] };
    const outputs = composed(this.cells.map(({ shown }) => shown ?? nothing));
    return this.cells.flatMap(({ id, shown }, i) => (shown ? [{ cell: id, outputs: outputs[i] ?? [] }] : []));
  }

  check(label: string, source: string): Checked {
    return this.safely((engine) => engine.check(label, source), { state: "invalid", diagnostics: [] });
  }

  complete(source: string, at: number): Completion[] {
    return this.safely((engine) => engine.complete(source, at), []);
  }

  inspect(source: string, at: number): Data | null {
    return this.safely((engine) => engine.inspect(source, at, 1), null);
  }

  /** Takes over what another notebook had come to. */
  resume(cells: Cell[], photos: Photo[], newest: number): void {
    this.cells = cells;
    this.photos = photos;
    this.newest = newest;
    const last = photos.reduce<Photo | null>((best, photo) => (best && best.history.length > photo.history.length ? best : photo), null);
    this.restore(last);
    this.counts.restores = 0;
    this.atRest = false;
  }

  get lastRun(): number {
    return this.newest;
  }

  /** Looks a text over that may be given, while there is nothing else to do. */
  foresee(source: string): void {
    this.foreseen.set(source, this.names(source));
  }

  private names(source: string): Names {
    if (source === "") return { reads: [], writes: [] };
    return this.foreseen.get(source) ?? this.safely((engine) => engine.names(source), { reads: [], writes: [] });
  }

  /** Asks the engine something that leaves the session as it is. */
  private safely<T>(question: (engine: Engine) => T, none: T): T {
    try {
      return question(this.engine);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      // A text can be too deep for the stack; the session goes on from the best snapshot.
      this.engine = this.open();
      this.restore(this.best(this.cells.length));
      this.atRest = false;
      return none;
    }
  }

  private open(): Engine {
    return new Engine(this.module, {
      event: (event) => {
        if (event.type !== "panic") this.running?.outputs.add(event);
        this.look();
      },
      now: () => this.hooks.now(),
      entropy: () => {
        if (this.running) this.running.lucky = true;
        return this.hooks.entropy();
      },
      interrupted: () => (this.until === null ? this.hooks.interrupted() : this.hooks.now() >= this.until),
      wantsOutput: () => (this.running ? this.hooks.now() - this.running.looked >= FRAME : false),
      sleep: (seconds) => {
        if (this.until !== null) {
          this.until = 0;
          return;
        }
        this.look(true);
        this.hooks.sleep(seconds);
      },
      ask: (prompt, secret) => this.running?.ask(prompt, secret) ?? null,
      setting: (key) => this.running?.setting(key) ?? null,
      texts: () => this.hooks.texts(),
    });
  }

  /** Shows what there is of the running cell, if it is time. */
  private look(now = false): void {
    const { running } = this;
    if (!running) return;
    const time = this.hooks.now();
    // Much output is shown less often, since all of it is sent each time.
    const pause = running.outputs.weight > 100_000 ? 15 * FRAME : FRAME;
    if (!now && time - running.looked < pause) return;
    running.looked = time;
    this.hooks.shows(running.cell.id, running.outputs.list);
  }

  private run(cells: readonly Cell[], at: number, again: boolean): void {
    const cell = cells[at];
    if (!cell || cell.source === null) return;
    const state = before(cells, at);
    const edited = cell.run !== null && cell.run.source !== cell.source;
    // Should a new text never come to an end, this is what there was before.
    if (edited) this.photograph();
    // And where one edit has come, others may: the next one starts from here.
    if (edited || cell.run?.blocked || this.sinceSnapshot > WORTH) this.photograph(this.historyBefore(at), state);
    this.announce(cells, at, state);

    // Where nothing is left to chance, a run of the same comes to the same: snapshots that have it behind them still hold.
    const id = again && cell.run && !cell.run.lucky ? cell.run.id : ++this.newest;
    this.hooks.begins(cell.id);
    const running = new Running(cell, this.hooks.now());
    this.running = running;
    const started = this.hooks.now();
    let ran: Ran | null = null;
    let failure: Lost | null = null;
    try {
      ran = this.engine.execute(cell.label, cell.source);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      failure = error;
    }
    const seconds = this.hooks.now() - started;
    this.running = null;
    this.counts.runs++;
    this.sinceSnapshot += seconds;

    const run: Run = {
      id,
      label: cell.label,
      labelled: true,
      source: cell.source,
      answers: cell.answers,
      settings: running.settings,
      reads: new Map(),
      whole: null,
      wanted: [],
      surroundings: "",
      failed: false,
      lucky: running.lucky,
      blocked: false,
      after: new Map(),
      seconds,
    };
    if (ran === null) {
      // Its instance is gone.
      run.whole = state;
      run.failed = true;
      this.engine = this.open();
      this.finish(at, run, lost(failure, cell.source, cell.label));
      this.restore(this.best(at));
      return;
    }
    const verified = this.take(cells, ran, run, state, at);
    if (running.asked) {
      // The run has left something that nobody wants: memory goes back, and what is lost runs again.
      run.blocked = true;
      run.failed = false;
      run.after = new Map();
      if (verified) this.finish(at, run, running.asking(ran));
      this.restore(this.best(at));
    }
    if (!verified) {
      this.distrusted = at;
      return;
    }
    if (this.distrusted === at) this.distrusted = null;
    if (running.asked) return;
    this.held.runs.add(id);
    this.finish(at, run, running.ended(ran));
  }

  private announce(cells: readonly Cell[], at: number, state: Prints): void {
    const failed = cells.slice(0, at).flatMap(({ label, source, run }) => (source !== null && run?.failed ? [{ label, source }] : []));
    this.engine.announce(state.keys(), failed, absent(cells, at));
  }

  /** Runs a cell that was stopped until it is stopped again; nothing of that stays. */
  private try(cells: readonly Cell[], at: number): void {
    const [cell, trial] = [cells[at], this.trial];
    this.trial = null;
    if (!cell || !trial) return;
    this.announce(cells, at, before(cells, at));
    const running = new Running(cell, Number.POSITIVE_INFINITY);
    this.running = running;
    this.until = this.hooks.now() + trial.seconds;
    try {
      const ran = this.engine.execute(cell.label, trial.source);
      if (ran.outcome === "interrupted") this.hooks.stopped(cell.id, stopped(running.ended(ran).outputs));
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      this.engine = this.open();
    }
    this.running = null;
    this.until = null;
    this.restore(this.best(at));
  }

  /** Notes what a run did; whether memory held what a fresh run would have held, of all that it may have read. */
  private take(cells: readonly Cell[], ran: Ran, run: Run, state: Prints, at: number): boolean {
    const { prints } = this.held;
    const values = new Map(Object.entries(ran.values));
    const makes = new Set(ran.makes);
    const raw = (print: string | null | undefined) => print?.split("#")[0];
    const tied = [...values].filter(([name, value]) => value?.startsWith("~") || prints.get(name)?.startsWith("~"));
    // What is tied to others may have changed with any of them.
    const moved = tied.some(([name, value]) => makes.has(name) || raw(value) !== raw(prints.get(name)));
    let verified = !ran.whole || same(prints, state);
    for (const name of ran.reads) verified &&= prints.get(name) === state.get(name);

    const after = new Map<string, string | null>();
    const held: Prints = new Map(prints);
    for (const [name, value] of values) {
      const old = prints.get(name);
      let print = value;
      if (value?.startsWith("~")) print = moved ? `${value}#${run.id}` : (old ?? value);
      const changed = print !== (old ?? null);
      if (!changed && !makes.has(name)) continue;
      // What was changed and not made again had to be there as it would have been.
      if (!makes.has(name)) verified &&= old === state.get(name);
      after.set(name, print);
      if (print === null) held.delete(name);
      else held.set(name, print);
    }
    run.reads = new Map(ran.reads.map((name) => [name, state.get(name)]));
    run.whole = ran.whole ? state : null;
    run.failed = ran.outcome !== "done";
    run.wanted = ran.wanted;
    run.surroundings = surroundings(cells, at, state, ran.wanted);
    run.labelled = run.failed || ran.warnings.length > 0 || ran.makes.some((name) => name.endsWith("()"));
    run.after = after;
    this.held = { prints: held, runs: this.held.runs };
    return verified;
  }

  private finish(at: number, run: Run, shown: Shown): void {
    const cell = this.cells[at];
    if (!cell) return;
    this.cells = this.cells.with(at, { ...cell, run, shown });
    this.hooks.ends(cell.id, shown, run.seconds);
  }

  private historyBefore(at: number): number[] {
    const { cells } = partaking(this.cells);
    return cells.slice(0, at).flatMap(({ source, run }) => (source !== null && run && !run.blocked ? [run.id] : []));
  }

  private best(at: number): Photo | null {
    const history = this.historyBefore(at);
    const fitting = this.photos.filter((photo) => begins(history, photo.history));
    return fitting.reduce<Photo | null>((best, photo) => (best && best.history.length >= photo.history.length ? best : photo), null);
  }

  private restore(photo: Photo | null): void {
    const snapshot = photo?.snapshot ?? this.beginning;
    if (!fits(this.engine.memory, snapshot)) this.engine = this.open();
    restore(this.engine.memory, snapshot);
    this.held = { prints: new Map(photo?.prints), runs: new Set(photo?.history) };
    this.sinceSnapshot = 0;
    this.counts.restores++;
  }

  /** Keeps memory as it is, if these runs, or those of all cells, are all that it holds. */
  private photograph(
    history = this.historyBefore(this.cells.length),
    state = before(partaking(this.cells).cells, this.cells.length),
  ): void {
    const all = this.historyBefore(this.cells.length);
    this.photos = this.photos.filter((photo) => begins(all, photo.history));
    const there = this.photos.some((photo) => photo.history.length === history.length);
    if (there || history.length === 0 || !same(this.held.prints, state)) return;
    const last = this.photos.at(-1)?.snapshot ?? this.beginning;
    const snapshot = take(this.engine.memory, this.engine.base, last);
    this.photos.push({ history, prints: new Map(state), snapshot, seconds: this.sinceSnapshot });
    this.counts.snapshots++;
    this.sinceSnapshot = 0;
    while (this.photos.length > 1 && weight(this.photos.map(({ snapshot }) => snapshot)) > this.budget) this.drop();
  }

  /** Gives up the snapshot that saves the least; the newest stays. */
  private drop(): void {
    let least = 0;
    for (const [i, { seconds }] of this.photos.slice(0, -1).entries()) {
      if (seconds < (this.photos[least]?.seconds ?? 0)) least = i;
    }
    const [dropped] = this.photos.splice(least, 1);
    const after = this.photos[least];
    if (after && dropped) after.seconds += dropped.seconds;
  }
}
