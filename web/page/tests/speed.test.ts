/** How long a page takes to load the engine, to answer a keystroke, and to go back to an earlier state. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Engine } from "../src/engine/engine.ts";
import { restore, take } from "../src/engine/snapshots.ts";
import { nobody } from "../src/engine/world.ts";
import { Keeper, Packer, resumed } from "../src/live/keeper.ts";
import { Notebook } from "../src/live/notebook.ts";
import { silent } from "./hooks.ts";
import { bytes, module } from "./module.ts";

const listing = readFileSync(join(process.cwd(), "../../tests/listings/breakeven.rhai"), "utf8");
const golden = readFileSync(join(process.cwd(), "../../tests/golden/breakeven.txt"), "utf8");
const REPEATS = 15;

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function settle(notebook: Notebook, source: string): void {
  notebook.update([{ id: "a", label: "1", source, settings: new Map(), answers: [], withheld: null }]);
  while (notebook.step());
  notebook.rest();
}

function printed(notebook: Notebook): string {
  return notebook.shown().flatMap(({ outputs }) => outputs.map((output) => (output.type === "text" ? output.text : ""))).join("");
}

test("listing one is what it is natively, and answers at once", () => {
  const compile = median(Array.from({ length: 5 }, () => timed(() => new WebAssembly.Module(bytes))));
  const opened = timed(() => new Notebook(module, silent, 0));
  const notebook = new Notebook(module, silent, 96 << 20);
  const first = timed(() => settle(notebook, listing));
  assert.equal(printed(notebook), golden);

  const edited = (i: number) => listing.replace("3.0 /", `${3 + i / 100} /`);
  assert.notEqual(edited(1), listing);
  const keystroke = median(
    Array.from({ length: REPEATS }, (_, i) => {
      notebook.check("1", edited(i + 1));
      return timed(() => settle(notebook, edited(i + 1)));
    }),
  );
  const engine = new Engine(module, { ...nobody, ...silent });
  engine.begin();
  let snapshot = take(engine.memory, engine.base, null);
  const taking = median(Array.from({ length: REPEATS }, () => timed(() => { snapshot = take(engine.memory, engine.base, snapshot); })));
  const restoring = median(Array.from({ length: REPEATS }, () => timed(() => restore(engine.memory, snapshot))));
  const keeper = new Keeper();
  keeper.take(structuredClone(new Packer().pack(notebook)));
  const successor = median(
    Array.from({ length: REPEATS }, () =>
      timed(() => {
        const state = structuredClone(keeper.whole());
        if (state) resumed(module, silent, 96 << 20, state);
      }),
    ),
  );
  const memory = (snapshot.size - snapshot.base) / 1e6;
  const packed = gzipSync(bytes, { level: 9 }).length / 1000;
  const ms = (time: number) => `${time.toFixed(2)} ms`;
  console.log(
    `engine ${(bytes.length / 1000).toFixed(1)} kB, gzip ${packed.toFixed(1)} kB, ${memory.toFixed(1)} MB of memory to keep; ` +
      `compiled in ${ms(compile)}, session made in ${ms(opened)}, listing one first in ${ms(first)}, ` +
      `after an edit in ${ms(keystroke)}; snapshot ${ms(taking)}, restore ${ms(restoring)}, new instance with all of it ${ms(successor)}`,
  );
  assert.ok(keystroke < 250, "an edit of listing one shows at once");
});
