/** The worker: does what the page orders, one step at a time, so that newer orders are heard in between. */

import type { Diagnostic, Output, State } from "./contract.ts";
import { Desk } from "./desk.ts";
import { Packer, resumed } from "./keeper.ts";
import type { Given, Order, Reply, Request, Texts } from "./messages.ts";
import { Notebook, type Hooks } from "./notebook.ts";
import { nap } from "./nap.ts";
import { warming } from "./warm.ts";

/** Milliseconds of rest after which the state is sent: not between two places of a slider. */
const CALM = 40;

const say = (reply: Reply) => postMessage(reply);
const state = (cell: string, now: State, seconds?: number, words?: string, open?: Diagnostic) => {
  lacking.delete(cell);
  const more = {
    ...(seconds === undefined ? {} : { seconds }),
    ...(words === undefined ? {} : { words }),
    ...(open === undefined ? {} : { open }),
  };
  say({ says: "change", change: { type: "state", cell, state: now, ...more } });
};

let desk: Desk;
let notebook: Notebook;
let texts: Texts = { whole: "" };
const packer = new Packer();
/** The newest order, and whether something is left to do. */
let number = 0;
let busy = false;
let calm: ReturnType<typeof setTimeout> | undefined;
/** The next step of what is done while nobody needs the engine yet. */
let ahead: ReturnType<typeof setTimeout> | undefined;
/** The engine of a worker that has done nothing yet. */
let fresh: WebAssembly.Module | null = null;
/** What the page shows, so that nothing is sent twice. */
const shown = new Map<string, string>();
const last = new Map<string, Output[]>();
/** Cells that the reader has run. */
const wanted = new Set<string>();
/** What was said of cells that lack something. */
const lacking = new Map<string, string>();
/** Whether the page may show what another worker has told. */
let anew = false;
/** How many snapshots there were when the state was last sent. */
let sent = 0;
/** And how many runs. */
let told = 0;

const hooks: Hooks = {
  begins(cell) {
    // Should this run never end, the page has to know what there was before.
    const { run, source } = notebook.cells.find(({ id }) => id === cell) ?? {};
    const edited = run && run.source !== source;
    if (notebook.counts.snapshots !== sent || (edited && notebook.counts.runs !== told)) keep();
    say({ says: "running", cell, source: source ?? "" });
    state(cell, "running");
  },
  shows: (cell, outputs) => output(cell, outputs, false),
  ends(cell, { note, diagnostics, state: now }, seconds) {
    for (const all of notebook.shown()) if (all.cell === cell) output(cell, all.outputs, true);
    say({ says: "change", change: { type: "note", cell, text: note } });
    say({ says: "change", change: { type: "diagnostics", cell, diagnostics } });
    state(cell, now, seconds);
  },
  now: () => (performance.timeOrigin + performance.now()) / 1000,
  entropy: () => crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n,
  sleep: nap,
  interrupted: () => false,
  texts: longTexts,
  stopped: (cell, outputs) => say({ says: "change", change: { type: "stopped", cell, outputs } }),
};

/** A cell waits for them, so they are fetched as no page may but a worker can. */
function longTexts(): string | null {
  if ("whole" in texts) return texts.whole;
  const request = new XMLHttpRequest();
  request.open("GET", texts.address, false);
  try {
    request.send();
  } catch {
    return null;
  }
  return request.status === 200 ? request.responseText : null;
}

function output(cell: string, outputs: Output[], final: boolean): void {
  // What has not run has the very outputs that it had.
  if (final && last.get(cell) === outputs) return;
  if (final) last.set(cell, outputs);
  else last.delete(cell);
  const text = JSON.stringify(outputs);
  if (final && shown.get(cell) === text) return;
  if (final) shown.set(cell, text);
  else shown.delete(cell);
  say({ says: "change", change: { type: "output", cell, outputs, final } });
}

/** Sends what a new worker would go on from. */
function keep(): void {
  notebook.rest();
  sent = notebook.counts.snapshots;
  told = notebook.counts.runs;
  say({ says: "state", notebook: packer.pack(notebook), desk: desk.save() });
}

const { port1, port2 } = new MessageChannel();
port1.onmessage = () => {
  if (!busy) return;
  if (notebook.step()) {
    port2.postMessage(null);
    return;
  }
  busy = false;
  if (anew) {
    anew = false;
    for (const { id, run, shown, source } of notebook.cells) if (run && shown && run.source === source) state(id, shown.state, run.seconds);
  }
  lack();
  // A cell may have changed what another one shows.
  for (const { cell, outputs } of notebook.shown()) output(cell, outputs, true);
  say({ says: "rests", number });
  calm = setTimeout(keep, CALM);
};

const WHY = {
  manual: "which does not run by itself: run it first",
  asks: "which waits for an answer",
  stopped: "which was stopped: run it first",
  running: "which still runs",
};

/** Says of cells that the reader expects something of why they do not run; of others, what they show still stands. */
function lack(): void {
  const lacks = notebook.lacks();
  for (const { id, run, source } of notebook.cells) {
    const found = lacks.get(id);
    if (!found) {
      // It runs again, or what it showed belongs to it again.
      if (lacking.has(id) && source !== null) again(id, source);
      continue;
    }
    const words = `needs cell ${found.label}, ${WHY[found.why]}`;
    const expected = wanted.has(id) || run !== null || !desk.untouched(id, source ?? undefined);
    if (!expected || lacking.get(id) === words) continue;
    state(id, "lacking", undefined, words);
    lacking.set(id, words);
  }
}

/** A text is whole that was not: if it is the one that has run, what is shown for it belongs to it again. */
function again(cell: string, source: string | undefined): void {
  const { run, shown } = notebook.cells.find(({ id }) => id === cell) ?? {};
  if (run && shown && run.source === source) {
    say({ says: "change", change: { type: "diagnostics", cell, diagnostics: shown.diagnostics } });
    state(cell, shown.state, run.seconds);
  } else if (!run && desk.untouched(cell, source)) {
    state(cell, "untouched");
  }
}

/** What can be done before a reader does anything, in steps so short that an order hardly waits for one. */
function* foresight(module: WebAssembly.Module, cells: Given[]): Generator<unknown, void> {
  for (const { source } of cells) yield notebook.foresee(source);
  yield* warming(module);
}

function lookAhead(steps: Generator<unknown, void>): void {
  ahead = setTimeout(() => {
    if (!steps.next().done) lookAhead(steps);
  });
}

function obey(order: Order): void {
  switch (order.do) {
    case "look":
      return;
    case "live":
      if (!desk.live()) return;
      break;
    case "wake":
      desk.wake();
      break;
    case "go":
      break;
    case "run":
      wanted.add(order.cell);
      lacking.delete(order.cell);
      desk.run(order.cell);
      notebook.again(order.cell);
      break;
    case "tell":
      break;
    case "run all":
      desk.runAll();
      notebook.allAgain();
      break;
  }
  notebook.update(desk.planned());
  if (order.do === "tell") notebook.tryOut(order.trial);
  if (!busy) port2.postMessage(null);
  busy = true;
}

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  switch (data.do) {
    case "begin": {
      const { module, budget, state } = data;
      texts = data.texts;
      if (state.notebook) {
        packer.knows(state.notebook.pages);
        notebook = resumed(module, hooks, budget, state.notebook);
      } else {
        notebook = new Notebook(module, hooks, budget);
      }
      desk = new Desk(
        (label, source) => notebook.check(label, source),
        (cell) => notebook.cells.find(({ id }) => id === cell)?.run?.source ?? null,
      );
      desk.load(state.desk);
      say({ says: "ready" });
      fresh = state.notebook ? null : module;
      return;
    }
    case "order":
      clearTimeout(calm);
      if (data.order.do !== "look") clearTimeout(ahead);
      number = data.number;
      for (const { cell, checked } of desk.look(data.cells)) {
        say({ says: "change", change: { type: "diagnostics", cell, diagnostics: checked.diagnostics } });
        if (checked.state !== "complete") state(cell, "incomplete", undefined, undefined, checked.open);
        else again(cell, data.cells.find((given) => given.cell === cell)?.source);
      }
      obey(data.order);
      if (fresh && data.order.do === "look") lookAhead(foresight(fresh, data.cells));
      fresh = null;
      if (!busy) {
        say({ says: "rests", number });
        calm = setTimeout(keep, CALM);
      }
      return;
    case "anew":
      shown.clear();
      last.clear();
      anew = true;
      return;
    case "complete":
      say({ says: "completions", question: data.question, found: notebook.complete(data.source, data.at) });
      return;
    case "inspect":
      say({ says: "inspected", question: data.question, found: notebook.inspect(data.source, data.at) });
      return;
  }
});
