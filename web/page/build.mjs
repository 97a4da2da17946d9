// Makes dist/: `node build.mjs [--out FOLDER] [--wasm FILE]`.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const args = process.argv.slice(2);
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const out = resolve(option("--out") ?? join(root, "dist"));
const source = (path) => join(root, "src", path);
const versions = {};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

async function bundle(entry, name, more = {}) {
  await build({
    entryPoints: [entry],
    outfile: join(out, name),
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    define: { ASSET_VERSIONS: JSON.stringify(versions) },
    ...more,
  });
  made(name);
}

/** A file is there: its hash goes into the addresses that later ones load it by. */
function made(name) {
  const content = readFileSync(join(out, name));
  versions[name] = createHash("sha256").update(content).digest("hex").slice(0, 12);
}

// The wasm lies beside, from the engine's build; the scripts that load a file come after it.
const wasm = option("--wasm") ?? join(root, "build", "rhaibook.wasm");
const worker = source("live/worker.ts");
if (existsSync(wasm)) {
  copyFileSync(wasm, join(out, "rhaibook.wasm"));
  made("rhaibook.wasm");
  // Beside the engine, from the same build.
  copyFileSync(join(dirname(wasm), "rhaibook-texts.txt"), join(out, "rhaibook-texts.txt"));
  made("rhaibook-texts.txt");
}
if (existsSync(worker)) await bundle(worker, "rhaibook-worker.js");
if (versions["rhaibook.wasm"] && versions["rhaibook-worker.js"]) {
  const parts = {
    worker: readFileSync(join(out, "rhaibook-worker.js"), "utf8"),
    wasm: readFileSync(join(out, "rhaibook.wasm")).toString("base64"),
    texts: readFileSync(join(out, "rhaibook-texts.txt"), "utf8"),
  };
  const name = "rhaibook-embedded.js";
  writeFileSync(
    join(out, name),
    `(globalThis.rhaibookParts??={})[${JSON.stringify(name)}]=${JSON.stringify(parts)};\n`,
  );
  made(name);
}
await bundle(join(root, "css", "rhaibook.css"), "rhaibook.css", { format: undefined, define: {} });
await bundle(source("cell/editor.ts"), "rhaibook-editor.js");
await bundle(source("page/sw.ts"), "sw.js");
await bundle(source("page/early.ts"), "rhaibook-early.js");
await bundle(source("main.ts"), "rhaibook.js");

for (const name of Object.keys(versions)) {
  const content = readFileSync(join(out, name));
  const size = (n) => String(n).padStart(9);
  console.log(`${name.padEnd(22)}${size(content.length)} bytes${size(gzipSync(content, { level: 9 }).length)} gzip`);
}
