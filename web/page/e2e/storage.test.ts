/** What the reader wrote is kept, or it is said that it is not: a browser that is full, one that keeps nothing, two tabs. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { page, parts, printed, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

site.pages.set("index.html", page([
  "<h1>Heading</h1>",
  { source: 'print("author");', output: printed("author\n") },
  { source: 'print("second");', output: printed("second\n") },
]));

const FULL = "This browser keeps no more; download or share your edits.";
const text = (opened: Page, number: number) =>
  parts(opened, number).root.evaluate((cell) => (cell as HTMLElement & { text: string }).text);

test("a browser that is full says so once, and no more when there is room again", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  await opened.evaluate(() => {
    for (let size = 1 << 22; size >= 1; size = Math.floor(size / 2)) {
      for (let i = 0; i < 3; i++) {
        try {
          localStorage.setItem(`filler ${size} ${i}`, "x".repeat(size));
        } catch {
          break;
        }
      }
    }
  });
  const bar = opened.getByText(FULL);
  await type(opened, 1, `print("mine"); // ${"long ".repeat(20)}`);
  await bar.waitFor();
  await type(opened, 2, `print("mine too"); // ${"long ".repeat(20)}`);
  await until(() => parts(opened, 2).output.innerText(), (shown) => shown.includes("mine too"), "the output");
  await opened.waitForTimeout(500);
  assert.equal(await bar.count(), 1);
  // It is below the toolbar's line and covers nothing of it.
  const [box, tools] = [await bar.boundingBox(), await opened.locator("rhai-toolbar").boundingBox()];
  assert.ok(box && tools && box.y >= tools.y + tools.height - 1, JSON.stringify([box, tools]));
  await opened.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("filler")) localStorage.removeItem(key);
  });
  await type(opened, 2, 'print("there is room");');
  await until(() => bar.count(), (count) => count === 0, "the bar gone");
  await opened.reload();
  assert.match(await text(opened, 1), /"mine"/);
  assert.match(await text(opened, 2), /there is room/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a browser that keeps nothing says so, and everything else works", async () => {
  const context = await open();
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      },
    });
  });
  const { page: opened, faults } = await visit(context, site.address());
  assert.equal(await opened.getByText(FULL).count(), 0);
  await type(opened, 1, 'print("mine");');
  await until(() => parts(opened, 1).output.innerText(), (shown) => shown.includes("mine"), "the output");
  await opened.getByText(FULL).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("a tab takes over what another has written, and is taken over by in turn", async () => {
  const context = await open();
  const { page: a, faults } = await visit(context, site.address());
  const { page: b } = await visit(context, site.address());
  await type(a, 1, 'print("from A");');
  await until(() => text(b, 1), (shown) => shown === 'print("from A");', "B has A's text");
  await until(() => parts(b, 1).output.innerText(), (shown) => shown.trim() === "from A", "and has run it");
  await type(b, 1, 'print("from A, then B");');
  await until(() => text(a, 1), (shown) => shown === 'print("from A, then B");', "A has B's text");
  assert.equal(await a.locator(".rhai-notice").count(), 0);
  // The author's text again, in both.
  await parts(b, 1).reset.click();
  await until(() => text(a, 1), (shown) => shown === 'print("author");', "A has the author's text");
  await a.reload();
  assert.equal(await text(a, 1), 'print("author");');
  assert.deepEqual(faults, []);
  await context.close();
});

for (const answer of ["Keep this one", "Take the other"]) {
  test(`both tabs were written in at the same time: ${answer}`, async () => {
    const context = await open();
    const { page: a, faults } = await visit(context, site.address());
    const { page: b } = await visit(context, site.address());
    for (const tab of [a, b]) {
      await parts(tab, 1).root.locator(".rhai-source, .cm-content").first().click();
      await parts(tab, 1).editor.waitFor();
      await parts(tab, 1).editor.focus();
      await tab.keyboard.press("Control+A");
    }
    await Promise.all([a.keyboard.insertText('print("from A");'), b.keyboard.insertText('print("from B");')]);
    const question = (tab: Page) => tab.getByText("You have edited this cell in another tab as well.");
    await Promise.any([question(a).waitFor(), question(b).waitFor()]);
    await a.waitForTimeout(1000);
    assert.equal(await text(a, 1), 'print("from A");');
    assert.equal(await text(b, 1), 'print("from B");');
    // Whoever loads the page again has both.
    await a.reload();
    await question(a).waitFor();
    await b.close();
    const shown = await text(a, 1);
    await a.getByRole("button", { name: answer }).click();
    const now = await text(a, 1);
    assert.equal(now === shown, answer === "Keep this one", `${shown} ${now}`);
    assert.match(now, /^print\("from [AB]"\);$/);
    await a.reload();
    assert.equal(await text(a, 1), now);
    assert.equal(await question(a).count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
  });
}
