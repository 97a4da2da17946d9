/**
 * The same cell says the same, natively and as WebAssembly, byte by byte: every transcript and every example.
 * `NATIVE` names the file that `cargo run -p rhaibook-web --example native` wrote.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Engine } from "../src/engine/engine.ts";
import { restore, take } from "../src/engine/snapshots.ts";
import { ENTROPY } from "./hooks.ts";
import { module, texts } from "./module.ts";

interface Story {
  name: string;
  cells: { label: string; code: string; answers: string[]; events: string[]; ran: string }[];
}

/** What the reader is told. What a run did with names follows, where closures have numbers of the platform's own. */
function told(ran: string): string {
  return ran.slice(0, ran.lastIndexOf(',"reads":'));
}

/** What differs, and may: a browser's stack holds fewer calls. */
const DIFFERENT: string[] = [
  "functions.rhai: a thousand calls deep is fine, without end is not",
  "functions.rhai: endless recursion is reported in few words",
];

const file = process.env.NATIVE;

test("cells say the same natively and as WebAssembly", { skip: file ? false : "NATIVE names no file" }, () => {
  const stories = readFileSync(file ?? "", "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as Story);
  let events: string[] = [];
  let answers: string[] = [];
  /** How often somebody asked for the time, which is how it passes. */
  let asked = 0;
  const world = {
    event: () => undefined,
    now: () => ++asked / 16,
    entropy: () => ENTROPY,
    interrupted: () => false,
    wantsOutput: () => false,
    sleep: () => undefined,
    ask: (prompt: string) => {
      events.push(`asked ${prompt}`);
      return answers.shift() ?? null;
    },
    setting: () => null,
    texts,
  };
  class Raw extends Engine {
    protected override heard(json: string): void {
      events.push(json);
    }
  }
  const engine = new Raw(module, world);
  engine.begin();
  const empty = take(engine.memory, engine.base, null);
  const different: string[] = [];
  const unexpected: string[] = [];
  let cells = 0;
  for (const story of stories) {
    asked = 0;
    restore(engine.memory, empty);
    for (const cell of story.cells) {
      cells++;
      events = [];
      answers.push(...cell.answers);
      const ran = engine.executeRaw(cell.label, cell.code);
      const [expected, found] = [[...cell.events, told(cell.ran)], [...events, told(ran)]];
      const at = expected.findIndex((line, i) => line !== found[i]);
      if (at < 0 && expected.length === found.length) continue;
      if (!DIFFERENT.includes(story.name)) {
        unexpected.push(`${story.name} [${cell.label}]\n${cell.code}\n  native: ${expected[at]}\n  wasm:   ${found[at]}`);
      }
      different.push(story.name);
      break;
    }
    answers = [];
  }
  console.log(`${stories.length} notebooks, ${cells} cells: the same, but for ${different.length}`);
  assert.ok(unexpected.length === 0, `${unexpected.length} differ:\n${unexpected.join("\n")}`);
  assert.deepEqual(DIFFERENT.filter((name) => !different.includes(name)), [], "these are the same by now");
  assert.ok(cells > 900, "every transcript and example was there");
});
