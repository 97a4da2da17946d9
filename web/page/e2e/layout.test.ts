/** How pages lie on phones, desks and paper: what fits, what is in sight, and that nothing moves. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { DIST, ROOT, until, visit, world } from "./harness.ts";

const { site, open } = world();
const PROGRAM = process.env.RHAIBOOK ?? join(ROOT, "../../target/debug/rhaibook");
const folder = mkdtempSync(join(tmpdir(), "rhaibook-layout-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const HUNDRED = `let words = "${"x".repeat(85)}";`;
assert.equal(HUNDRED.length, 100);

const code = (id: string, source: string, metadata: object = {}) =>
  ({ cell_type: "code", id, source, metadata, outputs: [], execution_count: null });
const prose = (id: string, source: string) => ({ cell_type: "markdown", id, metadata: {}, source });
const CELLS = [
  prose("m1", "# A page\n\nSome prose.\n\n## A part\n\nMore."),
  prose("m2", "## Another part\n\nMore."),
  code("wide", HUNDRED),
  code("wider", `print("${"y".repeat(200)}");`),
  code("slider", 'let n = slider("tokens", 0.0, 10.0, 4.0);\nlet kind = choice("kind", ["a", "b"]);\nn'),
  code("predict", "6 * 7", { tags: ["predict"] }),
  code("low", `${"let a = 1;\n".repeat(60)}for i in 0..100 { print(i); }`, { rhaibook: { height: "10em" } }),
  code("answer", 'print("secret");', { jupyter: { source_hidden: true } }),
  code("bars", 'score_rubric(["a", "b"], [0.5, 0.5], dict([["one", [1, 9]], ["two", [5, 2]]]))'),
];

before(() => {
  const metadata = { kernelspec: { name: "rhai", display_name: "Rhai", language: "rhai" } };
  const book = (name: string, cells: object[]) => {
    const file = join(folder, `${name}.ipynb`);
    writeFileSync(file, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
    return file;
  };
  const books = [
    book("page", CELLS),
    book("other", [prose("m1", "# Another page with a title so long that a menu has to break it, or to be cut off")]),
  ];
  execFileSync(PROGRAM, ["build", ...books, "--out", join(folder, "site"), "--bundle", DIST], { stdio: ["ignore", "ignore", "inherit"] });
  for (const file of readdirSync(join(folder, "site"))) {
    if (/\.(html|ipynb)$/.test(file)) site.pages.set(file, readFileSync(join(folder, "site", file), "utf8"));
  }
});

const cell = (page: Page, id: string) => page.locator(`rhai-cell[cell="${id}"]`);
/** The source, as it came or in its editor. */
const SOURCE = ".rhai-source, .cm-scroller";
const scrolls = (box: Locator) => box.evaluate((node) => node.scrollWidth - node.clientWidth);
const overhang = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
/** What of an element lies outside the window, to the left or to the right. */
const outside = (box: Locator) =>
  box.evaluate((node) => {
    const { left, right } = node.getBoundingClientRect();
    return Math.max(0, -left, right - document.documentElement.clientWidth);
  });

for (const width of [320, 390, 768]) {
  test(`fingers, ${width} pixels`, async () => {
    const context = await open({ viewport: { width, height: 800 }, hasTouch: true, isMobile: true });
    const { page, faults } = await visit(context, site.address("page.html"));
    await page.locator("rhai-cell[ready]").first().waitFor();
    assert.equal(await overhang(page), 0, "the page scrolls sideways");

    await page.locator(".rhai-pages summary").tap();
    assert.equal(await outside(page.locator(".rhai-pages ul")), 0, "the menu of pages");
    assert.ok((await page.locator(".rhai-pages ul").boundingBox())?.width);
    await page.locator(".rhai-pages summary").tap();
    await page.locator(".rhai-menu > summary").tap();
    assert.equal(await outside(page.locator(".rhai-menu-list")), 0, "the menu of the toolbar");
    await page.keyboard.press("Escape");

    // Below 16 pixels, iOS zooms into what is written in.
    // A cell gets its editor when it is near, and what was just found is gone then.
    const size = async (box: Locator) => {
      for (;;) {
        const found = await box.evaluate((node) => Number.parseFloat(getComputedStyle(node).fontSize));
        if (!Number.isNaN(found)) return found;
      }
    };
    const root = cell(page, "wide");
    assert.ok((await size(root.locator(SOURCE))) >= 16, "the source");
    await root.locator(SOURCE).tap();
    await root.locator(".cm-content").waitFor();
    assert.ok((await size(root.locator(".cm-content"))) >= 16, "the editor");
    assert.ok((await size(root.locator(".cm-line").first())) >= 16, "its lines");
    await cell(page, "slider").locator(".rhai-run").tap();
    await cell(page, "slider").locator("select").waitFor();
    assert.ok((await size(cell(page, "slider").locator("select"))) >= 16, "a menu in the output");
    assert.equal(await overhang(page), 0, "the page scrolls sideways with an editor and controls");
    assert.deepEqual(faults, []);
    await context.close();
  });
}

for (const width of [1024, 1280, 1920]) {
  test(`a hundred characters fit into a cell at ${width} pixels`, async () => {
    const context = await open({ viewport: { width, height: 800 } });
    const { page } = await visit(context, site.address("page.html"));
    const root = cell(page, "wide");
    await page.locator("rhai-cell[ready]").first().waitFor();
    assert.ok((await scrolls(root.locator(SOURCE))) <= 0, "the source");
    await root.locator(SOURCE).click();
    await root.locator(".cm-scroller").waitFor();
    assert.ok((await scrolls(root.locator(".cm-scroller"))) <= 0, "the editor");
    assert.equal(await outside(root), 0);
    assert.equal(await overhang(page), 0);
    // Prose keeps its measure, which is as much as one likes to read.
    const lines = (await page.locator(".rhai-main > p").first().boundingBox())?.width ?? 0;
    assert.ok(lines > 400 && lines < 720, `${lines} pixels`);
    await context.close();
  });
}

test("what goes on behind an edge has a shadow there", async () => {
  const context = await open({ viewport: { width: 390, height: 800 } });
  const { page } = await visit(context, site.address("page.html"));
  await page.locator("rhai-cell[ready]").first().waitFor();
  for (const box of [cell(page, "wider").locator(SOURCE), cell(page, "wider").locator(".rhai-text")]) {
    assert.ok((await scrolls(box)) > 100);
    // The covers go with the text, the shadows stay.
    assert.equal(await box.evaluate((node) => getComputedStyle(node).backgroundAttachment), "local, local, scroll, scroll");
  }
  await context.close();
});

test("nothing moves when something is said", async () => {
  const context = await open({ viewport: { width: 1280, height: 800 } });
  const { page } = await visit(context, site.address("page.html"));
  await page.locator("rhai-toolbar .rhai-button").first().waitFor();
  const places = () =>
    page.evaluate(() =>
      ["h1", "rhai-toolbar", "rhai-toolbar .rhai-button", "rhai-cell"].map((name) => {
        const { left, top } = document.querySelector(name)?.getBoundingClientRect() ?? { left: -1, top: -1 };
        return [Math.round(left), Math.round(top)];
      }),
    );
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    for (const name of ["Share", "Reset all"]) {
      const before = await places();
      if (width < 640) await page.locator(".rhai-menu > summary").click();
      await page.getByRole("button", { name, exact: true }).locator("visible=true").click();
      const said = page.locator(".rhai-said");
      await said.waitFor();
      assert.deepEqual(await places(), before, `${name}, ${width} pixels`);
      assert.equal(await outside(said), 0, `${name}, ${width} pixels`);
      await said.locator(".rhai-close").click();
    }
  }
  await context.close();
});

test("what is to be guessed stays folded until it is run", async () => {
  const context = await open();
  const { page } = await visit(context, site.address("page.html"));
  const root = cell(page, "predict");
  const output = root.locator(".rhai-output");
  await page.locator("rhai-cell[ready]").first().waitFor();
  assert.equal(await output.isVisible(), false);
  // A cell below that runs by itself opens nothing.
  await cell(page, "slider").locator(".rhai-run").click();
  await cell(page, "slider").locator("select").waitFor();
  assert.equal(await output.isVisible(), false);
  await root.locator(".rhai-run").click();
  await until(() => output.innerText(), (text) => text.trim() === "42", "the output");
  await until(() => root.locator(".rhai-predict").count(), (folds) => folds === 0, "the fold");

  await page.reload();
  // Before its script is there, the page folds the output by itself.
  await until(() => root.getAttribute("ready"), (ready) => ready !== null, "the cell's script");
  await root.getByText("Show what it gives").click();
  await until(() => output.innerText(), (text) => text.trim() === "42", "the output");
  await until(() => root.locator(".rhai-predict").count(), (folds) => folds === 0, "the fold");
  await context.close();

  const still = await open({ javaScriptEnabled: false });
  const { page: printed } = await visit(still, site.address("page.html"));
  assert.equal(await cell(printed, "predict").locator(".rhai-output").isVisible(), false);
  await cell(printed, "predict").getByText("Show what it gives").click();
  assert.match(await cell(printed, "predict").locator(".rhai-output").innerText(), /42/);
  await still.close();
});

test("a height bounds source and output", async () => {
  const context = await open();
  const { page } = await visit(context, site.address("page.html"));
  await page.locator("rhai-cell[ready]").first().waitFor();
  for (const name of [SOURCE, ".rhai-output .rhai-text"]) {
    const box = cell(page, "low").locator(name);
    const { shown, whole } = await box.evaluate((node) => ({ shown: node.clientHeight, whole: node.scrollHeight }));
    assert.ok(shown > 80 && shown < 200 && whole > 500, `${name}: ${shown} of ${whole}`);
  }
  await context.close();
});

test("paper is white, has no buttons, and hides what the author hid", async () => {
  const context = await open({ colorScheme: "dark" });
  const { page } = await visit(context, site.address("page.html"));
  await page.locator("rhai-cell[ready]").first().waitFor();
  await cell(page, "slider").locator(".rhai-run").click();
  await cell(page, "slider").locator("select").waitFor();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const colours = await page.evaluate(() =>
    ["body", "h2", ":is(rhai-cell) :is(.rhai-source, .cm-line)", ".rhai-output .rhai-text"].map((name) => {
      const { color } = getComputedStyle(document.querySelector(name) ?? document.body);
      return Math.max(...(color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
    }),
  );
  assert.ok(colours.every((brightest) => brightest < 90), `the ink is light: ${colours}`);
  for (const name of [".rhai-header", ".rhai-head", ".rhai-run", "input[type=range]", ".rhai-predict > summary"]) {
    assert.equal(await page.locator(name).locator("visible=true").count(), 0, name);
  }
  assert.equal(await cell(page, "answer").locator(SOURCE).isVisible(), false);
  assert.equal(await cell(page, "answer").locator(".rhai-output").isVisible(), true);
  assert.match(await cell(page, "slider").locator(".rhai-output").innerText(), /tokens\s*4/);
  assert.equal(await cell(page, "bars").locator("td").first().evaluate((node) => getComputedStyle(node).printColorAdjust), "exact");
  assert.equal(await cell(page, "wide").evaluate((node) => getComputedStyle(node).breakInside), "avoid");
  assert.ok((await scrolls(cell(page, "wider").locator(SOURCE))) <= 0, "long lines are broken");
  await context.close();
});
