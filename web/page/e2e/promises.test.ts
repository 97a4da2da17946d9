/** Tags are promises: what is tagged so never runs by itself, and what does not need it goes on without it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { page, parts, printed, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

const SLIDER = 'let tokens = slider("tokens (M)", 1, 100, 10);\nprint("cost", tokens * rate);';
const CELLS = (attributes: string) =>
  page([
    { source: 'let rate = 3.0;\nprint("rate", rate);', output: printed("rate 3.0\n") },
    { source: 'let name = input("Your name? ");\nprint("read", name);', attributes },
    { source: "let steps = 0;\nwhile true { steps += 1; }", attributes },
    { source: SLIDER, output: printed("tokens (M): 10\ncost 30.0\n") },
    { source: 'let greeting = "hello " + name;' },
    { source: "print(greeting);" },
    { source: "print(steps);" },
  ]);
site.pages.set("skip.html", CELLS('live="skip"'));
site.pages.set("off.html", CELLS('live="off"'));

for (const name of ["skip", "off"]) {
  test(`live="${name}": a slider below is alive, and nothing that is not to run by itself does`, async () => {
    const context = await open();
    const { page: opened, faults } = await visit(context, site.address(`${name}.html`));
    const asks = parts(opened, 2);
    const loops = parts(opened, 3);
    assert.equal(await asks.status.innerText(), "not run yet");
    const slider = parts(opened, 4).root.getByLabel("tokens (M)");
    await slider.waitFor();
    await slider.focus();
    await opened.keyboard.press("End");
    await until(() => parts(opened, 4).output.innerText(), (text) => text.includes("cost 300.0"), "what the slider makes");
    // An edit above wakes all that runs by itself.
    await type(opened, 1, 'let rate = 5.0;\nprint("rate", rate);');
    await until(() => parts(opened, 4).output.innerText(), (text) => text.includes("cost 500.0"), "what the edit makes");
    for (const { status, root } of [asks, loops]) {
      assert.equal(await status.innerText(), "not run yet");
      assert.equal(await root.locator(".rhai-ask").count(), 0);
    }
    // What needs them is left as it was, and says so where it is run.
    assert.equal(await parts(opened, 5).root.locator(".rhai-error").count(), 0);
    await parts(opened, 6).run.click();
    await until(() => parts(opened, 6).status.innerText(), (text) => text === "needs cell 2, which does not run by itself: run it first", "the word");
    assert.equal(await parts(opened, 6).root.locator(".rhai-error").count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("Run all leaves out what is to be skipped", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address("skip.html"));
  await opened.getByRole("button", { name: "Run all" }).click();
  await parts(opened, 4).root.getByLabel("tokens (M)").waitFor();
  await until(() => parts(opened, 1).status.innerText(), (text) => text === "", "the end");
  assert.equal(await parts(opened, 2).status.innerText(), "not run yet");
  assert.equal(await parts(opened, 3).status.innerText(), "not run yet");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a cell that waits for an answer holds up only what needs it", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address("skip.html"));
  const asks = parts(opened, 2);
  await asks.run.click();
  await asks.root.getByLabel("Your name?").waitFor();
  const slider = parts(opened, 4).root.getByLabel("tokens (M)");
  await slider.waitFor();
  await slider.focus();
  await opened.keyboard.press("End");
  await until(() => parts(opened, 4).output.innerText(), (text) => text.includes("cost 300.0"), "what the slider makes");
  await parts(opened, 6).run.click();
  await until(() => parts(opened, 6).status.innerText(), (text) => text === "needs cell 2, which waits for an answer", "the word");
  await asks.root.getByLabel("Your name?").fill("Ada");
  await opened.keyboard.press("Enter");
  await until(() => asks.output.innerText(), (text) => text.includes("read Ada"), "the answer");
  await until(() => parts(opened, 6).output.innerText(), (text) => text.includes("hello Ada"), "what needed it");
  assert.equal(await parts(opened, 6).status.innerText(), "");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a cell that was stopped does not start again with a cell below it", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address("skip.html"));
  const loops = parts(opened, 3);
  await loops.run.click();
  await loops.stop.click();
  await until(() => loops.status.innerText(), (text) => text.startsWith("stopped"), "the end");
  await parts(opened, 1).run.click();
  await parts(opened, 7).run.click();
  await until(() => parts(opened, 7).status.innerText(), (text) => text === "needs cell 3, which was stopped: run it first", "the word");
  assert.match(await loops.status.innerText(), /^stopped/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a cell that runs and runs holds up only what needs it", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address("skip.html"));
  const loops = parts(opened, 3);
  const slider = parts(opened, 4).root.getByLabel("tokens (M)");
  await slider.waitFor();
  await loops.run.click();
  await loops.stop.waitFor();
  await slider.focus();
  await opened.keyboard.press("End");
  await until(() => parts(opened, 4).output.innerText(), (text) => text.includes("cost 300.0"), "what the slider makes");
  await opened.keyboard.press("Home");
  await until(() => parts(opened, 4).output.innerText(), (text) => text.includes("cost 3.0"), "what it makes next");
  await parts(opened, 7).run.click();
  await until(() => parts(opened, 7).status.innerText(), (text) => text === "needs cell 3, which still runs", "the word");
  assert.match(await loops.status.innerText(), /running/);
  await loops.stop.click();
  await until(() => loops.status.innerText(), (text) => text.startsWith("stopped"), "the end");
  await until(() => parts(opened, 7).status.innerText(), (text) => text === "needs cell 3, which was stopped: run it first", "the other word");
  await slider.focus();
  await opened.keyboard.press("End");
  await until(() => parts(opened, 4).output.innerText(), (text) => text.includes("cost 300.0"), "what it makes after Stop");
  assert.deepEqual(faults, []);
  await context.close();
});

test("what was done while a cell took long stands when it has ended", async () => {
  site.pages.set("long.html", page([
    { source: "let rate = 3.0;" },
    { source: "sleep(6.0);\nlet steps = 2;", attributes: 'live="skip"' },
    { source: SLIDER, output: printed("tokens (M): 10\ncost 30.0\n") },
    { source: 'print("steps", steps > 1);' },
  ]));
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address("long.html"));
  const long = parts(opened, 2);
  const slider = parts(opened, 3).root.getByLabel("tokens (M)");
  await slider.waitFor();
  await long.run.click();
  await long.stop.waitFor();
  await slider.focus();
  await opened.keyboard.press("End");
  await parts(opened, 4).run.click();
  await until(() => parts(opened, 3).output.innerText(), (text) => text.includes("cost 300.0"), "what the slider makes");
  assert.match(await long.status.innerText(), /running/);
  await until(() => long.status.innerText(), (text) => !/running/.test(text), "the end", 60_000);
  await until(() => parts(opened, 4).output.innerText(), (text) => text.includes("steps true"), "what needed it", 60_000);
  assert.equal(await parts(opened, 4).status.innerText(), "");
  assert.match(await parts(opened, 3).output.innerText(), /cost 300\.0/);
  assert.deepEqual(faults, []);
  await context.close();
});
