/**
 * A reader with many tabs open: endless loops in ten of them leave the eleventh usable. Asserted is that outputs come and
 * that Stop stops, within a bound that a busy machine keeps; how fast they come is measured elsewhere.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { page, parts, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

const TABS = 10;
const PATIENCE = 60_000;

site.pages.set("loop.html", page([{ source: "loop {}" }, { source: 'print("goes on");' }]));
site.pages.set("index.html", page([{ source: 'print("author");' }]));

test("ten tabs with endless loops leave the eleventh usable, and Stop works in each", async () => {
  const context = await open();
  context.setDefaultTimeout(PATIENCE);
  const tabs = [];
  for (let i = 0; i < TABS; i++) {
    const { page: tab, faults } = await visit(context, site.address("loop.html"));
    await parts(tab, 1).run.click();
    // The button is there while a run is on its way that has not ended at once.
    await parts(tab, 1).stop.waitFor();
    tabs.push({ tab, faults });
  }
  const { page: eleventh, faults } = await visit(context, site.address());
  const { output } = parts(eleventh, 1);
  for (const word of ["first", "second"]) {
    await type(eleventh, 1, `print("${word} edit");`);
    await until(() => output.innerText(), (text) => text.includes(`${word} edit`), `the output of the ${word} edit`, PATIENCE);
  }
  assert.deepEqual(faults, []);
  for (const { tab, faults } of tabs) {
    const { stop, status } = parts(tab, 1);
    await stop.click();
    await until(() => status.innerText(), (text) => text.startsWith("stopped"), "the end", PATIENCE);
    assert.deepEqual(faults, []);
  }
  // A tab that was stopped goes on.
  const { tab } = tabs[0] ?? assert.fail();
  await type(tab, 2, 'print("after");');
  await until(() => parts(tab, 2).output.innerText(), (text) => text.includes("after"), "the output after Stop", PATIENCE);
  await context.close();
});
