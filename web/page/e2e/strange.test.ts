/** Pages that are not as they were published: framed, without workers, put back from their own HTML, translated. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { FrameLocator, Page } from "playwright-core";
import { page, parts, printed, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

const CELLS = page([
  "<h1>Heading</h1><p>Some prose.</p>",
  { source: 'let price = 3;\nprint("price", price);', output: printed("price 3\n") },
  { source: "price * 2", output: '<div class="rhai-value"><pre class="rhai-text">6</pre></div>' },
  { source: "prnt(1);", output: '<div class="rhai-error"><pre>NameError: no function `prnt`\nin cell [3] line 1</pre></div>' },
]);
const EARLY = CELLS.replace("</head>", '<script src="rhaibook-early.js" data-live></script></head>');
site.pages.set("index.html", CELLS);
site.pages.set("early.html", EARLY);
site.pages.set("bare.html", EARLY.replace("worker-src 'self' blob:", "worker-src 'none'"));
for (const name of ["index", "early"]) {
  site.pages.set(`framed-${name}.html`, `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>A course page</title>
<iframe sandbox="allow-scripts" src="${name}.html" width="900" height="900"></iframe>`);
}

for (const name of ["index", "early"]) {
  test(`in a frame with a sandbox, cells are edited and run: ${name}`, async () => {
    const context = await open();
    const { page: opened } = await visit(context, site.address(`framed-${name}.html`));
    const frame: FrameLocator = opened.frameLocator("iframe");
    await frame.getByRole("button", { name: "Run all" }).waitFor();
    const cell = frame.locator('rhai-cell[cell="c1"]');
    await cell.locator(".rhai-source, .cm-content").first().click();
    await cell.locator(".cm-content").waitFor();
    await cell.locator(".cm-content").focus();
    await opened.keyboard.press("Control+A");
    await opened.keyboard.insertText('let price = 8;\nprint("price", price);');
    await until(() => cell.locator(".rhai-output").innerText(), (text) => text.includes("price 8"), "the output");
    await until(() => frame.locator('rhai-cell[cell="c2"] .rhai-output').innerText(), (text) => text.trim() === "16", "the dependent's");
    await context.close();
  });
}

test("where no worker may begin, that is said where Run was pressed, and all else works", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address("bare.html"));
  const { run, status, editor, root } = parts(opened, 1);
  for (let i = 0; i < 2; i++) {
    await run.click();
    await until(() => status.innerText(), (text) => text.startsWith("the engine's worker could not be started"), "the word");
    assert.match((await status.getAttribute("title")) ?? "", /Open the page in a window of its own/);
  }
  await root.locator(".rhai-source, .cm-content").first().click();
  await editor.waitFor();
  await type(opened, 1, 'print("mine");');
  assert.match(await editor.innerText(), /mine/);
  await opened.getByRole("button", { name: "Share" }).click();
  await opened.getByRole("textbox", { name: "Link" }).waitFor();
  await context.close();
});

/** What there is of each part of the page, once and not twice. */
async function once(opened: Page): Promise<void> {
  await opened.locator("rhai-cell[ready]").nth(2).waitFor();
  assert.equal(await opened.getByRole("button", { name: "Run all" }).count(), 1);
  for (const number of [1, 2, 3]) {
    const { root, run, output } = parts(opened, number);
    assert.equal(await run.count(), 1);
    assert.equal(await output.count(), 1);
    assert.equal(await root.locator("> .rhai-head").count(), 1);
    assert.equal(await root.locator("> .rhai-source, > .rhai-editor").count(), 1);
    assert.equal(await output.locator("> *").count(), 1);
  }
}

const author = (opened: Page, number: number) =>
  parts(opened, number).root.evaluate((cell) => (cell as HTMLElement & { author: string }).author);

const WAYS: [string, () => void][] = [
  ["its own HTML", () => {
    const { body } = document;
    body.innerHTML = String(body.innerHTML);
  }],
  ["a copy, as Turbo does", () => document.body.replaceWith(document.body.cloneNode(true))],
  ["its own HTML, with the script once more", () => {
    const main = document.querySelector("main");
    if (main) main.innerHTML = String(main.innerHTML);
    const script = document.createElement("script");
    script.src = "rhaibook.js";
    document.body.append(script);
  }],
];
for (const [name, restore] of WAYS) {
  test(`put back from ${name}: everything is there once, and alive`, async () => {
    const context = await open();
    const { page: opened, faults } = await visit(context, site.address());
    await type(opened, 1, 'let price = 8;\nprint("price", price);');
    await until(() => parts(opened, 2).output.innerText(), (text) => text.trim() === "16", "the output");
    await opened.waitForTimeout(500);
    await opened.evaluate(restore);
    await once(opened);
    assert.equal(await author(opened, 1), 'let price = 3;\nprint("price", price);');
    assert.equal(await author(opened, 3), "prnt(1);");
    // The reader's edit is there, and edits go on.
    await until(() => parts(opened, 2).output.innerText(), (text) => text.trim() === "16", "the output again");
    await type(opened, 1, "let price = 5;");
    await until(() => parts(opened, 2).output.innerText(), (text) => text.trim() === "10", "the next output");
    await parts(opened, 1).reset.click();
    await until(() => parts(opened, 1).output.innerText(), (text) => text.trim() === "price 3", "the author's output");
    await once(opened);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("a page that was saved as it stood is the author's when it is opened", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, "let price = 8;\nprnt(price);");
  await until(() => parts(opened, 1).root.locator(".rhai-error").count(), (count) => count === 1, "the error");
  await parts(opened, 2).root.locator(".cm-content").waitFor();
  site.pages.set("saved.html", `<!doctype html>\n${await opened.evaluate(() => document.documentElement.outerHTML)}`);
  const { page: saved, faults } = await visit(context, site.address("saved.html"));
  await once(saved);
  assert.equal((await parts(saved, 1).output.innerText()).trim(), "price 3");
  assert.equal(await author(saved, 1), 'let price = 3;\nprint("price", price);');
  await type(saved, 1, "let price = 4;");
  await until(() => parts(saved, 2).output.innerText(), (text) => text.trim() === "8", "the output");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a page that the browser has translated runs what its author wrote", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  // As browsers do: texts are put into elements of their own, with other words.
  const translate = () => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement;
      if (element?.isContentEditable || !element?.translate || !node.nodeValue?.trim()) continue;
      texts.push(node as Text);
    }
    for (const text of texts) {
      const outer = document.createElement("font");
      const inner = outer.appendChild(document.createElement("font"));
      inner.textContent = `«${text.nodeValue}»`;
      text.replaceWith(outer);
    }
  };
  await opened.evaluate(translate);
  assert.match(await opened.locator("h1").innerText(), /«/);
  for (const number of [1, 2, 3]) {
    assert.doesNotMatch(await parts(opened, number).root.locator("> .rhai-source, > .rhai-editor").innerText(), /«/);
    assert.doesNotMatch(await parts(opened, number).output.innerText(), /«/);
  }
  await parts(opened, 1).run.click();
  await type(opened, 1, 'let price = 8;\nprint("price", price);');
  await opened.evaluate(translate);
  await until(() => parts(opened, 2).output.innerText(), (text) => text.trim() === "16", "the output");
  await type(opened, 1, "let price = 5; // «»");
  await until(() => parts(opened, 2).output.innerText(), (text) => text.trim() === "10", "the next output");
  assert.deepEqual(faults, []);
  await context.close();
});
