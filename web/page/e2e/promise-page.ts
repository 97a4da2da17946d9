/** Random edits through the real client and its worker, judged by fresh runs: what `promise.test.ts` runs in a browser. */

import { Engine } from "../src/engine/engine.ts";
import { nobody } from "../src/engine/world.ts";
import { open } from "../src/live/client.ts";
import type { Live, Output } from "../src/live/contract.ts";
import { randomCell } from "../tests/cells.ts";
import { fresh, type Given } from "../tests/fresh.ts";
import { Luck } from "../tests/luck.ts";
import { module } from "../tests/module.ts";

interface Cell {
  id: string;
  source: string;
  /** What takes part: the last whole text that was not stopped. */
  effective: string | null;
}

interface Result {
  wrong: string | null;
  edits: number;
  stops: number;
  /** Milliseconds from a Stop until the cells can run again. */
  latencies: number[];
}

const checker = new Engine(module, nobody);

const ENDLESS = "let k = 0; while true { k += 1; }";

class Bench {
  cells: Cell[] = [];
  readonly shown = new Map<string, string>();
  readonly running = new Set<string>();
  ready = 0;
  private readonly live: Live = open("test", new URL(".", document.baseURI).href);

  constructor() {
    this.live.listen((change) => {
      if (change.type === "output") this.shown.set(change.cell, JSON.stringify(change.outputs satisfies Output[]));
      if (change.type === "state" && change.state === "running") this.running.add(change.cell);
      else if (change.type === "state") this.running.delete(change.cell);
      if (change.type === "engine" && change.state === "ready") this.ready = performance.now();
    });
    this.live.update([], false);
  }

  async edit(cells: Cell[]): Promise<void> {
    this.cells = cells;
    this.live.update(cells.map(({ id, source }) => ({ cell: id, source })), true);
  }

  async rests(): Promise<void> {
    const started = performance.now();
    while ((this.live as unknown as { busy: boolean }).busy) {
      if (performance.now() - started > 20_000) throw new Error(`it does not come to rest: ${JSON.stringify([...this.running])}\n${JSON.stringify(this.cells, null, 1)}`);
      await pause(1);
    }
  }

  async stop(id: string): Promise<number | null> {
    for (let i = 0; i < 300 && !this.running.has(id); i++) await pause(2);
    if (!this.running.has(id)) return null;
    await pause(20);
    const started = performance.now();
    this.live.stop();
    while (this.ready < started) {
      if (performance.now() - started > 5_000) throw new Error(`no worker follows the one that was stopped in ${id}`);
      await pause(0);
    }
    return this.ready - started;
  }

  restart(): void {
    this.live.restart();
    this.shown.clear();
    this.live.update([], false);
  }

  /** What differs from a fresh run. */
  judge(): string | null {
    const given: Given[] = this.cells.flatMap(({ id, effective }, i) =>
      effective === null ? [] : [{ id, label: String(i + 1), source: effective, answers: [], settings: new Map<string, string>() }],
    );
    for (const { id, outputs } of fresh(given)) {
      const [expected, shown] = [JSON.stringify(outputs), this.shown.get(id)];
      if (expected !== shown) return `cell ${id}\n  fresh: ${expected}\n  shown: ${shown}\n${JSON.stringify(this.cells, null, 1)}`;
    }
    return null;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function written(cell: Cell, source: string): Cell {
  const whole = checker.check("", source).state === "complete";
  return { ...cell, source, effective: whole ? source : cell.effective };
}

/** No cell that draws without a seed: the judge would draw others. */
function cellOf(luck: Luck): string {
  for (;;) {
    const source = randomCell(luck);
    if (!source.includes("rng()")) return source;
  }
}

const bench = new Bench();

async function play(seed: number, edits: number): Promise<Result> {
  const luck = new Luck(seed);
  const result: Result = { wrong: null, edits: 0, stops: 0, latencies: [] };
  bench.restart();
  let cells: Cell[] = ["let a = 1; let b = 2; let c = 3;", "let xs = [1, 2]; let m = #{k: 1};", "fn f(x) { x + a } fn g(x) { x * b }", cellOf(luck)].map(
    (source, i) => written({ id: `b${i}`, source, effective: null }, source),
  );
  for (let i = 0; i <= edits; i++) {
    if (i > 0) {
      const at = luck.below(cells.length);
      const cell = cells[at];
      if (!cell) break;
      const kind = luck.below(10);
      if (kind < 6) cells = cells.with(at, written(cell, cellOf(luck)));
      else if (kind < 8) cells = cells.toSpliced(at, 0, written({ id: `n${i}`, source: "", effective: null }, cellOf(luck)));
      else if (kind < 9 && cells.length > 2) cells = cells.toSpliced(at, 1);
      else cells = cells.with(at, { ...cell, source: `${ENDLESS} // ${i}` });
      result.edits++;
    }
    const endless = cells.find(({ source, effective }) => source.endsWith(`// ${i}`) && source !== effective);
    await bench.edit(cells);
    if (endless) {
      const latency = await bench.stop(endless.id);
      if (latency !== null) {
        result.stops++;
        result.latencies.push(latency);
      } else {
        // A cell above waits for an answer, and so nothing below it runs; what would never end is taken out.
        cells = cells.filter(({ id }) => id !== endless.id);
        await bench.edit(cells);
      }
      // The next order lets the others go on.
      await bench.edit(cells);
    }
    await bench.rests();
    result.wrong = bench.judge();
    if (result.wrong !== null) return result;
  }
  return result;
}

Object.assign(globalThis, { play });
