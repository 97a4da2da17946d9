import assert from "node:assert/strict";
import { test } from "node:test";
import { warm } from "../src/live/warm.ts";
import { module } from "./module.ts";

test("the cell that warms the engine up runs to its end, and has nothing to explain", () => {
  const { outcome, warnings, error } = warm(module);
  assert.deepEqual({ outcome, warnings, error }, { outcome: "done", warnings: [], error: undefined });
});
