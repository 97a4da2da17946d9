/** What a reader does first: edit, break, repair, stop, reset. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { page, parts, printed, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

const PAGE = page([
  "<h1>Cells</h1><p>Some prose.</p>",
  { source: 'let price = 3;\nprint("the price is", price);', output: printed("the price is 3\n") },
  { source: 'print("half of it:", price / 2.0);', output: printed("half of it: 1.5\n") },
  { source: "// nothing yet", output: "" },
]);
site.pages.set("index.html", PAGE);

test("what was in the page stands there before anything runs, and stays the same nodes", async () => {
  const context = await open({ javaScriptEnabled: false });
  const { page: bare } = await visit(context, site.address());
  assert.equal(await bare.locator("rhai-cell .rhai-source").first().innerText(), 'let price = 3;\nprint("the price is", price);');
  assert.equal((await bare.locator(".rhai-output").first().innerText()).trim(), "the price is 3");
  await context.close();
});

test("an edit runs by itself, with the cells below that depend on it", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  await type(opened, 1, 'let price = 8;\nprint("the price is", price);');
  const { output } = parts(opened, 1);
  await until(() => output.innerText(), (text) => text.includes("the price is 8"), "the new output");
  await until(() => parts(opened, 2).output.innerText(), (text) => text.includes("half of it: 4.0"), "the dependent's output");
  assert.deepEqual(faults, []);
  await context.close();
});

test("an output that has not changed is not painted again", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, 'let price = 8;\nprint("the price is", price);');
  const { output } = parts(opened, 1);
  await until(() => output.innerText(), (text) => text.includes("is 8"), "the new output");
  await output.locator("pre").evaluate((node) => node.setAttribute("data-mark", "1"));
  await type(opened, 1, 'let price = 8; // the same\nprint("the price is", price);');
  await parts(opened, 1).run.click();
  await opened.waitForTimeout(600);
  assert.equal(await output.locator("pre").getAttribute("data-mark"), "1");
  await context.close();
});

test("a broken cell has a squiggle, an error with its hint, and keeps its last good output, dimmed", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  const { root, output, editor } = parts(opened, 1);
  await type(opened, 1, 'print("the price is", 5);');
  await until(() => output.innerText(), (text) => text.includes("is 5"), "the good output");
  await type(opened, 1, 'prnt("the price is", 5);');
  await until(() => root.locator(".rhai-error").count(), (count) => count === 1, "the error");
  const error = root.locator(".rhai-error");
  const words = await error.innerText();
  assert.match(words, /prnt/);
  assert.match(words, /\n\s*1 \| prnt\(.*\n\s*\| +\^/);
  assert.ok((await error.locator(".rhai-hint").count()) >= 1, words);
  assert.equal(await error.locator("pre").evaluate((pre) => getComputedStyle(pre).fontFamily.includes("mono")), true);
  await until(() => editor.locator(".cm-lintRange-error").count(), (count) => count >= 1, "the squiggle");
  const old = output.locator("> .rhai-text");
  assert.equal((await old.innerText()).trim(), "the price is 5");
  await until(() => old.evaluate((node) => Number(getComputedStyle(node).opacity)), (opacity) => opacity < 0.8, "the dimming");

  await editor.locator(".cm-lintRange-error").first().hover();
  const tooltip = opened.locator(".cm-tooltip-lint, .cm-tooltip-hover").first();
  await tooltip.waitFor();
  assert.match(await tooltip.innerText(), /print/);

  await type(opened, 1, 'print("the price is", 6);');
  await until(() => output.innerText(), (text) => text.includes("is 6"), "the repaired output");
  assert.equal(await root.locator(".rhai-error, .cm-lintRange-error").count(), 0);
  assert.equal(await output.locator("> .rhai-text").evaluate((node) => getComputedStyle(node).opacity), "1");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a text that is not finished runs nothing and loses nothing", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  const { root, output, status } = parts(opened, 1);
  await type(opened, 1, 'print("one"');
  await until(() => status.innerText(), (text) => text === "unfinished", "the status");
  assert.match(await output.innerText(), /the price is 3/);
  assert.equal(await root.locator(".rhai-error").count(), 0);
  assert.equal(await output.evaluate((node) => node.classList.contains("rhai-stale")), true);
  await context.close();
});

test("a text that is not finished says which bracket is open, and what was said before is grey", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  const { root, output, status, editor } = parts(opened, 1);
  await type(opened, 1, 'let a = 1;\nprnt("two");');
  const error = root.locator(".rhai-error");
  await until(() => error.count(), (count) => count === 1, "the error");
  await until(() => editor.locator(".cm-lintRange-error").count(), (count) => count >= 1, "the squiggle");
  await type(opened, 1, 'let a = 1;\nprint("two"');
  await until(() => status.innerText(), (text) => text === "unfinished: this `(` is never closed, line 2", "the word");
  assert.equal(await error.count(), 1);
  await until(() => error.evaluate((node) => Number(getComputedStyle(node).opacity)), (opacity) => opacity < 0.8, "the old message, grey");
  // One squiggle, at the bracket, and none that is left over.
  assert.equal(await editor.locator(".cm-lintRange").count(), 1);
  assert.equal((await editor.locator(".cm-lintRange").innerText()).trim(), "(");
  await type(opened, 1, 'print("a);');
  await until(() => status.innerText(), (text) => /^(unfinished: this quote is never closed, line 1|error)$/.test(text), "the word about the quote");
  await type(opened, 1, 'print("one");');
  await until(() => output.innerText(), (text) => text.trim() === "one", "the output");
  assert.equal(await root.locator(".rhai-error, .cm-lintRange").count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test("what cannot run is explained when the reader stops to think, without a press of Run", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  const { root, output, status, editor } = parts(opened, 1);
  await type(opened, 1, "let x = ;\nx");
  await until(() => editor.locator(".cm-lintRange-error").count(), (count) => count >= 1, "the squiggle");
  await until(() => root.locator(".rhai-error").count(), (count) => count === 1, "the error");
  assert.match(await root.locator(".rhai-error").innerText(), /in cell \[1\] line 1\n\s*1 \| let x = ;\n\s*\| +\^/);
  assert.equal(await status.innerText(), "error");
  assert.match(await output.innerText(), /the price is 3/);
  await type(opened, 1, "let x = 4;\nx");
  await until(() => output.innerText(), (text) => text.trim() === "4", "the output");
  assert.equal(await root.locator(".rhai-error").count(), 0);
  await context.close();
});

test("a text that is whole again, as it was, has its output again", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  const { output, status } = parts(opened, 1);
  await type(opened, 1, 'print("one");');
  await until(() => output.innerText(), (text) => text.includes("one"), "the output");
  await type(opened, 1, 'print("one"');
  await until(() => status.innerText(), (text) => text === "unfinished", "the status");
  await type(opened, 1, 'print("one");');
  await until(() => status.innerText(), (text) => text === "", "the status");
  assert.equal(await output.evaluate((node) => node.classList.contains("rhai-stale")), false);
  await context.close();
});

test("an endless loop says that it runs, stops at once, and the variables are kept", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  await type(opened, 1, "let price = 21;");
  await parts(opened, 1).run.click();
  await type(opened, 3, "loop { }");
  const third = parts(opened, 3);
  await third.stop.waitFor({ state: "visible" });
  await until(() => third.status.innerText(), (text) => text.startsWith("still running"), "the words after two seconds");
  await third.stop.click();
  await until(() => third.status.innerText(), (text) => text.startsWith("stopped"), "the end");
  assert.equal(await third.stop.isVisible(), false);
  await type(opened, 3, 'print("kept:", price * 2);');
  await until(() => third.output.innerText(), (text) => text.includes("kept: 42"), "the variable");
  assert.deepEqual(faults, []);
  await context.close();
});

test("reset brings the author's text back, and undo the reader's", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  const { reset, editor, output } = parts(opened, 1);
  assert.equal(await reset.isVisible(), false);
  await type(opened, 1, 'print("mine");');
  await until(() => output.innerText(), (text) => text.includes("mine"), "my output");
  await reset.click();
  assert.match(await editor.innerText(), /let price = 3;/);
  await until(() => output.innerText(), (text) => text.includes("the price is 3"), "the author's output");
  assert.equal(await reset.isVisible(), false);
  await editor.focus();
  await opened.keyboard.press("Control+Z");
  assert.match(await editor.innerText(), /mine/);
  await until(() => output.innerText(), (text) => text.includes("mine"), "my output again");
  await context.close();
});

test("with Live off, nothing runs until Run is pressed", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await opened.getByRole("button", { name: "Live" }).click();
  const { output, status, run } = parts(opened, 1);
  await type(opened, 1, 'print("later");');
  await until(() => status.innerText(), (text) => text === "edited, not run", "the status");
  await opened.waitForTimeout(600);
  assert.match(await output.innerText(), /the price is 3/);
  await run.click();
  await until(() => output.innerText(), (text) => text.includes("later"), "the output");
  await opened.reload();
  assert.equal(await opened.getByRole("button", { name: "Live" }).getAttribute("aria-pressed"), "false");
  await context.close();
});

test("making the editor moves nothing", async () => {
  const context = await open({ viewport: { width: 900, height: 700 }, serviceWorkers: "block" });
  // Late enough for a look at the page without it.
  await context.route("**/rhaibook-editor.js*", async (route) => {
    await new Promise((later) => setTimeout(later, 800));
    await route.continue();
  });
  const { page: opened } = await visit(context, site.address());
  const boxes = () =>
    opened.evaluate(() => [...document.querySelectorAll("rhai-cell")].map((cell) => {
      const { top, height } = cell.getBoundingClientRect();
      return [top, height];
    }));
  assert.equal(await opened.locator(".cm-editor").count(), 0);
  const before = await boxes();
  await parts(opened, 1).editor.waitFor();
  await parts(opened, 3).editor.waitFor();
  const after = await boxes();
  for (const [index, [top, height]] of before.entries()) {
    assert.ok(Math.abs((after[index]?.[0] ?? 0) - (top ?? 0)) < 1, `cell ${index + 1} moved: ${before} ${after}`);
    assert.ok(Math.abs((after[index]?.[1] ?? 0) - (height ?? 0)) < 1, `cell ${index + 1} grew: ${before} ${after}`);
  }
  await context.close();
});
