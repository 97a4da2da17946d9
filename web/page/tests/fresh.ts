/** The judge: cells run from top to bottom in an empty engine, with nothing decided and nothing kept. */

import { Engine, type Surrounding } from "../src/engine/engine.ts";
import type { World } from "../src/engine/world.ts";
import { fits, restore, take } from "../src/engine/snapshots.ts";
import type { Ran } from "../src/engine/answers.ts";
import type { Output } from "../src/live/contract.ts";
import { composed, Outputs } from "../src/live/outputs.ts";
import { ENTROPY } from "./hooks.ts";
import { module, texts } from "./module.ts";

export interface Given {
  id: string;
  label: string;
  source: string;
  answers: readonly string[];
  settings: ReadonlyMap<string, string>;
  /** It does not run by itself, and nobody has run it. */
  manual?: boolean;
}

export interface Fresh {
  id: string;
  outputs: Output[];
  /** What the cell was given, in prints: its own text and inputs, and all that it read. */
  given: string;
}

let outputs = new Outputs();
let cell: Given | null = null;
let given = 0;
let asked: { prompt: string; secret: boolean } | null = null;

const world: World = {
  event: (event) => {
    if (event.type !== "panic") outputs.add(event);
  },
  now: () => 0,
  entropy: () => ENTROPY,
  interrupted: () => false,
  wantsOutput: () => false,
  sleep: () => undefined,
  ask: (prompt, secret) => {
    const answer = cell?.answers[given++];
    if (answer === undefined) asked = { prompt, secret };
    else outputs.add({ type: "text", stream: "out", text: `${prompt}${secret ? "·····" : answer}\n` });
    return answer ?? null;
  },
  setting: (key) => cell?.settings.get(key) ?? null,
  texts,
};
let engine = new Engine(module, world);
engine.begin();
const empty = take(engine.memory, engine.base, null);

/** What a fresh run shows without the cells that do not run by themselves or wait for an answer, and without what needs these. */
export function fresh(cells: readonly Given[]): Fresh[] {
  if (!fits(engine.memory, empty)) engine = new Engine(module, world);
  restore(engine.memory, empty);
  const names = new Map<string, string>();
  const failed: Surrounding[] = [];
  const absent: Surrounding[] = [];
  const made = new Set<string>();
  const missing = new Set<string>();
  const runs: { id: string; outputs: Output[]; updates: Outputs["updates"]; given: string }[] = [];
  for (const [i, next] of cells.entries()) {
    cell = next;
    given = 0;
    asked = null;
    outputs = new Outputs();
    const { reads, writes } = engine.names(next.source);
    const leaves = () => {
      absent.push(next);
      for (const name of writes) if (!made.has(name)) missing.add(name);
    };
    if (next.manual || reads.some((name) => missing.has(name))) {
      leaves();
      continue;
    }
    engine.announce(names.keys(), failed, [...absent, ...cells.slice(i + 1)]);
    // Only such a text asks.
    const unasked = next.source.includes("input") ? take(engine.memory, engine.base, empty) : empty;
    const ran = engine.execute(next.label, next.source);
    const inputs = ran.whole ? [...names] : ran.reads.map((name) => [name, names.get(name)]);
    const { id, ...own } = { ...next, settings: [...next.settings] };
    const print = JSON.stringify([own, inputs]);
    if (asked) {
      const { prompt, secret }: { prompt: string; secret: boolean } = asked;
      outputs.end({ type: "ask", prompt, secret });
      runs.push({ id, outputs: outputs.list, updates: outputs.updates, given: print });
      leaves();
      // What it did before it asked is undone.
      if (!fits(engine.memory, unasked)) engine = new Engine(module, world);
      restore(engine.memory, unasked);
      continue;
    }
    const makes = new Set(ran.makes);
    const left = Object.entries(ran.values).filter(([name, value]) => makes.has(name) || value !== (names.get(name) ?? null));
    for (const name of [...writes, ...left.map(([name]) => name.replace("()", ""))]) {
      made.add(name);
      missing.delete(name);
    }
    for (const [name, value] of Object.entries(ran.values)) {
      if (value === null) names.delete(name);
      else names.set(name, value);
    }
    if (ran.outcome !== "done") failed.push(next);
    ended(ran);
    runs.push({ id, outputs: outputs.list, updates: outputs.updates, given: print });
  }
  const shown = composed(runs);
  return runs.map(({ id, given }, i) => ({ id, outputs: shown[i] ?? [], given }));
}

function ended(ran: Ran): void {
  for (const diagnostic of ran.warnings) outputs.end({ type: "warning", diagnostic });
  if (ran.value) outputs.end({ type: "value", data: ran.value });
  if (ran.page) outputs.end({ type: "page", data: ran.page });
  if (ran.error) outputs.end({ type: "error", diagnostic: ran.error });
}
