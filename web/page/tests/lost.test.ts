/** A cell that takes all memory or all of the stack ends in an ordinary error, and the page goes on. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Notebook } from "../src/live/notebook.ts";
import { silent } from "./hooks.ts";
import { module } from "./module.ts";

function page(): { run: (...sources: string[]) => string[] } {
  const notebook = new Notebook(module, silent, 96 << 20);
  return {
    run: (...sources) => {
      const none = { settings: new Map<string, string>(), answers: [], withheld: null };
      notebook.update(sources.map((source, i) => ({ id: `c${i}`, label: String(i + 1), source, ...none })));
      while (notebook.step());
      return notebook.shown().map(({ outputs }) => {
        const [output] = outputs;
        if (output?.type === "error") return `${output.diagnostic.code} ${output.diagnostic.message}`;
        return output?.type === "value" ? (output.data["text/plain"] ?? "") : "";
      });
    },
  };
}

test("a cell that takes all memory", () => {
  const { run } = page();
  const greedy = "let all = []; loop { all.push(ones(100_000)); }";
  const [, failed, after] = run("let a = 1;", greedy, "a + 1");
  assert.match(failed ?? "", /^R052 .*memory/);
  assert.equal(after, "2");
  assert.deepEqual(run("let a = 1;", "let b = 5;", "a + b"), ["", "", "6"]);
});

test("one that asks for it at once", () => {
  const { run } = page();
  const [failed, after] = run("let all = []; for i in 0..9 { all.push(ones(40_000_000)); }", "1");
  assert.match(failed ?? "", /^R052/);
  assert.equal(after, "1");
});

test("a cell that calls itself without end, in each way there is", () => {
  const { run } = page();
  for (const endless of [
    "fn f(x) { f(x + 1) } f(0)",
    "fn f(x) { [x].map(|y| f(y)) } f(0)",
    "fn f(x) { let g = |y| f(y); g.call(x) } f(0)",
    "fn f(x) { if true { for i in 0..1 { while true { return f(x); } } } } f(0)",
    "fn f(x) { eval(\"f(1)\") } f(0)",
  ]) {
    const [failed, after] = run(endless, "let k = 1; k");
    assert.match(failed ?? "", /^R0/, endless);
    assert.equal(after, "1", endless);
  }
});

test("a text that is nested without end", () => {
  const { run } = page();
  for (const [open, close] of [["(", ")"], ["[", "]"], ["{", "}"], ["-", ""], ["!", ""], ["#{a:", "}"], ["if true {", "}"]]) {
    const [failed, after] = run(`${open?.repeat(20_000)}1${close?.repeat(20_000)}`, "let k = 1; k");
    assert.match(failed ?? "", /^R0/, open);
    assert.equal(after, "1", open);
  }
});
