/** What the reader wrote is kept, shared and given away as files, and there without a network. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { page, parts, printed, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

const chapter = (first: string, title = "A chapter") =>
  page(
    [
      "<h1>Heading</h1><p>Some <em>prose</em>.</p>",
      { source: first, output: printed("author\n") },
      { source: 'print("second");', output: printed("second\n") },
    ],
    title,
  );
site.pages.set("index.html", chapter('print("author");'));
site.pages.set("other.html", chapter('print("author");', "Another"));

test("edits are there after a reload, for this page only", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, 'print("mine");');
  await until(() => parts(opened, 1).output.innerText(), (text) => text.includes("mine"), "the output");
  await opened.reload();
  assert.match(await parts(opened, 1).root.locator(".rhai-source, .cm-content").innerText(), /mine/);
  await until(() => parts(opened, 1).output.innerText(), (text) => text.includes("mine"), "the output after the reload");
  assert.equal(await parts(opened, 1).reset.isVisible(), true);
  await opened.goto(site.address("other.html"));
  assert.match(await parts(opened, 1).root.locator(".rhai-source, .cm-content").innerText(), /author/);
  await context.close();
});

test("an edit made just before the page is left is kept", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, 'print("at the last moment");');
  await opened.reload();
  assert.match(await parts(opened, 1).root.locator(".rhai-source, .cm-content").innerText(), /last moment/);
  await context.close();
});

for (const [answer, expected] of [["Keep mine", /mine/], ["Take new", /rewritten/]] as const) {
  test(`the chapter changed: ${answer}`, async () => {
    site.pages.set("index.html", chapter('print("author");'));
    const context = await open();
    const { page: opened } = await visit(context, site.address());
    await type(opened, 1, 'print("mine");');
    await opened.waitForTimeout(500);
    site.pages.set("index.html", chapter('print("rewritten");'));
    await opened.reload();
    const { root } = parts(opened, 1);
    const source = root.locator(".rhai-source, .cm-content");
    assert.match(await source.innerText(), /rewritten/);
    await root.getByText("The chapter changed").waitFor();
    // Not deciding loses neither, nor what is written meanwhile.
    await type(opened, 1, 'print("meanwhile");');
    await opened.reload();
    assert.match(await source.innerText(), /meanwhile/);
    await opened.keyboard.press("Escape");
    await type(opened, 1, 'print("rewritten");');
    await root.getByRole("button", { name: answer }).click();
    assert.match(await source.innerText(), expected);
    await opened.reload();
    assert.match(await source.innerText(), expected);
    assert.equal(await root.locator(".rhai-notice").count(), 0);
    site.pages.set("index.html", chapter('print("author");'));
    await context.close();
  });
}

test("a shared link shows the edits, runs nothing until told to, and leaves the reader's own edits alone", async () => {
  const sender = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const { page: from } = await visit(sender, site.address());
  await type(from, 1, 'print("from a friend, 100 % — Ω");');
  await from.getByRole("button", { name: "Share" }).click();
  const link = await from.getByRole("textbox", { name: "Link" }).inputValue();
  assert.ok(link.startsWith(`${site.address()}#rhai=`) && link.length < 400, link);
  await sender.close();

  const receiver = await open();
  const { page: opened, faults } = await visit(receiver, site.address());
  await type(opened, 2, 'print("my own");');
  await opened.waitForTimeout(500);
  await opened.goto(site.address("other.html"));
  await opened.goto(link);
  const { root, output } = parts(opened, 1);
  const source = root.locator(".rhai-source, .cm-content");
  await until(() => source.innerText(), (text) => text.includes("from a friend, 100 % — Ω"), "the friend's edit");
  await opened.waitForTimeout(1500);
  assert.equal((await output.innerText()).trim(), "author");
  // An edit of one's own runs nothing of it either, so long as nobody says so.
  await type(opened, 2, 'print("typed");');
  await opened.waitForTimeout(700);
  assert.equal((await output.innerText()).trim(), "author");
  await opened.getByRole("button", { name: "Run them" }).click();
  await until(() => output.innerText(), (text) => text.includes("from a friend"), "the run");
  await opened.goto(site.address("other.html"));
  await opened.goto(site.address());
  assert.match(await source.innerText(), /author/);
  assert.match(await parts(opened, 2).root.locator(".rhai-source, .cm-content").innerText(), /my own/);
  // Opened where the page is open already, and dropped: the reader's own edits are there again.
  await opened.goto(link);
  await until(() => source.innerText(), (text) => text.includes("from a friend"), "the friend's edit again");
  await opened.getByRole("button", { name: "Drop them" }).click();
  assert.match(await source.innerText(), /author/);
  assert.match(await parts(opened, 2).root.locator(".rhai-source, .cm-content").innerText(), /my own/);
  assert.deepEqual(faults, []);
  await receiver.close();
});

test("the notice of a shared link stands where the page opens, covers nothing, and can be undone", async () => {
  site.pages.set("long.html", page([
    { source: 'print("first");', output: printed("first\n") },
    ...Array.from({ length: 40 }, () => "<p>Prose.</p><p>More prose.</p>"),
    { source: 'print("author");', output: printed("author\n") },
  ]));
  const context = await open();
  const { page: from } = await visit(context, site.address("long.html"));
  await type(from, 2, 'print("a friend");');
  await from.getByRole("button", { name: "Share" }).click();
  const link = await from.getByRole("textbox", { name: "Link" }).inputValue();
  const receiver = await open();
  const { page: opened, faults } = await visit(receiver, link);
  const bar = opened.locator(".rhai-bar");
  await bar.waitFor();
  const tools = opened.locator("rhai-toolbar");
  const apart = async () => {
    const [a, b] = [await bar.boundingBox(), await tools.boundingBox()];
    assert.ok(a && b && a.y >= b.y + b.height - 1 && a.y < 200, JSON.stringify([a, b]));
  };
  await apart();
  await opened.getByRole("button", { name: "Show them" }).click();
  await until(() => parts(opened, 2).root.boundingBox(), (box) => box !== null && box.y > 0 && box.y < 720, "the edited cell in sight");
  await apart();
  await opened.getByRole("button", { name: "Run them" }).click();
  await until(() => parts(opened, 2).output.innerText(), (text) => text.includes("a friend"), "the run");
  await bar.getByRole("button", { name: "Undo" }).click();
  await until(() => parts(opened, 2).output.innerText(), (text) => text.trim() === "author", "the author's");
  await bar.getByRole("button", { name: "Undo" }).click();
  await until(() => parts(opened, 2).root.innerText(), (text) => text.includes("a friend"), "the friend's again");
  await bar.getByRole("button", { name: "Run them" }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
  await receiver.close();
});

test("a damaged link says so and harms nothing", async () => {
  const context = await open();
  for (const fragment of ["rhai=@@@", "rhai=AAAA", "rhai="]) {
    const { page: opened, faults } = await visit(context, `${site.address()}#${fragment}`);
    await opened.getByText("is damaged").waitFor();
    assert.match(await parts(opened, 1).root.locator(".rhai-source, .cm-content").innerText(), /author/);
    assert.deepEqual(faults, []);
    await opened.close();
  }
  await context.close();
});

test("Reset all takes everything back, and its Undo brings it again", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, 'print("one");');
  await type(opened, 2, 'print("two");');
  await until(() => parts(opened, 2).output.innerText(), (text) => text.includes("two"), "the output");
  await opened.getByRole("button", { name: "Reset all" }).click();
  await until(() => parts(opened, 1).editor.innerText(), (text) => text.includes("author"), "the author's text");
  await until(() => parts(opened, 1).output.innerText(), (text) => text.trim() === "author", "the author's output");
  await opened.getByRole("button", { name: "Undo" }).click();
  assert.match(await parts(opened, 1).editor.innerText(), /one/);
  await until(() => parts(opened, 2).output.innerText(), (text) => text.includes("two"), "the output again");
  await context.close();
});

test("the page as files", async () => {
  const context = await open({ acceptDownloads: true });
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, 'print("mine");');
  await until(() => parts(opened, 1).output.innerText(), (text) => text.includes("mine"), "the output");
  const download = async (name: string) => {
    await opened.locator(".rhai-menu > summary").click();
    const [file] = await Promise.all([
      opened.waitForEvent("download"),
      opened.getByRole("button", { name }).click(),
    ]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
  };
  const script = await download("script");
  assert.match(script.name, /\.rhai$/);
  assert.equal(
    script.text,
    '// %% [markdown]\n// # Heading\n\n// %% [markdown]\n// Some prose.\n\n// %%\nprint("mine");\n\n// %%\nprint("second");\n',
  );
  const notebook = await download("notebook");
  assert.match(notebook.name, /\.ipynb$/);
  const { cells, nbformat } = JSON.parse(notebook.text) as {
    nbformat: number;
    cells: { cell_type: string; source: string[]; outputs?: { text?: string[] }[] }[];
  };
  assert.equal(nbformat, 4);
  assert.deepEqual(cells.map(({ cell_type: kind, source }) => [kind, source.join("")]), [
    ["markdown", "# Heading"], ["markdown", "Some prose."], ["code", 'print("mine");'], ["code", 'print("second");'],
  ]);
  assert.deepEqual(cells[2]?.outputs?.[0]?.text, ["mine\n"]);
  await context.close();
});

test("after the first visit it works offline, edits run too; online, the page is never an old one", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await opened.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
  await until(
    () => opened.evaluate(async () => {
      const keys = await caches.keys();
      const all = await Promise.all(keys.map(async (key) => (await (await caches.open(key)).keys()).map(({ url }) => url)));
      return all.flat().join(" ");
    }),
    (urls) => ["rhaibook.js", "rhaibook.css", "rhaibook-editor.js", "/book/ "].every((part) => `${urls} `.includes(part) || part === "/book/ " && urls.includes("index.html")),
    "what is kept",
  );
  site.pages.set("index.html", chapter('print("new edition");'));
  await opened.reload();
  assert.match(await parts(opened, 1).root.locator(".rhai-source, .cm-content").innerText(), /new edition/);
  await opened.waitForTimeout(500);

  await site.stop();
  await opened.reload();
  assert.match(await parts(opened, 1).root.locator(".rhai-source, .cm-content").innerText(), /new edition/);
  await type(opened, 1, 'print("offline");');
  await until(() => parts(opened, 1).output.innerText(), (text) => text.includes("offline"), "an output without a network");
  await site.start();
  site.pages.set("index.html", chapter('print("author");'));
  await opened.reload();
  await until(
    () => parts(opened, 1).root.innerText(),
    (text) => text.includes("The chapter changed"),
    "the notice of a new edition",
  );
  await context.close();
});
