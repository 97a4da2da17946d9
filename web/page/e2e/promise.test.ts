/** After any sequence of edits, what the page shows is what a fresh run would show: in a browser, with its worker. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { before, test } from "node:test";
import { build } from "esbuild";
import { ROOT, visit, world } from "./harness.ts";

const SEED = Number(process.env.SEED ?? 20261128);
const SEQUENCES = Number(process.env.SEQUENCES ?? 200);
const EDITS = 6;

interface Result {
  wrong: string | null;
  edits: number;
  stops: number;
  latencies: number[];
}

const { site, open } = world();

before(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, "e2e/promise-page.ts")],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "warning",
    plugins: [
      {
        name: "the engine in a browser",
        setup: (bundler) =>
          bundler.onResolve({ filter: /\/module\.ts$/ }, () => ({ path: join(ROOT, "e2e/promise-module.ts") })),
      },
    ],
  });
  site.pages.set("promise.js", outputFiles[0]?.text ?? "");
  site.pages.set("promise.html", '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="promise.js"></script>');
});

test(`what is shown is a fresh run: ${SEQUENCES} sequences from seed ${SEED} in a browser`, async () => {
  const context = await open();
  const { page, faults } = await visit(context, site.address("promise.html"));
  await page.waitForFunction("globalThis.play");
  const total = { edits: 0, stops: 0, latencies: [] as number[] };
  for (let sequence = 0; sequence < SEQUENCES; sequence++) {
    const seed = SEED + sequence;
    const result = (await page.evaluate(`play(${seed}, ${EDITS}).catch((error) => ({ wrong: String(error) }))`)) as Result;
    assert.equal(result.wrong, null, `SEED=${SEED + sequence} SEQUENCES=1\n${result.wrong}`);
    total.edits += result.edits;
    total.stops += result.stops;
    total.latencies.push(...result.latencies);
  }
  const sorted = total.latencies.toSorted((a, b) => a - b);
  console.log(`${total.edits} edits, ${total.stops} stops; a Stop takes ${sorted[sorted.length >> 1]?.toFixed(1)} ms (median)`);
  assert.deepEqual(faults, []);
  assert.ok(total.stops > 0);
  await context.close();
});
