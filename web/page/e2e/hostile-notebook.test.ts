/**
 * A notebook full of hostile prose and outputs, published: nothing of it runs, loads, leads away or covers the page. Once
 * as readers get it, and once without the page's policy, so that the sanitiser alone stands in the way.
 *
 * `RHAIBOOK` names the program that makes the page; without it, the one that the tests of the workspace build.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DIST, ROOT, visit, world } from "./harness.ts";

const { site, open } = world();
const PROGRAM = process.env.RHAIBOOK ?? join(ROOT, "../../target/debug/rhaibook");
const folder = mkdtempSync(join(tmpdir(), "rhaibook-hostile-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Hostile {
  name: string;
  text: string;
}
const HOSTILE: Hostile[] = JSON.parse(readFileSync(join(ROOT, "../site/tests/hostile.json"), "utf8"));

before(() => {
  assert.ok(existsSync(PROGRAM), `there is no ${PROGRAM}: cargo build -p rhaibook`);
  const cells = HOSTILE.flatMap(({ text }, index) => {
    const source = JSON.stringify(text);
    const code = ["html", "markdown", "latex", "print", "svg"].map((how) => ({
      cell_type: "code",
      id: `c${index}-${how}`,
      metadata: { tags: ["raises-exception", "live-off"] },
      source: `${how}(${source})`,
      outputs: [],
      execution_count: null,
    }));
    return [{ cell_type: "markdown", id: `m${index}`, metadata: {}, source: `${text}\n` }, ...code];
  });
  const metadata = { title: HOSTILE[0]?.text, kernelspec: { name: "rhai", display_name: "Rhai", language: "rhai" } };
  const notebook = join(folder, "hostile.ipynb");
  writeFileSync(notebook, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
  execFileSync(PROGRAM, ["build", notebook, "--out", join(folder, "site"), "--bundle", DIST], { stdio: ["ignore", "ignore", "inherit"] });
  site.pages.set("index.html", readFileSync(join(folder, "site/index.html"), "utf8"));
});

for (const bypassCSP of [false, true]) {
  test(`a hostile notebook does nothing${bypassCSP ? ", even without a policy" : ""}`, { timeout: 300_000 }, async () => {
    assert.ok(HOSTILE.length >= 60);
    const context = await open({ bypassCSP, serviceWorkers: "block" });
    const happened: string[] = [];
    context.on("request", (request) => {
      if (!request.url().startsWith(site.address("")) && !/^(data|blob):/.test(request.url())) happened.push(`asked for ${request.url()}`);
    });
    context.on("dialog", (dialog) => {
      happened.push(`said ${dialog.message()}`);
      dialog.dismiss().catch(() => undefined);
    });
    const { page, faults } = await visit(context, site.address());
    await page.waitForTimeout(1000);
    const here = page.url();

    // What waits for the reader: the pointer, the focus, the keyboard.
    await page.evaluate(async () => {
      for (const element of document.querySelectorAll<HTMLElement>("main *")) {
        for (const name of ["mouseover", "focus", "blur", "toggle", "load", "error", "pointerenter", "animationstart", "click"]) {
          if (name === "click" && (element.closest("a, button, rhai-cell, details"))) continue;
          element.dispatchEvent(new Event(name, { bubbles: false }));
        }
      }
      await new Promise((done) => setTimeout(done, 500));
    });
    const left = await page.evaluate(() => {
      const found: string[] = [];
      for (const link of document.querySelectorAll<HTMLAnchorElement>("main a[href]")) {
        if (!/^https?:$/.test(link.protocol) || link.rel !== "noopener") found.push(`a link to ${link.href}`);
      }
      for (const element of document.querySelectorAll<HTMLElement>("main .rhai-output *, main > :not(rhai-cell), main > :not(rhai-cell) *")) {
        const { position } = getComputedStyle(element);
        // The editor of a cell and what belongs to it is the page's own.
        if (!element.closest(".rhai-head, .cm-editor") && (position === "fixed" || position === "sticky")) found.push(`${element.localName} is ${position}`);
        if (/^(script|style|iframe|object|embed|form|link|meta|base|template)$/.test(element.localName)) found.push(element.localName);
      }
      return found;
    });
    assert.deepEqual(left, []);
    assert.deepEqual(happened, []);
    assert.equal(page.url(), here);
    assert.equal(context.pages().length, 1);
    const own = faults.filter((fault) => !/Failed to load resource|rhaibook-worker|rhaibook\.wasm/.test(fault));
    assert.deepEqual(own, [], "a policy that had to step in is a hole in the sanitiser");
    await context.close();
  });
}
