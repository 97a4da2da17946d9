import assert from "node:assert/strict";
import { test } from "node:test";
import { CELLS, warming } from "../src/live/warm.ts";
import { module } from "./module.ts";

test("the cells that warm the engine up run to their ends, and have nothing to explain", () => {
  const ran = [...warming(module)].filter((run) => run !== null);
  assert.equal(ran.length, CELLS.length);
  for (const { outcome, warnings, error } of ran) {
    assert.deepEqual({ outcome, warnings, error }, { outcome: "done", warnings: [], error: undefined });
  }
});
