// Bundles the TypeScript tests of a folder and runs them: `node run-tests.mjs tests [name…]`, names being parts of file names.

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const [folder, ...names] = process.argv.slice(2);
if (!folder) throw new Error("usage: node run-tests.mjs FOLDER [NAME…]");
const root = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const out = join(root, "build", folder);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const tests = readdirSync(join(root, folder))
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
if (tests.length === 0) throw new Error(`no tests in ${folder} fit ${names.join(" ")}`);
await build({
  entryPoints: tests.map((file) => join(root, folder, file)),
  outdir: out,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  sourcemap: "inline",
  outExtension: { ".js": ".mjs" },
  logLevel: "warning",
});
const files = tests.map((file) => join(out, file.replace(/\.ts$/, ".mjs")));
// One file at a time: browsers share the machine's few cores, and the tests measure times.
const run = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", "--test-concurrency=1", ...files],
  { stdio: "inherit", cwd: root },
);
process.exit(run.status ?? 1);
