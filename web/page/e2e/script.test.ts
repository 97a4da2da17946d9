/** A page taken along as a script: `rhaibook run` shows of it what it shows of the notebook. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { percent } from "../src/page/download.ts";
import { DIST, ROOT, visit, world } from "./harness.ts";

const { site, open } = world();
const TOP = join(ROOT, "../..");
const PROGRAM = process.env.RHAIBOOK ?? join(TOP, "target/debug/rhaibook");
const folder = mkdtempSync(join(tmpdir(), "rhaibook-script-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(file: string): { stdout: string; status: number | null; stderr: string } {
  const { stdout, stderr, status } = spawnSync(PROGRAM, ["run", file], { encoding: "utf8" });
  return { stdout, stderr, status };
}

const NOTEBOOKS = readdirSync(join(TOP, "notebooks")).filter((name) => name.endsWith(".ipynb"));
assert.ok(NOTEBOOKS.length > 2);

for (const name of NOTEBOOKS) {
  test(`${name} as a script`, () => {
    const notebook = join(TOP, "notebooks", name);
    const script = join(folder, name.replace(/ipynb$/, "rhai"));
    writeFileSync(script, percent(JSON.parse(readFileSync(notebook, "utf8")).cells));
    const ran = run(script);
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(ran.stdout, run(notebook).stdout);
    // Its prose is there too, for whoever makes a page or a notebook of it.
    assert.match(readFileSync(script, "utf8"), /^\/\/ %% \[markdown\]\n\/\/ # /);
  });
}

test("what the page gives away runs", async () => {
  const notebook = join(folder, "model.ipynb");
  const code = (id: string, source: string, tags: string[] = []) =>
    ({ cell_type: "code", id, source, metadata: { tags }, outputs: [], execution_count: null });
  const cells = [
    { cell_type: "markdown", id: "m", metadata: {}, source: "# A model\n\nProse.\n\n%% of it" },
    code("a", "let price = 3.0;\n// %% a remark\nprice"),
    code("b", "nope", ["raises-exception"]),
    code("c", "if price > 2.0 { \"dear\" } else { \"cheap\" }\n\n"),
    code("d", "[price, 1]"),
  ];
  const metadata = { kernelspec: { name: "rhai", display_name: "Rhai", language: "rhai" } };
  writeFileSync(notebook, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
  execFileSync(PROGRAM, ["build", notebook, "--out", join(folder, "site"), "--bundle", DIST], { stdio: ["ignore", "ignore", "inherit"] });
  for (const file of readdirSync(join(folder, "site"))) {
    if (/\.(html|ipynb)$/.test(file)) site.pages.set(file, readFileSync(join(folder, "site", file), "utf8"));
  }
  const context = await open({ acceptDownloads: true });
  const { page } = await visit(context, site.address());
  await page.locator(".rhai-menu > summary").click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "script" }).click(),
  ]);
  const script = join(folder, "model.rhai");
  await file.saveAs(script);
  assert.equal(
    readFileSync(script, "utf8"),
    "// %% [markdown]\n// # A model\n//\n// Prose.\n//\n// \\%% of it\n\n" +
      "// %%\nlet price = 3.0;\n// // %% a remark\nprice\n\n" +
      '// %% tags=["raises-exception"]\nnope\n\n' +
      '// %%\nif price > 2.0 { "dear" } else { "cheap" }\n\n// %%\n[price, 1]\n',
  );
  const ran = run(script);
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(ran.stdout, '3.0\n"dear"\n[3.0, 1]\n');
  assert.equal(ran.stdout, run(notebook).stdout);
  await context.close();
});
