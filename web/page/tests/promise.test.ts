/**
 * After any sequence of edits, what the page shows is what a fresh run from top to bottom would show.
 *
 * `SEED=7 SEQUENCES=100 npm test promise` runs others, or more.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { Keeper, Packer, resumed } from "../src/live/keeper.ts";
import { Notebook, type Hooks } from "../src/live/notebook.ts";
import { randomCell } from "./cells.ts";
import { fresh, type Given } from "./fresh.ts";
import { silent } from "./hooks.ts";
import { Luck } from "./luck.ts";
import { module } from "./module.ts";

const SEED = Number(process.env.SEED ?? 20261128);
const SEQUENCES = Number(process.env.SEQUENCES ?? 2000);
const EDITS = 6;

/** Something that is done to the page. */
type Edit =
  | { do: "write"; id: string; source: string }
  | { do: "add"; id: string; at: number; source: string }
  | { do: "remove"; id: string }
  | { do: "move"; id: string; at: number }
  | { do: "set"; id: string; key: string; value: string }
  | { do: "answer"; id: string; text: string }
  | { do: "again"; id: string }
  /** The cell runs by itself from now on, or does not. */
  | { do: "turn"; id: string }
  /** The worker dies, `after` so many looks of the running cell at whether it has to stop. */
  | { do: "stop"; after: number };

class Stopped extends Error {}

/** An empty session, the same for all. */
const { beginning } = new Notebook(module, silent, 0);

/** The page's side: cells in order, a notebook that runs them, and what is kept of it. */
class Bench {
  cells: Given[] = [];
  stopAfter: number | null = null;
  runs = 0;
  restores = 0;
  private keeper = new Keeper();
  private packer = new Packer();
  private notebook: Notebook;
  private shown = new Map<string, string>();

  constructor(private readonly budget: number) {
    this.notebook = new Notebook(module, this.hooks(), budget, beginning);
  }

  hooks(): Hooks {
    return {
      ...silent,
      interrupted: () => {
        if (this.stopAfter !== null && this.stopAfter-- <= 0) throw new Stopped();
        return false;
      },
    };
  }

  apply(edit: Edit): void {
    const at = this.cells.findIndex(({ id }) => "id" in edit && id === edit.id);
    const change = (part: Partial<Given>) => {
      this.cells = this.cells.map((cell, i) => (i === at ? { ...cell, ...part } : cell));
    };
    const cell = this.cells[at];
    switch (edit.do) {
      case "add":
        this.cells = this.cells.toSpliced(edit.at, 0, { id: edit.id, label: "", source: edit.source, answers: [], settings: new Map() });
        break;
      case "write":
        change({ source: edit.source, answers: cell?.source === edit.source ? cell.answers : [] });
        break;
      case "remove":
        this.cells = this.cells.toSpliced(at, 1);
        break;
      case "move":
        if (cell) this.cells = this.cells.toSpliced(at, 1).toSpliced(edit.at, 0, cell);
        break;
      case "set":
        change({ settings: new Map(cell?.settings).set(edit.key, edit.value) });
        break;
      case "answer":
        change({ answers: [...(cell?.answers ?? []), edit.text] });
        break;
      case "turn":
        change({ manual: !cell?.manual });
        break;
      case "again":
        change({ answers: [] });
        this.notebook.again(edit.id);
        break;
      case "stop":
        this.stopAfter = edit.after;
        break;
    }
    this.cells = this.cells.map((cell, i) => ({ ...cell, label: String(i + 1) }));
  }

  /** Runs until nothing is left to do; a worker that dies is replaced. */
  settle(calm: boolean): void {
    this.notebook.update(this.planned());
    for (;;) {
      try {
        if (!this.notebook.step()) break;
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        this.replace();
      }
    }
    this.stopAfter = null;
    // Edits can follow each other faster than the state is kept.
    if (calm) {
      this.notebook.rest();
      this.keeper.take(this.packer.pack(this.notebook));
    }
    this.shown = new Map(this.notebook.shown().map(({ cell, outputs }) => [cell, JSON.stringify(outputs)]));
    this.count();
  }

  private count(): void {
    this.runs += this.notebook.counts.runs;
    this.restores += this.notebook.counts.restores;
    Object.assign(this.notebook.counts, { runs: 0, restores: 0 });
  }

  private replace(): void {
    this.stopAfter = null;
    this.count();
    this.packer = new Packer();
    const state = structuredClone(this.keeper.whole());
    if (state) {
      this.packer.knows(state.pages);
      this.notebook = resumed(module, this.hooks(), this.budget, state);
    } else {
      this.notebook = new Notebook(module, this.hooks(), this.budget, beginning);
    }
    this.notebook.update(this.planned());
  }

  /** The cells as the notebook is to have them. */
  private planned() {
    return this.cells.map(({ manual, source: text, ...cell }) => {
      const withheld = manual ? { text, why: "manual" as const } : null;
      return { ...cell, source: manual ? null : text, withheld };
    });
  }

  outputs(id: string): string | undefined {
    return this.shown.get(id);
  }
}

function randomEdit(luck: Luck, bench: Bench, number: number): Edit {
  const { cells } = bench;
  const id = cells.length > 0 ? luck.one(cells).id : "";
  if (cells.length === 0 || (cells.length < 6 && luck.chance(20))) {
    return { do: "add", id: `n${number}`, at: luck.below(cells.length + 1), source: randomCell(luck) };
  }
  const kind = luck.below(100);
  if (kind < 50) return { do: "write", id, source: randomCell(luck) };
  if (kind < 62) return { do: "write", id, source: changed(luck, cells.find((cell) => cell.id === id)?.source ?? "") };
  if (kind < 69) return { do: "remove", id };
  if (kind < 76) return { do: "move", id, at: luck.below(cells.length) };
  if (kind < 82) return { do: "set", id, key: `s${luck.below(2)}`, value: String(luck.below(10)) };
  if (kind < 88) return { do: "answer", id, text: "x".repeat(luck.below(5)) };
  if (kind < 91) return { do: "again", id };
  if (kind < 95) return { do: "turn", id };
  return { do: "stop", after: luck.below(40) };
}

/** One number of a text is another. */
function changed(luck: Luck, source: string): string {
  const numbers = [...source.matchAll(/\b\d\b/g)];
  if (numbers.length === 0) return source;
  const at = luck.one(numbers).index;
  return source.slice(0, at) + luck.below(10) + source.slice(at + 1);
}

/** A page that many edits begin with. */
function begin(luck: Luck): Edit[] {
  const sources = [
    "let a = 1; let b = 2; let c = 3; let xs = [1, 2]; let m = #{k: 1};",
    "fn f(x) { x + a } fn g(x) { x * b }",
    "let u = |x| x + a; let v = |x| x * c;",
  ];
  const edits: Edit[] = sources.map((source, i) => ({ do: "add", id: `b${i}`, at: i, source }));
  for (let i = 0; i < 1 + luck.below(2); i++) edits.push({ do: "add", id: `r${i}`, at: edits.length, source: randomCell(luck) });
  return edits;
}

const total = { edits: 0, runs: 0, restores: 0, depended: 0, cells: 0, stops: 0 };

/** Does edits; what differs from a fresh run after one of them. */
function play(start: Edit[], more: (bench: Bench, i: number) => Edit | undefined, budget: number, count = false): { edits: Edit[]; wrong: string | null } {
  const bench = new Bench(budget);
  const edits: Edit[] = [...start];
  let earlier = new Map<string, string>();
  for (const edit of start) bench.apply(edit);
  for (let i = 0; ; i++) {
    const runs = bench.runs;
    bench.settle((i + start.length) % 3 > 0);
    const judged = fresh(bench.cells);
    for (const { id, outputs, given } of judged) {
      const [expected, shown] = [JSON.stringify(outputs), bench.outputs(id)];
      if (expected !== shown) return { edits, wrong: `cell ${id}\n  fresh: ${expected}\n  shown: ${shown}\n${page(bench)}` };
      if (count && i > 0 && earlier.get(id) !== given) total.depended++;
    }
    earlier = new Map(judged.map(({ id, given }) => [id, given]));
    if (count && i > 0) {
      total.runs += bench.runs - runs;
      total.cells += bench.cells.length;
      total.edits++;
    }
    const edit = more(bench, i);
    if (!edit) {
      if (count) total.restores += bench.restores;
      return { edits, wrong: null };
    }
    if (count && edit.do === "stop") total.stops++;
    bench.apply(edit);
    edits.push(edit);
    if (edit.do === "stop") {
      // What is stopped has to run first.
      const write: Edit = { do: "again", id: bench.cells[0]?.id ?? "" };
      bench.apply(write);
      edits.push(write);
    }
  }
}

function page(bench: Bench): string {
  return bench.cells.map(({ id, label, source }) => `--- ${id} [${label}]\n${source}`).join("\n");
}

/** Leaves out what the failure does not need. */
function shrunk(edits: Edit[], budget: number): { edits: Edit[]; wrong: string } | null {
  const fails = (list: Edit[]) => {
    try {
      return play([], (_, i) => list[i], budget).wrong;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  let wrong = fails(edits);
  if (wrong === null) return null;
  for (let size = Math.ceil(edits.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < edits.length; ) {
      const fewer = edits.toSpliced(at, size);
      const still = fails(fewer);
      if (still === null) at += size;
      else [edits, wrong] = [fewer, still];
    }
  }
  return { edits, wrong };
}

interface Result {
  total: typeof total;
  failure: string | null;
}

/** Every second sequence, from the first or from the second on. */
function share(first: number): Result {
  for (let sequence = first; sequence < SEQUENCES; sequence += 2) {
    const luck = new Luck(SEED + sequence);
    // Now and then there is room for hardly any snapshot.
    const budget = luck.chance(15) ? 1 << 20 : 192 << 20;
    const { edits, wrong } = play(begin(luck), (bench, i) => (i < EDITS ? randomEdit(luck, bench, i) : undefined), budget, true);
    if (wrong === null) continue;
    const small = shrunk(edits, budget);
    const steps = (small?.edits ?? edits).map((edit) => JSON.stringify(edit)).join("\n");
    return { total, failure: `SEED=${SEED + sequence} SEQUENCES=1\n${small?.wrong ?? wrong}\n${steps}` };
  }
  return { total, failure: null };
}

function elsewhere(first: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: first });
    worker.once("message", resolve).once("error", reject);
  });
}

if (!isMainThread) {
  parentPort?.postMessage(share(Number(workerData)));
} else {
  test(`what is shown is a fresh run: ${SEQUENCES} sequences from seed ${SEED}`, async () => {
    const started = performance.now();
    const results = await Promise.all([elsewhere(0), elsewhere(1)]);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    for (const { failure } of results) assert.equal(failure, null, failure ?? "");
    const sum = (key: keyof typeof total) => results.reduce((sum, result) => sum + result.total[key], 0);
    console.log(
      `${sum("edits")} edits (${sum("stops")} stops) of pages with ${(sum("cells") / sum("edits")).toFixed(1)} cells in ${seconds} s: ` +
        `${sum("runs")} cells run, ${sum("depended")} had changed or depended on what had, ${sum("restores")} restores`,
    );
    assert.equal(sum("edits"), SEQUENCES * EDITS);
  });
}
