/** What a reader writes before the editor is there: nothing of it is lost, and the editor goes on where the reader is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { page, parts, printed, until, visit, world } from "./harness.ts";

const { site, open } = world();

const FIRST = 'let price = 3;\nprint("the price is", price);';
site.pages.set("index.html", page([
  { source: FIRST, output: printed("the price is 3\n") },
  { source: `let wide = ${"1 + ".repeat(60)}1;\nwide`, output: printed("61\n") },
  { source: 'print("read only");', output: printed("read only\n"), attributes: "readonly" },
]));

const EDITOR = "**/rhaibook-editor.js*";

/** A page whose editor comes when it is let in. */
async function waiting(): Promise<{ context: BrowserContext; opened: Page; faults: string[]; letIn: () => void }> {
  const context = await open({ serviceWorkers: "block" });
  let letIn = () => {};
  const gate = new Promise<void>((pass) => {
    letIn = pass;
  });
  await context.route(EDITOR, (route) => gate.then(() => route.continue()));
  const { page: opened, faults } = await visit(context, site.address());
  await opened.locator("rhai-cell[ready]").first().waitFor();
  return { context, opened, faults, letIn };
}

/** Where a text begins in a source, on the screen. */
async function place(source: Locator, text: string): Promise<{ x: number; y: number }> {
  return source.evaluate((node, text) => {
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let next = walk.nextNode(); next; next = walk.nextNode()) {
      const at = next.nodeValue?.indexOf(text) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(next, at);
      range.setEnd(next, at + 1);
      const { left, top, height } = range.getBoundingClientRect();
      return { x: left + 1, y: top + height / 2 };
    }
    throw new Error(`${text} is not there`);
  }, text);
}

test("what is written before the editor is there is in it, with the cursor, and undo takes it away", async () => {
  const { context, opened, faults, letIn } = await waiting();
  const { source, editor, output, reset } = parts(opened, 1);
  const { x, y } = await place(source, "3");
  await opened.mouse.click(x, y);
  await opened.keyboard.type("4");
  assert.equal(await source.inputValue(), FIRST.replace("3", "43"));
  await until(() => output.innerText(), (text) => text.includes("the price is 43"), "the output, without the editor");
  assert.equal(await reset.isVisible(), true);
  await opened.keyboard.press("End");
  await opened.keyboard.press("Enter");
  await opened.keyboard.type("let x = 1;");
  letIn();
  await editor.waitFor();
  await opened.keyboard.type(" // on");
  assert.equal(await editor.innerText(), FIRST.replace("3;", "43;\nlet x = 1; // on"));
  for (const before of [FIRST.replace("3;", "43;\nlet x = 1;"), FIRST]) {
    await opened.keyboard.press("Control+Z");
    await until(() => editor.innerText(), (text) => text === before, "the text before");
  }
  await opened.keyboard.press("Control+Y");
  assert.equal(await editor.innerText(), FIRST.replace("3;", "43;\nlet x = 1;"));
  assert.deepEqual(faults, []);
  await context.close();
});

test("by keyboard too, and from cell to cell", async () => {
  const { context, opened, faults, letIn } = await waiting();
  await parts(opened, 1).source.focus();
  await opened.keyboard.type("// a\n");
  await opened.keyboard.press("Shift+Enter");
  await opened.keyboard.type("// b\n");
  letIn();
  await parts(opened, 2).editor.waitFor();
  await parts(opened, 1).editor.waitFor();
  await opened.keyboard.type("// c\n");
  assert.equal(await parts(opened, 1).editor.innerText(), `// a\n${FIRST}`);
  assert.match(await parts(opened, 2).editor.innerText(), /^\/\/ b\n\/\/ c\nlet wide/);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const when of ["before", "after"] as const) {
  test(`a selection by the mouse is replaced by what is typed: ${when} the editor has come`, async () => {
    const { context, opened, letIn } = await waiting();
    const { source, editor } = parts(opened, 1);
    const [from, to] = [await place(source, "the price"), await place(source, " is")];
    await opened.mouse.move(from.x, from.y);
    await opened.mouse.down();
    await opened.mouse.move(to.x, to.y, { steps: 4 });
    if (when === "after") {
      letIn();
      await until(() => opened.evaluate(() => "rhaibookParts" in globalThis), Boolean, "the editor's script");
      // The editor does not come under the pointer.
      assert.equal(await editor.count(), 0);
    }
    await opened.mouse.up();
    await opened.keyboard.type("it");
    letIn();
    await editor.waitFor();
    await until(() => editor.innerText(), (text) => text === FIRST.replace("the price", "it"), "the text");
    await context.close();
  });
}

test("the field is where the source was, and nothing moves", async () => {
  const { context, opened, letIn } = await waiting();
  const boxes = () =>
    opened.evaluate(() => [...document.querySelectorAll("rhai-cell")].map((cell) => cell.getBoundingClientRect().bottom));
  const before = await boxes();
  for (const number of [1, 2]) {
    await parts(opened, number).source.focus();
    assert.deepEqual(await boxes(), before, `cell ${number}`);
  }
  letIn();
  for (const number of [1, 2]) await parts(opened, number).editor.waitFor();
  assert.deepEqual(await boxes(), before);
  await context.close();
});

test("where the editor cannot be loaded, cells are read, edited and run without it, and it is asked for again", async () => {
  const context = await open({ serviceWorkers: "block" });
  await context.route(EDITOR, (route) => route.abort());
  const { page: opened } = await visit(context, site.address());
  const { source, editor, output, status, reset } = parts(opened, 1);
  await until(() => status.innerText(), (text) => text === "the editor could not be loaded", "the words");
  assert.equal(await source.innerText(), FIRST);
  await source.click();
  await opened.keyboard.press("Control+A");
  await opened.keyboard.type('print("plain");');
  await until(() => output.innerText(), (text) => text.trim() === "plain", "the output");
  await reset.click();
  assert.equal(await source.inputValue(), FIRST);
  await until(() => output.innerText(), (text) => text.trim() === "the price is 3", "the author's output");
  await context.unroute(EDITOR);
  await opened.keyboard.press("Escape");
  await source.blur();
  await source.click();
  await editor.waitFor();
  assert.equal(await editor.innerText(), FIRST);
  await until(() => status.innerText(), (text) => text === "", "no words");
  await context.close();
});
