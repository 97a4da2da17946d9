/** Stop says what it has stopped, and why that did not end. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { page, parts, printed, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

site.pages.set("index.html", page([
  { source: "let x = 1;\nwhile x < 100 { x *= 2; }\nx", output: printed("128\n") },
  { source: 'print("goes on");', output: printed("goes on\n") },
]));

for (const [how, key] of [["the button", null], ["Shift+Enter", "Shift+Enter"]] as const) {
  test(`an endless loop that is run by ${how} and stopped`, async () => {
    const context = await open();
    const { page: opened, faults } = await visit(context, site.address());
    const { root, run, stop, status, output, editor } = parts(opened, 1);
    // Nothing is to run before it is run.
    await opened.getByRole("button", { name: "Live" }).click();
    await type(opened, 1, "let x = 1;\nwhile x < 100 { }\nx");
    if (key) await opened.keyboard.press(key);
    else await run.click();
    await stop.click();
    await until(() => status.innerText(), (text) => text.startsWith("stopped"), "the end");
    await until(() => output.innerText(), (text) => text.includes("R116"), "the warning");
    const words = await root.locator(".rhai-error").innerText();
    assert.match(words, /^Interrupted: stopped; the variables are as they were before this cell/);
    assert.match(words, /line 2/);
    assert.match(await root.locator(".rhai-warning").innerText(), /nothing in this loop changes `x`/);
    assert.ok((await editor.locator(".cm-lintRange").count()) >= 1, "a squiggle");
    // The page goes on.
    await type(opened, 1, "let x = 1;\nwhile x < 100 { x *= 2; }\nx");
    await run.click();
    await until(() => output.innerText(), (text) => text.trim() === "128", "the repaired cell");
    assert.equal(await root.locator(".rhai-error, .rhai-warning").count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("what had been printed before Stop stays, with the word about it", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  const { output, stop } = parts(opened, 1);
  await type(opened, 1, 'print("begun");\nlet i = 0;\nloop { i += 1; }');
  await stop.click();
  await until(() => output.innerText(), (text) => /begun[\s\S]*Interrupted: stopped/.test(text) || /Interrupted: stopped[\s\S]*begun/.test(text), "both");
  await context.close();
});
