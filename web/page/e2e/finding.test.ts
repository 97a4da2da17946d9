/** What a reader looks for: what an error means, what a call takes, which section this is, what changed further down. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { page, parts, printed, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

const PROSE = Array.from({ length: 30 }, () => "<p>Prose, and more of it.</p>").join("\n");
site.pages.set("index.html", page([
  { source: "prnt(1);", output: '<div class="rhai-error"><pre>NameError: no function `prnt`\nin cell [1] line 1\nmore: ?R021</pre></div>' },
  { source: "let price = 3.0;", output: "" },
]));
site.pages.set("long.html", page([
  "<h1>A chapter</h1>",
  { source: "let price = 3.0;", output: "" },
  '<h2 id="one">One</h2>', PROSE,
  { source: 'print("twice", price * 2.0);', output: printed("twice 6.0\n") },
  '<h2 id="two">Two</h2>', PROSE,
  { source: 'if price > 5.0 { throw "too dear"; }', output: "" },
]).replace('<div class="rhai-layout">', `<div class="rhai-layout"><nav class="rhai-toc"><ol><li><a href="#one">One</a></li><li><a href="#two">Two</a></li></ol></nav>`));

test("what an error means is folded out, by keys as well, of an error that the page came with and of one that a run gave", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  const first = parts(opened, 1).root.locator(".rhai-more");
  await first.locator("summary").click();
  await until(() => first.innerText(), (text) => /R021[\s\S]*misspelt/.test(text), "the explanation");
  const { root } = parts(opened, 2);
  await type(opened, 2, "let price = 3.0;\nprce * 2");
  const more = root.locator(".rhai-error .rhai-more");
  await more.waitFor();
  await opened.keyboard.press("Escape");
  for (let i = 0; i < 20; i++) {
    if (await more.locator("summary").evaluate((node) => node === document.activeElement)) break;
    await opened.keyboard.press("Tab");
  }
  await opened.keyboard.press("Enter");
  await until(() => more.innerText(), (text) => /R020 [\s\S]*misspelt/.test(text), "the explanation");
  assert.deepEqual(faults, []);
  await context.close();
});

test("members of a value that the cell itself makes, and the signature of a call", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  const { editor } = parts(opened, 2);
  await type(opened, 2, "let a = array([1, 2]);\n");
  await opened.keyboard.type("a.");
  const list = opened.locator(".cm-tooltip-autocomplete");
  await list.waitFor();
  const offered = await list.locator("li .cm-completionLabel").allInnerTexts();
  assert.ok(offered.includes("shape"), offered.join());
  assert.doesNotMatch((await list.locator("li").allInnerTexts()).join("\n"), /scenario\./);
  for (const name of ["columns", "criterion", "PI", "E"]) assert.ok(!offered.includes(name), `${name} of ${offered.join()}`);
  await opened.keyboard.press("Escape");
  await type(opened, 2, "");
  await opened.keyboard.type("let n = breakeven(");
  const signature = opened.locator(".rhai-signature");
  await until(() => signature.allInnerTexts(), (texts) => texts.join().includes("breakeven(p, F, m)"), "the signature");
  await opened.keyboard.type("3.0, 4.0");
  assert.equal(await signature.count(), 1);
  await opened.keyboard.press("End");
  await opened.keyboard.type(";");
  await until(() => signature.count(), (count) => count === 0, "the signature gone");
  assert.match(await editor.innerText(), /^let n = breakeven\(3\.0, 4\.0\);$/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("the list of sections follows the reader", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address("long.html"));
  const current = () => opened.locator(".rhai-toc a[aria-current]").allInnerTexts();
  await opened.waitForTimeout(500);
  assert.deepEqual(await current(), []);
  for (const [heading, name] of [["#one", "One"], ["#two", "Two"]]) {
    await opened.evaluate((id) => document.querySelector(id ?? "")?.scrollIntoView({ block: "start" }), heading);
    await until(current, (names) => names.join() === name, "the section");
  }
  await opened.evaluate(() => scrollTo(0, 0));
  await until(current, (names) => names.length === 0, "no section");
  await context.close();
});

test("what an edit has changed and broken out of sight is told, and the word leads there", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address("long.html"));
  await type(opened, 1, "let price = 9.0;");
  const word = opened.locator(".rhai-elsewhere button");
  await until(() => word.allInnerTexts(), (texts) => texts.join() === "cell 3 below: error; cell 2 below changed", "the word");
  await word.click();
  await until(() => parts(opened, 3).root.boundingBox(), (box) => box !== null && box.y > 0 && box.y < 720, "the cell in sight");
  assert.equal(await word.count(), 0);
  await opened.evaluate(() => scrollTo(0, 0));
  await type(opened, 1, "let price = 4.0;");
  await until(() => word.allInnerTexts(), (texts) => texts.join() === "cells 2, 3 below changed", "the word");
  await type(opened, 1, "let price = 4.0; // the same");
  await opened.waitForTimeout(1000);
  assert.equal(await word.count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test("Live says whether it is on, and a cell that cannot be edited says so", async () => {
  site.pages.set("locked.html", page([{ source: 'print("x");', attributes: "readonly" }]));
  const context = await open();
  const { page: opened } = await visit(context, site.address("locked.html"));
  const live = opened.getByRole("button", { name: "Live" });
  assert.equal(await live.innerText(), "Live: on");
  await live.click();
  assert.equal(await live.innerText(), "Live: off");
  await opened.reload();
  assert.equal(await live.innerText(), "Live: off");
  assert.equal(await parts(opened, 1).root.getByText("read only").isVisible(), true);
  await context.close();
});

test("a quiz keeps its question and has a button for each answer", async () => {
  site.pages.set("quiz.html", page([
    {
      source: 'let a = choice("The data comes with the weights.", ["not answered yet", "true", "false"]);\na == "false" // quiz',
      output: printed("The data comes with the weights.: not answered yet\n"),
    },
  ]));
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address("quiz.html"));
  const { output } = parts(opened, 1);
  const group = output.getByRole("group", { name: "The data comes with the weights." });
  await group.waitFor();
  await group.getByRole("button", { name: "False" }).click();
  await until(() => output.innerText(), (text) => /\btrue\b/.test(text), "the verdict");
  assert.match(await group.innerText(), /The data comes with the weights\.\s+True\s*False/);
  assert.equal(await group.getByRole("button", { name: "False" }).getAttribute("aria-pressed"), "true");
  await opened.keyboard.press("Shift+Tab");
  await opened.keyboard.press("Enter");
  await until(() => output.innerText(), (text) => /\bfalse\b/.test(text), "the other verdict");
  assert.deepEqual(faults, []);
  await context.close();
});
