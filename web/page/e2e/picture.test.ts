/**
 * What is made and what is live are one picture: outputs of every kind, shown by a page that `rhaibook build` has made and
 * by the live page's own code, are the same to a reader.
 *
 * `RHAIBOOK` names the program that makes the page; without it, the one that the tests of the workspace build.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { DIST, ROOT, visit, world } from "./harness.ts";
import type { Entry } from "./picture-page.ts";

const { site, open } = world();
const PROGRAM = process.env.RHAIBOOK ?? join(ROOT, "../../target/debug/rhaibook");
const folder = mkdtempSync(join(tmpdir(), "rhaibook-picture-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const read = <T>(name: string): T => JSON.parse(readFileSync(join(ROOT, "../site/tests", name), "utf8"));
const ENTRIES = read<Entry[]>("picture.json");

before(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, "e2e/picture-page.ts")],
    bundle: true,
    format: "iife",
    write: false,
    logLevel: "warning",
  });
  site.pages.set("picture.js", outputFiles[0]?.text ?? "");
  site.pages.set("picture.html", '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script defer src="picture.js"></script>');
});

/** The outputs as a notebook holds them; cells that are not run keep theirs. */
function made(): string[] {
  assert.ok(existsSync(PROGRAM), `there is no ${PROGRAM}: cargo build -p rhaibook`);
  const output = ({ text, data, error, warning }: Entry) => {
    if (text !== undefined) return { output_type: "stream", name: "stdout", text };
    if (data) {
      const json = data["application/json"];
      return { output_type: "display_data", metadata: {}, data: { ...data, ...(json && { "application/json": JSON.parse(json) }) } };
    }
    if (warning !== undefined) return { output_type: "stream", name: "stderr", text: `${warning}\n` };
    return { output_type: "error", ename: "", evalue: "", traceback: (error ?? "").split("\n") };
  };
  const cells = ENTRIES.map((entry, index) => ({
    cell_type: "code",
    id: `c${index}`,
    metadata: { tags: ["skip-execution"] },
    source: "1",
    execution_count: 1,
    outputs: [output(entry)],
  }));
  const notebook = join(folder, "picture.ipynb");
  writeFileSync(notebook, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  execFileSync(PROGRAM, ["build", notebook, "--out", join(folder, "site"), "--bundle", DIST], { stdio: "pipe" });
  const page = readFileSync(join(folder, "site/index.html"), "utf8");
  return ENTRIES.map((_, index) => {
    const cell = page.split(`<rhai-cell cell="c${index}"`)[1]?.split("</rhai-cell>")[0] ?? "";
    return cell.split(/<div class="rhai-output"[^>]*>\n/)[1]?.replace(/<\/div>\s*$/, "") ?? "";
  });
}

test("what is made and what is live look the same", async () => {
  const context = await open();
  const { page, faults } = await visit(context, site.address("picture.html"));
  await page.waitForFunction("globalThis.live");
  const wrong: string[] = [];
  for (const [index, html] of made().entries()) {
    const entry = ENTRIES[index];
    const [live, built] = (await page.evaluate(`[live(${JSON.stringify(entry)}), made(${JSON.stringify(html)})]`)) as [string, string];
    if (live !== built) wrong.push(`${entry?.name}\n  live: ${live}\n  made: ${built}`);
  }
  assert.equal(wrong.join("\n\n"), "");
  assert.deepEqual(faults, []);
  assert.ok(ENTRIES.length >= 45);
  await context.close();
});

test("text is as a terminal shows it", async () => {
  const context = await open();
  const { page } = await visit(context, site.address("picture.html"));
  await page.waitForFunction("globalThis.live");
  for (const [text, wanted] of read<[string, string][]>("terminal.json")) {
    assert.equal(await page.evaluate(`terminal(${JSON.stringify(text)})`), wanted, JSON.stringify(text));
  }
  await context.close();
});

test("dollars are told apart as in pages that are made", async () => {
  const context = await open();
  const { page } = await visit(context, site.address("picture.html"));
  await page.waitForFunction("globalThis.live");
  const wrong: string[] = [];
  const cases = read<[string, string][]>("dollars.json");
  for (const [source, settled] of cases) {
    const [one, other] = (await page.evaluate(`[prose(${JSON.stringify(source)}), prose(${JSON.stringify(settled)})]`)) as { html: string; equations: number }[];
    // Outside code and HTML, what still is between bare dollars are the equations.
    const bare = settled.replace(/```[\s\S]*?```|`[^`]*`|^ {4}.*|<\/?[a-z]+(?:[\s:][^>]*)?>|\\\$/gm, "");
    const equations = bare.match(/\$\$[^$]+\$\$|\$[^$]+\$/g)?.length ?? 0;
    // What TeX's own delimiters enclose is not doubted; between dollars it might be.
    const same = one?.html === other?.html || /\\[([]|\\begin/.test(source);
    if (!same || one?.equations !== equations) {
      wrong.push(`${JSON.stringify(source)}: ${equations} equations\n  ${one?.html}\n  ${other?.html}`);
    }
  }
  assert.equal(wrong.join("\n"), "");
  assert.ok(cases.length > 70);
  await context.close();
});
