/** What a page's head fetches before the page is read. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { page, parts, printed, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

const text = page(["<h1>Heading</h1>", { source: 'print("author");', output: printed("author\n") }]);
const headed = (script: string) => text.replace("</head>", `${script}</head>`);
site.pages.set("live.html", headed('<script src="rhaibook-early.js" data-live></script>'));
site.pages.set("prose.html", headed('<script src="rhaibook-early.js"></script>').replace(/<rhai-cell[\s\S]*<\/rhai-cell>/, ""));

const asked = (name: string) => site.asked.filter((address) => address.includes(name)).length;

test("editor and engine come once, whether they were wanted early or not", async () => {
  site.asked.length = 0;
  const context = await open({ serviceWorkers: "block" });
  const { page: opened, faults } = await visit(context, site.address("live.html"));
  const warnings: string[] = [];
  opened.on("console", (message) => warnings.push(message.text()));
  await until(async () => asked("rhaibook.wasm"), (count) => count === 1, "the engine was not asked for");
  await type(opened, 1, 'print("mine");');
  await until(() => parts(opened, 1).output.innerText(), (shown) => shown.includes("mine"), "the output");
  // Browsers complain of what was fetched in vain a few seconds after the page was loaded.
  await opened.waitForTimeout(4000);
  assert.deepEqual([asked("rhaibook.wasm"), asked("rhaibook-editor.js")], [1, 1]);
  assert.deepEqual([...faults, ...warnings.filter((said) => said.includes("preload"))], []);
  await context.close();
});

test("an engine that could not be had early is asked for again", async () => {
  site.asked.length = 0;
  const context = await open({ serviceWorkers: "block" });
  await context.route(/rhaibook\.wasm/, (route) => route.abort(), { times: 1 });
  const { page: opened } = await visit(context, site.address("live.html"));
  await type(opened, 1, 'print("mine");');
  await until(() => parts(opened, 1).output.innerText(), (shown) => shown.includes("mine"), "the output");
  assert.equal(asked("rhaibook.wasm"), 1);
  await context.close();
});

test("a page without cells fetches neither", async () => {
  site.asked.length = 0;
  const context = await open({ serviceWorkers: "block" });
  const { page: opened } = await visit(context, site.address("prose.html"));
  await opened.waitForTimeout(1000);
  assert.deepEqual([asked("rhaibook.wasm"), asked("rhaibook-editor.js")], [0, 0]);
  await context.close();
});
