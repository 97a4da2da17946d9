/** For everybody: by keyboard, on a phone, in the dark, with a screen reader, with less motion. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { page, parts, printed, ROOT, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

const WIDE = `let a_rather_long_name = ${"1 + ".repeat(40)}1;`;
site.pages.set("index.html", page([
  "<h1>A page</h1><p>Prose with a <a href='#x'>link</a>.</p>",
  { source: 'print("one");', output: printed("one\n") },
  { source: WIDE, output: printed(`${"wide ".repeat(60)}\n`) },
  { source: 'prnt("two");', output: '<div class="rhai-error"><pre>NameError: no function `prnt`\nin cell [3] line 1\n    1 | prnt("two");\n      | ^^^^\nhint: Did you mean `print`?\nmore: ?R021</pre></div>' },
  { source: 'let price = slider("price", 0.1, 10.0, 3.0);', output: "" },
  { source: 'print("read only");', output: printed("read only\n"), attributes: "readonly" },
  { source: 'print("hidden");', output: printed("hidden\n"), attributes: "hide-output" },
]));

test("everything can be done by keyboard, and nothing traps it", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await parts(opened, 1).editor.waitFor();
  const focused = () => opened.evaluate(() => {
    const cell = document.activeElement?.closest("rhai-cell")?.getAttribute("cell") ?? "";
    return `${cell} ${document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim()}`;
  });
  const tabTo = async (wanted: string) => {
    for (let i = 0; i < 40; i++) {
      if ((await focused()) === wanted) return;
      await opened.keyboard.press("Escape");
      await opened.keyboard.press("Tab");
    }
    assert.fail(`${wanted} is not reached; the focus is at ${await focused()}`);
  };
  await tabTo("c1 Code of cell 1");
  await opened.keyboard.press("Control+A");
  await opened.keyboard.type('print("by keys");');
  await opened.keyboard.press("Control+Enter");
  await until(() => parts(opened, 1).output.innerText(), (text) => text.includes("by keys"), "the output");
  assert.equal(await focused(), "c1 Code of cell 1");
  // In the editor Tab indents; after Escape it leaves.
  await opened.keyboard.press("Tab");
  assert.equal(await focused(), "c1 Code of cell 1");
  await opened.keyboard.press("Escape");
  await opened.keyboard.press("Tab");
  assert.notEqual(await focused(), "c1 Code of cell 1");
  await opened.keyboard.press("Shift+Tab");
  assert.equal(await focused(), "c1 Code of cell 1");
  await opened.keyboard.press("Shift+Enter");
  await until(focused, (place) => place === "c2 Code of cell 2", "the next cell");
  await tabTo("c3 Run cell 3");
  await opened.keyboard.press("Enter");
  await until(() => parts(opened, 3).status.innerText(), (text) => text.startsWith("error"), "the run");
  await context.close();
});

test("a slider moves by keys", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  const slider = parts(opened, 4).output.getByRole("slider", { name: "price" });
  await parts(opened, 4).root.scrollIntoViewIfNeeded();
  await slider.waitFor();
  const before = await slider.getAttribute("aria-valuetext");
  await slider.focus();
  await opened.keyboard.press("ArrowRight");
  await opened.keyboard.press("ArrowRight");
  await opened.waitForTimeout(500);
  assert.notEqual(await slider.getAttribute("aria-valuetext"), before);
  assert.equal(await slider.evaluate((node) => document.activeElement === node), true);
  await context.close();
});

test("completion and documentation are offered", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, "");
  await opened.keyboard.type("pri");
  await opened.locator(".cm-tooltip-autocomplete li", { hasText: "print" }).first().waitFor();
  await opened.keyboard.press("Escape");
  await type(opened, 1, 'print("x");');
  await opened.keyboard.press("Home");
  await opened.keyboard.press("F1");
  const doc = opened.locator(".rhai-doc");
  await doc.waitFor();
  assert.match(await doc.innerText(), /print/);
  await opened.keyboard.press("Escape");
  await until(() => doc.count(), (count) => count === 0, "the documentation gone");
  await parts(opened, 1).editor.locator(".rhai-t-function").hover();
  await doc.waitFor();
  assert.match(await doc.innerText(), /Prints values/);
  await context.close();
});

test("a read-only cell has no editor but runs; a hidden output is shown when asked for", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  const fifth = parts(opened, 5);
  await fifth.source.click();
  await opened.waitForTimeout(300);
  assert.equal(await fifth.editor.count(), 0);
  await fifth.run.click();
  await until(() => fifth.output.innerText(), (text) => text.includes("read only"), "the output");
  const sixth = parts(opened, 6);
  assert.equal(await sixth.output.isVisible(), false);
  await sixth.root.getByRole("button", { name: "Show output" }).click();
  assert.equal(await sixth.output.isVisible(), true);
  await context.close();
});

test("Tab goes through the page and changes nothing; once the reader writes, it indents and says how to leave", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  const texts = () => opened.evaluate(() => [...document.querySelectorAll<HTMLElement & { text: string }>("rhai-cell")].map(({ text }) => text));
  await opened.locator("rhai-cell[ready]").last().waitFor();
  const before = await texts();
  const visited = new Set<string>();
  for (let i = 0; i < 45; i++) {
    await opened.keyboard.press("Tab");
    // Long enough for an editor to come, now and then.
    await opened.waitForTimeout(i % 5 === 0 ? 400 : 20);
    visited.add(await opened.evaluate(() => document.activeElement?.closest("rhai-cell")?.getAttribute("cell") ?? ""));
  }
  assert.deepEqual(await texts(), before);
  for (const cell of ["c1", "c2", "c3", "c4"]) assert.ok(visited.has(cell), [...visited].join());

  const { root, editor } = parts(opened, 1);
  const hint = root.getByText("Esc, then Tab, leaves");
  await editor.focus();
  await opened.keyboard.press("Control+Home");
  assert.equal(await hint.isVisible(), false);
  await opened.keyboard.press("Enter");
  await opened.keyboard.press("Tab");
  await hint.waitFor();
  await opened.keyboard.type("x");
  assert.match((await texts())[0] ?? "", /^\n\s+x/);
  await opened.keyboard.press("Escape");
  // A list of names may have come up; the next Escape is for the editor.
  await opened.keyboard.press("Escape");
  assert.equal(await hint.isVisible(), false);
  await opened.keyboard.press("Tab");
  assert.equal(await editor.evaluate((node) => node.contains(document.activeElement)), false);
  // Who comes back only passes by.
  await opened.keyboard.press("Shift+Tab");
  const now = await texts();
  await opened.keyboard.press("Tab");
  assert.deepEqual(await texts(), now);
  assert.deepEqual(faults, []);
  await context.close();
});

const SIZES = { phone: { width: 375, height: 720 }, desktop: { width: 1280, height: 900 } };
for (const [name, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${name}, ${colorScheme}: no sideways scroll, no serious finding of axe`, async () => {
      const phone = name === "phone";
      const context = await open({ viewport, colorScheme, hasTouch: phone, isMobile: phone });
      const { page: opened, faults } = await visit(context, site.address());
      await parts(opened, 1).editor.waitFor();
      await type(opened, 1, 'print("one");\nprnt(2);');
      await until(() => parts(opened, 1).root.locator(".rhai-error").count(), (count) => count > 0, "the error");
      await opened.waitForTimeout(400);
      assert.deepEqual(await serious(opened), []);
      const [content, window] = await opened.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
      assert.ok(content <= window, `${content} px in ${window}`);
      const paper = await parts(opened, 1).output.evaluate((node) => getComputedStyle(node).backgroundColor);
      const [red = 0] = paper.match(/\d+/g)?.map(Number) ?? [];
      assert.equal(red < 100, colorScheme === "dark", paper);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
}

test("the theme button turns the whole page, and is remembered", async () => {
  const context = await open({ colorScheme: "light" });
  const { page: opened } = await visit(context, site.address());
  const red = async (selector: string) =>
    Number((await opened.locator(selector).first().evaluate((node) => getComputedStyle(node).backgroundColor)).match(/\d+/)?.[0]);
  assert.ok((await red("body")) > 200 && (await red(".rhai-output")) > 200);
  await opened.getByRole("button", { name: "Light or dark" }).click();
  assert.ok((await red("body")) < 100 && (await red(".rhai-output")) < 100);
  await opened.reload();
  assert.ok((await red("body")) < 100 && (await red(".rhai-output")) < 100);
  await context.close();
});

test("cells fit a page of somebody else's that is light or dark by its own means", async () => {
  const foreign = (background: string) =>
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Foreign</title><link rel="icon" href="data:,">` +
    `<style>body { background: ${background} } pre { padding: 3rem; background: lime; font-size: 30px; white-space: normal }</style>` +
    `</head><body><rhai-cell>let x = 1;\nx + 1</rhai-cell><script src="rhaibook.js"></script></body></html>`;
  site.pages.set("foreign.html", foreign("white"));
  site.pages.set("foreign-dark.html", foreign("#222"));
  const context = await open({ colorScheme: "dark" });
  for (const [name, dark] of [["foreign.html", false], ["foreign-dark.html", true]] as const) {
    const { page: opened, faults } = await visit(context, site.address(name));
    await opened.locator(".cm-content").waitFor();
    const [red = 0] = (await opened.locator("rhai-cell").evaluate((node) => getComputedStyle(node).backgroundColor)).match(/\d+/g)?.map(Number) ?? [];
    assert.equal(red < 100, dark, name);
    assert.equal(await opened.locator(".cm-content").innerText(), "let x = 1;\nx + 1");
    await opened.getByRole("button", { name: "Run cell 1" }).click();
    assert.deepEqual(faults, []);
    await opened.close();
  }
  await context.close();
});

test("with less motion wanted, nothing moves by itself", async () => {
  const context = await open({ reducedMotion: "reduce" });
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, "loop { }");
  const { stop, status } = parts(opened, 1);
  await stop.waitFor({ state: "visible" });
  assert.equal(await status.evaluate((node) => getComputedStyle(node, "::before").animationName), "none");
  await stop.click();
  await context.close();
});

test("what a run shows is told to screen readers once, politely", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, 'print("told");');
  const region = opened.locator(".rhai-unseen[aria-live=polite]");
  await until(() => region.allInnerTexts(), (texts) => texts.join() === "Cell 1: told", "the announcement");
  await context.close();
});

async function serious(opened: Page): Promise<string[]> {
  await opened.evaluate(readFileSync(join(ROOT, "node_modules", "axe-core", "axe.min.js"), "utf8"));
  const found = await opened.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }).axe.run().then(({ violations }) => violations),
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(" | ")}`);
}
interface Finding {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}
