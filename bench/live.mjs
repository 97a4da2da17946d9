// The live page beside Pyodide and JupyterLite: how long until an edited number's output shows, what is downloaded, how long
// a keystroke and Stop take.
//
//     node bench/live.mjs [--loads 7]
//
// Needs web/page/dist and web/page/node_modules (`cargo xtask page`), the kernel's release build, and Chromium. Pyodide comes
// from npm, into target/node, JupyterLite from PyPI, into target/jupyterlite (python3 with venv). All are served by the same
// server, packed with gzip where that helps, as file servers do. It is the server that is slow where the network shall be: a
// browser's own throttle leaves out what workers load.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { jupyterlite } from "./jupyterlite.mjs";

const root = resolve(import.meta.dirname, "..");
const { chromium } = createRequire(join(root, "web/page/package.json"))("playwright-core");
const loads = Number(process.argv[process.argv.indexOf("--loads") + 1] || 7) || 7;
const target = join(root, "target");

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };
/** Milliseconds before an answer, and how many bytes pass in one. */
const NETWORKS = {
  "20 Mbit/s, 40 ms": { latency: 40, rate: 20e3 / 8 },
  unthrottled: { latency: 0, rate: Number.POSITIVE_INFINITY },
};

function pyodide() {
  const folder = join(target, "node");
  mkdirSync(folder, { recursive: true });
  const found = join(folder, "node_modules/pyodide");
  if (!existsSync(found)) {
    const wanted = `pyodide@${process.env.PYODIDE ?? "latest"}`;
    execFileSync("npm", ["install", "--silent", "--no-save", wanted], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  }
  return found;
}

/** The chapter's first listing in Python, without numpy, with the number already edited. */
const PYTHON = `
p, F, m = 4.0 / 1e6, 1500.0, 0.20 / 1e6
n_star = F / (p - m)
print(f"breakeven volume n* = {n_star/1e6:,.1f} M tokens / month")
for n in [v * 1e6 for v in (100, 300, 535.7, 800, 2000)]:
    api, own = p * n, F + m * n
    print(f"{n/1e6:7.1f} {api:9,.0f} {own:9,.0f} {'API' if api < own else 'self-host'}")
`;
const EDITED = "394.7 M";

const PYODIDE_PAGE = `<!doctype html><meta charset="utf-8"><title>Pyodide</title><pre id="out"></pre>
<script src="pyodide.js"></script><script>
(async () => {
  const python = await loadPyodide({ stdout: (line) => { document.getElementById("out").textContent += line + "\\n"; } });
  python.runPython(${JSON.stringify(PYTHON)});
})();
</script>`;

/** Serves folders and pages; `network` is how, `sent` counts bytes. */
async function served(folders, pages = {}) {
  const site = { address: "", network: NETWORKS.unthrottled, sent: 0, close: () => server.close() };
  const packed = new Map();
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  /** When the line, which all answers share, is free again. */
  let free = 0;
  const send = async (response, content) => {
    const { latency, rate } = site.network;
    if (latency > 0) await wait(latency);
    for (let at = 0; at < content.length; at += 1 << 15) {
      const piece = content.subarray(at, at + (1 << 15));
      free = Math.max(free, performance.now()) + piece.length / rate;
      if (free > performance.now()) await wait(free - performance.now());
      response.write(piece);
    }
    site.sent += content.length;
    response.end();
  };
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://localhost").pathname).replace(/^\//, "") || "index.html";
    if (!packed.has(name)) {
      const file = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
      const content = pages[name] ?? (file && !name.includes("..") ? readFileSync(file) : null);
      const small = content && gzipSync(content, { level: 9 });
      packed.set(name, content && (small.length < content.length * 0.95 ? { small } : { content }));
    }
    const found = packed.get(name);
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    const headers = { "content-type": TYPES[extname(name)] ?? "application/octet-stream" };
    if (found.small) headers["content-encoding"] = "gzip";
    response.writeHead(200, headers);
    send(response, found.small ?? found.content);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  site.address = `http://127.0.0.1:${server.address().port}/`;
  return site;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Opens a site in a fresh profile; milliseconds from navigation until `act` has seen what it waits for, and bytes. */
async function load(browser, site, network, act, path = "") {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await page.addInitScript(typePrice);
  Object.assign(site, { network, sent: 0 });
  await page.goto(site.address + path, { waitUntil: "commit" });
  const more = await act(page);
  const milliseconds = await page.evaluate(() => performance.now());
  const bytes = site.sent;
  await context.close();
  return { milliseconds, bytes, ...more };
}

/** In the page: types a digit in place of the one in listing one's price. */
function typePrice() {
  globalThis.typePrice = (content, digit) => {
    const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    let at = content.textContent.search(/\d\.0 \/ 1e6/);
    let node = texts.nextNode();
    for (; at >= node.length; node = texts.nextNode()) at -= node.length;
    content.focus();
    getSelection().setBaseAndExtent(node, at, node, at + 1);
    // The editor hears of the selection a little later.
    return new Promise((done) => {
      setTimeout(() => {
        done(performance.now());
        document.execCommand("insertText", false, digit);
      }, 20);
    });
  };
}

/** Waits for the new breakeven, wherever it shows. */
async function seen(page) {
  await page.waitForFunction((text) => document.body?.innerText.includes(text), EDITED, { polling: "raf", timeout: 180_000 });
  return {};
}

/**
 * Edits the price in listing one, as soon as the page lets one, and waits for the new breakeven. In the page itself: what
 * drives a browser from outside takes a third of a second for a click and the keys.
 */
async function edit(page) {
  await page.evaluate(
    async ([digit, sign]) => {
      const wait = async (look) => {
        for (;;) {
          const found = look();
          if (found) return found;
          await new Promise((done) => setTimeout(done, 2));
        }
      };
      const cell = await wait(() => [...document.querySelectorAll("rhai-cell")].find((one) => one.textContent.includes("breakeven volume")));
      // The page's script has to be there to hear it.
      await wait(() => customElements.get("rhai-cell") && document.readyState !== "loading");
      cell.scrollIntoView();
      const source = cell.querySelector(".rhai-source, .cm-content");
      for (const kind of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
        source.dispatchEvent(new MouseEvent(kind, { bubbles: true, view: window }));
      }
      const content = await wait(() => cell.querySelector(".cm-content"));
      await typePrice(content, digit);
      await wait(() => cell.querySelector(".rhai-output").textContent.includes(sign));
    },
    ["4", EDITED],
  );
  return {};
}

/** Milliseconds from a key, a digit of the price, to the new output. */
async function keystrokes(page) {
  await edit(page);
  const times = [];
  for (let i = 0; i < 30; i++) {
    const digit = 1 + (i % 9);
    times.push(
      await page.evaluate(
        async ([digit, sign]) => {
          const cell = [...document.querySelectorAll("rhai-cell")].find((one) => one.textContent.includes("breakeven volume"));
          const output = cell.querySelector(".rhai-output");
          const content = cell.querySelector(".cm-content");
          const shown = new Promise((done) => {
            const observer = new MutationObserver(() => {
              if (output.textContent.includes(sign)) {
                observer.disconnect();
                done(performance.now());
              }
            });
            observer.observe(output, { childList: true, characterData: true, subtree: true });
          });
          const begun = await typePrice(content, digit);
          return (await shown) - begun;
        },
        [String(digit), `${(1500 / (digit - 0.2)).toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} M`],
      ),
    );
    await page.waitForTimeout(300);
  }
  return { keystroke: median(times) };
}

/** Milliseconds from a click on Stop until the cell says that it was stopped. */
async function stops(page) {
  await edit(page);
  const times = [];
  for (let i = 0; i < 10; i++) {
    const cell = page.locator("rhai-cell").last();
    await cell.locator(".rhai-source, .cm-content").first().click();
    await cell.locator(".cm-content").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(`loop {} // ${i}`);
    await page.keyboard.press("Control+Enter");
    await page.waitForTimeout(600);
    times.push(
      await page.evaluate(async () => {
        const cell = [...document.querySelectorAll("rhai-cell")].at(-1);
        const begun = performance.now();
        cell.querySelector(".rhai-stop").click();
        while (!/stopped/i.test(cell.textContent)) await new Promise((done) => setTimeout(done));
        return performance.now() - begun;
      }),
    );
    await page.waitForTimeout(500);
  }
  return { stop: median(times) };
}

const site = join(target, "bench-site");
const program = join(target, "release/rhaibook");
execFileSync(program, ["build", join(root, "notebooks/open-vs-closed.ipynb"), "--out", site, "--bundle", join(root, "web/page/dist")], { stdio: ["ignore", "ignore", "inherit"] });
const ours = await served([site]);
const peer = pyodide();
const python = await served([peer], { "index.html": Buffer.from(PYODIDE_PAGE) });
const lite = jupyterlite(join(target, "jupyterlite"));
const notebook = await served([lite.out]);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});
/** What is loaded, and until when. The REPL runs the code in its address, and has nothing of Python's but what it needs itself. */
const RIVALS = [
  [ours, edit],
  [python, seen],
  [notebook, seen, `repl/index.html?kernel=python&toolbar=0&code=${encodeURIComponent(PYTHON)}`],
];

const version = JSON.parse(readFileSync(join(peer, "package.json"), "utf8")).version;
console.log(`Pyodide ${version}, JupyterLite ${lite.version} (REPL), medians of ${loads} loads, each in a fresh profile\n`);
console.log("| network | | Rhaibook | Pyodide | JupyterLite | Pyodide / Rhaibook | JupyterLite / Rhaibook |\n|---|---|---:|---:|---:|---:|---:|");
for (const [name, network] of Object.entries(NETWORKS)) {
  const runs = RIVALS.map(() => []);
  for (let i = 0; i < loads; i++) {
    for (const [which, [site, act, path]] of RIVALS.entries()) runs[which].push(await load(browser, site, network, act, path));
  }
  for (const [what, unit, scale] of [["milliseconds", "ms", 1], ["bytes", "MB", 1e-6]]) {
    const values = runs.map((all) => median(all.map((one) => one[what])) * scale);
    const said = what === "bytes" ? "downloaded" : "until an edited number's output";
    const shown = values.map((value) => `${value.toFixed(what === "bytes" ? 2 : 0)} ${unit}`);
    const ratios = values.slice(1).map((value) => (value / values[0]).toFixed(1));
    console.log(`| ${[name, said, ...shown, ...ratios].join(" | ")} |`);
  }
}
const { keystroke } = await load(browser, ours, NETWORKS.unthrottled, keystrokes);
console.log(`\na keystroke until the new output, the pause of 150 ms not counted: ${(keystroke - 150).toFixed(1)} ms`);
const { stop } = await load(browser, ours, NETWORKS.unthrottled, stops);
console.log(`Stop until the cell has stopped: ${stop.toFixed(1)} ms`);
await browser.close();
for (const site of [ours, python, notebook]) site.close();
