/** What runs show, and what readers do in it: plots, tables, questions, sliders, floods; and pages opened as files. */

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { DIST, page, parts, printed, ROOT, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

const PAGE = page([
  { source: 'print("first");', output: printed("first\n") },
  { source: 'let price = slider("price", 0.5, 50.0, 3.0, #{log: true});', output: printed("price: 3.0\n") },
  { source: "price * 2", output: '<div class="rhai-value"><pre class="rhai-text">6.0</pre></div>' },
]);
site.pages.set("index.html", PAGE);

test("a plot has a title and a text for those who don't see it, the library's colours, and answers to the pointer", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, 'plot_xy([1.0, 2.0, 3.0], [2.0, 4.0, 8.0], #{title: "Growth"})');
  const { output } = parts(opened, 1);
  const plot = output.locator("svg.rb-plot:visible");
  await plot.waitFor();
  assert.equal(await plot.getAttribute("role"), "img");
  assert.match((await plot.locator("> title").textContent()) ?? "", /Growth/);
  assert.match((await plot.locator("> desc").textContent()) ?? "", /8/);
  assert.ok((await plot.locator(".rb-hover > title").count()) >= 3);
  assert.equal(await output.locator("style, script").count(), 0);

  // The style sheet has the colours that the library declares.
  const theme = readFileSync(join(ROOT, "..", "..", "stdlib", "src", "plot", "theme.rs"), "utf8");
  const declared = [...theme.matchAll(/"(\w+)",\s*0x([\da-f]{6}),\s*0x([\da-f]{6}),\s*(None|Some)/g)];
  assert.ok(declared.length >= 14, String(declared.length));
  for (const [, name, light, dark, lab] of declared) {
    if (lab === "Some") continue;
    for (const [scheme, colour] of [["light", light], ["dark", dark]] as const) {
      await opened.emulateMedia({ colorScheme: scheme });
      // The page hears of it with its next frame.
      await opened.locator(`rhai-cell[data-theme=${scheme}]`).first().waitFor();
      const shown = await plot.evaluate((svg, name) => {
        const probe = svg.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "rect");
        probe.setAttribute("class", `rb-f-${name}`);
        svg.append(probe);
        const { fill } = getComputedStyle(probe);
        probe.remove();
        return fill;
      }, name ?? "");
      const numbers = colour?.match(/../g)?.map((pair) => Number.parseInt(pair, 16));
      assert.equal(shown, `rgb(${numbers?.join(", ")})`, `${name}, ${scheme}`);
    }
  }
  await context.close();
});

test("formulas are set, in Markdown and on their own; what is none or not known is shown as it is written", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  const { output } = parts(opened, 1);
  /** The formulas of a Markdown text as names of elements and what is in them, and the rest of the text. */
  let number = 0;
  const shown = async (source: string, call = "markdown") => {
    await type(opened, 1, `print("number", ${++number});\n${call}(#"${source}"#)`);
    await until(() => output.innerText(), (text) => text.startsWith(`number ${number}\n`), source.slice(0, 80));
    // What is long follows a text in the next frame.
    await opened.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return output.locator(".rhai-html").evaluate((shown) => {
      const box = shown.cloneNode(true) as Element;
      const told = (node: Element): string =>
        node.childElementCount === 0 ? (node.textContent ?? "") : `${node.localName}(${[...node.children].map(told).join(" ")})`;
      const found = [...box.querySelectorAll("math")].map((math) => {
        const text = told(math);
        math.replaceWith("…");
        return text;
      });
      return [...found, box.innerHTML];
    });
  };
  const cases: [string, string[]][] = [
    ["below $n^*$, **not** `$x$`", ["math(msup(n ∗))", "<p>below …, <strong>not</strong> <code>$x$</code></p>"]],
    ["$n_* = \\frac{F}{p - m}$", ["math(msub(n ∗) = mfrac(F mrow(p − m)))", "<p>…</p>"]],
    ["$$C_{\\text{api}} \\;=\\; p \\times n$$", ["math(msub(C api)  =  p × n)", "<p>…</p>"]],
    ["\\(x_1^{10} + \\sqrt[3]{y}\\)", ["math(msubsup(x 1 10) + mroot(y 3))", "<p>…</p>"]],
    ["$$\\sum_{i=1}^n \\left(\\bar x - \\alpha\\right)^2$$", ["math(munderover(∑ mrow(i = 1) n) msup(mrow(( mover(x ¯) − α )) 2))", "<p>…</p>"]],
    ["from $3 to $5, or $3-$5", ["<p>from $3 to $5, or $3-$5</p>"]],
    ["$\\nonsense{<b>}$ and $x_$ and ${$", ['<p><code class="language-tex">$\\nonsense{&lt;b&gt;}$</code> and <code class="language-tex">$x_$</code> and ${$</p>']],
    [`$${"\\sqrt{".repeat(5000)}x${"}".repeat(5000)}$`, [`<p><code class="language-tex">$${"\\sqrt{".repeat(5000)}x${"}".repeat(5000)}$</code></p>`]],
  ];
  for (const [source, expected] of cases) assert.deepEqual(await shown(source), expected, source.slice(0, 80));
  assert.deepEqual(await shown("n^2", "latex"), ["math(msup(n 2))", "…"]);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a wide table scrolls in itself and can be reached by the keyboard", async () => {
  const context = await open({ viewport: { width: 375, height: 700 } });
  const { page: opened } = await visit(context, site.address());
  const columns = Array.from({ length: 12 }, (_, i) => `column_number_${i}: [1, 2]`).join(", ");
  await type(opened, 1, `table(#{${columns}})`);
  const box = parts(opened, 1).output.locator(".rhai-table-box");
  await parts(opened, 1).output.locator("table").waitFor();
  assert.ok(await parts(opened, 1).output.evaluate((node) => node.scrollWidth <= node.clientWidth + 1));
  await until(() => box.getAttribute("tabindex"), (index) => index === "0", "the place in the tab order");
  assert.ok(await opened.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await context.close();
});

test("a question is a field in the output; its answer goes on with the run", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  await type(opened, 1, 'let name = input("Your name? ");\nprint("Hello", name);');
  const { output, run } = parts(opened, 1);
  const field = output.getByRole("textbox", { name: "Your name?" });
  await field.waitFor();
  await run.click();
  await until(() => field.evaluate((node) => document.activeElement === node), Boolean, "the focus after Run");
  await opened.keyboard.type("Ada");
  await opened.keyboard.press("Enter");
  await until(() => output.innerText(), (text) => text.includes("Hello Ada"), "the greeting");
  assert.equal(await field.count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a slider is alive without a press of Run, and cells that use it follow", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  const slider = parts(opened, 2).output.getByRole("slider", { name: "price" });
  await slider.waitFor();
  const { output } = parts(opened, 3);
  await slider.focus();
  await opened.keyboard.press("End");
  await until(() => output.innerText(), (text) => text.trim() === "100.0", "twice the greatest");
  await opened.keyboard.press("Home");
  await until(() => output.innerText(), (text) => text.trim() === "1.0", "twice the least");
  // A rush of places: the last one counts, and the slider stays where it was put.
  await slider.evaluate((node: HTMLInputElement) => {
    for (let place = 0; place <= 400; place++) {
      node.value = String(place);
      node.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  await until(() => output.innerText(), (text) => text.trim() === "100.0", "the last place");
  await opened.waitForTimeout(300);
  assert.equal(await slider.inputValue(), "400");
  assert.equal((await parts(opened, 2).output.innerText()).includes("50"), true);
  assert.deepEqual(faults, []);
  await context.close();
});

test("output comes while a cell runs, and a flood of it leaves the page usable", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, 'let i = 0;\nloop { print("line", i); i += 1; }');
  const { output, stop, status } = parts(opened, 1);
  await until(() => output.innerText(), (text) => text.includes("line 1"), "the first lines");
  const slowest = await opened.evaluate(async () => {
    let slowest = 0;
    for (let i = 0; i < 40; i++) {
      const begun = performance.now();
      await new Promise((next) => setTimeout(next, 10));
      slowest = Math.max(slowest, performance.now() - begun - 10);
    }
    return slowest;
  });
  assert.ok(slowest < 1500, `the page was blocked for ${slowest} ms`);
  await stop.click();
  await until(() => status.innerText(), (text) => text.startsWith("stopped"), "the end");
  await type(opened, 1, 'print("after");');
  await until(() => output.innerText(), (text) => text.trim() === "after", "the next run");
  await context.close();
});

test("a cell that takes all memory is an ordinary error, and the page goes on", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  await type(opened, 1, "let kept = 5;");
  await parts(opened, 1).run.click();
  await type(opened, 3, 'let hog = [];\nloop { hog.push("x".repeat(1000000)); }');
  const third = parts(opened, 3);
  await until(() => third.root.locator(".rhai-error").count(), (count) => count === 1, "the error", 60_000);
  await type(opened, 3, "kept + 1");
  await until(() => third.output.innerText(), (text) => text.trim() === "6", "the next run");
  await context.close();
});

test("sessions have variables of their own", async () => {
  const cell = (session: string, source: string) =>
    `<rhai-cell session="${session}"><pre class="rhai-source"><code>${source}</code></pre></rhai-cell>`;
  site.pages.set("sessions.html", page([cell("a", "let x = 1;"), cell("b", "let x = 20;"), cell("a", "x + 1"), cell("b", "x + 1")]));
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address("sessions.html"));
  const outputs = opened.locator(".rhai-output");
  await opened.getByRole("button", { name: "Run all" }).click();
  await until(() => outputs.allInnerTexts(), (texts) => texts.map((text) => text.trim()).join() === ",,2,21", "the values");
  assert.deepEqual(faults, []);
  await context.close();
});

test("an engine that could not be loaded is asked for again", async () => {
  const context = await open({ serviceWorkers: "block" });
  await context.route("**/rhaibook.wasm*", (route) => route.abort());
  const { page: opened } = await visit(context, site.address());
  const { output, status } = parts(opened, 1);
  await type(opened, 1, 'print("one");');
  await until(() => status.innerText(), (text) => /could not be loaded|failed to fetch/i.test(text), "the words");
  assert.match(await output.innerText(), /first/);
  await context.unroute("**/rhaibook.wasm*");
  await type(opened, 1, 'print("two");');
  await until(() => output.innerText(), (text) => text.includes("two"), "the output");
  await until(() => status.innerText(), (text) => text === "", "no words");
  await context.close();
});

test("a page opened as a file runs its cells", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rhaibook-"));
  cpSync(DIST, folder, { recursive: true });
  cpSync(join(ROOT, "..", "site", "assets", "page.css"), join(folder, "rhaibook-page.css"));
  writeFileSync(join(folder, "index.html"), PAGE);
  const context = await open();
  try {
    const { page: opened, faults } = await visit(context, pathToFileURL(join(folder, "index.html")).href);
    await type(opened, 1, 'print("from a file", 6 * 7);');
    await until(() => parts(opened, 1).output.innerText(), (text) => text.includes("from a file 42"), "the output");
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true });
  }
});

test("a page without cells has nothing to run, to share or to download", async () => {
  site.pages.set("list.html", page(["<p>Words.</p>"]));
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address("list.html"));
  const buttons = opened.locator("rhai-toolbar button");
  await buttons.first().waitFor();
  assert.deepEqual(await buttons.evaluateAll((all) => all.map((button) => button.getAttribute("aria-label"))), ["Light or dark"]);
  assert.deepEqual(faults, []);
  await context.close();
});
