/** A stand-in for the engine: cells of a few commands, for tests of what the page does with what it is told. */

import type { Change, Diagnostic, Live, Open, Output } from "../src/live/contract.ts";

export const open: Open = () => {
  let listener: (change: Change) => void = () => undefined;
  const ran = new Map<string, string>();
  let now: { cell: string; source: string }[] = [];
  let first = true;
  const run = (cell: string) => {
    const source = now.find((one) => one.cell === cell)?.source ?? "";
    ran.set(cell, source);
    listener({ type: "state", cell, state: "running" });
    const outputs: Output[] = [];
    const error = (message: string, at: number) => {
      const text = `NameError: ${message}\nin cell [${cell}] line 1\n    1 | ${source.split("\n")[0]}\n      | ^\nhint: Write it otherwise.\nmore: ?R020`;
      const span = { from: at, to: at + 3 };
      const diagnostic: Diagnostic = {
        code: "R020", kind: "NameError", message, hints: ["Write it otherwise."], span, line: 1, column: 1,
        labels: [], text, severity: "error",
      };
      outputs.push({ type: "error", diagnostic });
    };
    const wrong = /\b(prnt|prce)\b/.exec(source);
    for (const line of source.split("\n")) {
      const [, word, rest] = /^(\w+)\("(.*)"[^"]*\)/.exec(line) ?? [];
      const text = (rest ?? "").replace(/\\(.)/g, "$1");
      if (word === "print") outputs.push({ type: "text", stream: "out", text: `${text}\n` });
      if (word === "html") outputs.push({ type: "value", data: { "text/html": text, "text/plain": text } });
      if (line.includes("slider(")) {
        outputs.push({ type: "control", control: { key: "k", kind: "slider", label: "price", value: 3, low: 0.1, high: 10, log: false } });
      }
      if (line.startsWith("loop")) return;
    }
    if (wrong) error(`no function \`${wrong[0]}\``, wrong.index);
    listener({ type: "output", cell, outputs, final: true });
    const failed = outputs.some(({ type }) => type === "error");
    listener({ type: "state", cell, state: failed ? "failed" : "done", seconds: 0.001 });
  };
  return {
    update(cells, live) {
      now = cells;
      if (first) for (const { cell, source } of cells) ran.set(cell, source);
      first = false;
      if (live) for (const { cell, source } of cells) if (ran.get(cell) !== source) run(cell);
    },
    run,
    runAll: () => now.forEach(({ cell }) => { run(cell); }),
    stop: () => now.forEach(({ cell, source }) => {
      if (source.includes("loop")) listener({ type: "state", cell, state: "stopped" });
    }),
    restart: () => { first = true; },
    control: (cell) => run(cell),
    answer: () => undefined,
    complete: async (_cell, at) => [{ from: at, to: at, label: "print", kind: "function", detail: "print(value)" }],
    inspect: async () => ({ "text/plain": "print(value)" }),
    listen(heard) { listener = heard; },
  } satisfies Live;
};
