import assert from "node:assert/strict";
import { test } from "node:test";
import { place, places, type Range, value, written } from "../src/cell/scale.ts";

const range = (given: Partial<Range>): Range => ({ low: 0, high: 10, step: null, log: false, integer: false, ...given });

test("a logarithmic slider's halves are equal ratios, and its ends are exact", () => {
  const log = range({ low: 0.1, high: 1000, log: true });
  const { min, max } = places(log);
  assert.equal(value(min, log), 0.1);
  assert.equal(value(max, log), 1000);
  assert.equal(value((min + max) / 2, log), 10);
  for (const x of [0.1, 0.5, 3, 42, 999]) assert.ok(Math.abs(value(place(x, log), log) / x - 1) < 0.006, String(x));
});

test("whole numbers stay whole, steps are kept, nothing leaves the range", () => {
  const whole = range({ low: 1, high: 5000, log: true, integer: true });
  const stepped = range({ low: 10, high: 2000, log: true, step: 10 });
  for (let at = 0; at <= places(whole).max; at++) {
    assert.ok(Number.isInteger(value(at, whole)));
    const x = value(at, stepped);
    assert.ok(x % 10 === 0 && x >= 10 && x <= 2000, String(x));
  }
  assert.deepEqual(places(range({ low: 1, high: 9, integer: true })), { min: 1, max: 9, step: 1 });
});

test("numbers beside sliders are short", () => {
  assert.equal(written(1234567), "1,234,567");
  assert.equal(written(0.30000000000000004), "0.3");
  assert.equal(written(0.0000002), "2e-7");
  assert.equal(written(0), "0");
});
