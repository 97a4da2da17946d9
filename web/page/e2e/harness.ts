/** A browser, a server of static files, and pages made of cells: what every test of the page begins with. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve } from "node:path";
import { after, before } from "node:test";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** The folder of this package: tests run in it. */
export const ROOT = resolve(process.cwd());
export const DIST = process.env.RHAIBOOK_DIST ?? join(ROOT, "dist");

/** The style sheet of published pages, which the site's maker adds. */
const PAGE_STYLES = join(ROOT, "..", "site", "assets", "page.css");

/** As every published page has it. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

export interface CellText {
  source: string;
  output?: string;
  attributes?: string;
}

/** A cell as published pages hold it. */
export function cell(number: number, { source, output = "", attributes = "" }: CellText): string {
  return (
    `<rhai-cell cell="c${number}" label="${number}" session="page"${attributes && ` ${attributes}`}>\n` +
    `<pre class="rhai-source"><code>${escaped(source)}</code></pre>\n` +
    `<div class="rhai-output" role="region" aria-label="Output of cell ${number}">${output}</div>\n</rhai-cell>`
  );
}

export function printed(text: string): string {
  return `<pre class="rhai-text">${escaped(text)}</pre>`;
}

/** A whole page: cells, or prose as HTML, in order. */
export function page(parts: (CellText | string)[], title = "A page"): string {
  let number = 0;
  const body = parts.map((part) => (typeof part === "string" ? part : cell(++number, part))).join("\n");
  return (
    `<!doctype html>\n<html lang="en" data-page="test">\n<head>\n<meta charset="utf-8">\n` +
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${title}</title>\n` +
    `<link rel="icon" href="data:,">\n<link rel="stylesheet" href="rhaibook.css">\n` +
    `<link rel="stylesheet" href="rhaibook-page.css">\n<script defer src="rhaibook.js"></script>\n</head>\n<body>\n` +
    `<header class="rhai-header"><a class="rhai-home" href="index.html">Book</a>` +
    `<div id="rhai-toolbar" class="rhai-toolbar"></div></header>\n` +
    `<div class="rhai-layout"><main id="rhai-content" class="rhai-main">\n${body}\n</main></div>\n</body>\n</html>\n`
  );
}

export function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Serves some pages with the built files beside them, below `/book/`, and counts what is asked for. */
export class Site {
  readonly pages = new Map<string, string>();
  readonly asked: string[] = [];
  private server: Server | null = null;
  private port = 0;

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? "/", "http://localhost").pathname;
      this.asked.push(request.url ?? "");
      const name = path.replace(/^\/book\//, "") || "index.html";
      const made = this.pages.get(name);
      const file = name === "rhaibook-page.css" ? PAGE_STYLES : join(DIST, name);
      const content = made ?? (path.startsWith("/book/") && !name.includes("..") && existsSync(file) ? readFileSync(file) : null);
      if (content === null) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, {
        "content-type": TYPES[extname(name)] ?? "application/octet-stream",
        "cache-control": "max-age=600",
      });
      response.end(content);
    });
    await new Promise<void>((done) => server.listen(this.port, "127.0.0.1", done));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((done) => this.server?.close(done));
    this.server = null;
  }

  address(name = "index.html"): string {
    return `http://127.0.0.1:${this.port}/book/${name}`;
  }
}

/** A site and a browser for the tests of a file. */
export function world(): { site: Site; open: (options?: BrowserContextOptions) => Promise<BrowserContext> } {
  const site = new Site();
  let browser: Browser | null = null;
  before(async () => {
    assert.ok(existsSync(join(DIST, "rhaibook.js")), "the page is not built: npm run build");
    await site.start();
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run",
      ],
    });
  });
  after(async () => {
    await browser?.close();
    await site.stop();
  });
  return {
    site,
    async open(options = {}) {
      assert.ok(browser);
      return browser.newContext(options);
    },
  };
}

/** A page that is open, which fails the test when a script of it does. */
export async function visit(context: BrowserContext, address: string): Promise<{ page: Page; faults: string[] }> {
  const opened = await context.newPage();
  const faults: string[] = [];
  opened.on("pageerror", (error) => faults.push(error.message));
  opened.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await opened.goto(address);
  return { page: opened, faults };
}

/** The place of a cell and what is in it. */
export function parts(opened: Page, number: number) {
  const root = opened.locator(`rhai-cell[cell="c${number}"]`);
  return {
    root,
    source: root.locator(".rhai-source"),
    editor: root.locator(".cm-content"),
    output: root.locator(".rhai-output"),
    run: root.locator(".rhai-run"),
    stop: root.locator(".rhai-stop"),
    reset: root.locator(".rhai-reset"),
    status: root.locator(".rhai-status"),
  };
}

/** Puts another text into a cell as a reader would: clicks, selects all, types. */
export async function type(opened: Page, number: number, text: string): Promise<void> {
  const { root, editor } = parts(opened, number);
  await root.locator(".rhai-source, .cm-content").first().click();
  await editor.waitFor();
  await editor.focus();
  await opened.keyboard.press("Control+A");
  await opened.keyboard.insertText(text);
}

/** Waits until what is looked at is as it should be. */
export async function until<T>(look: () => Promise<T>, right: (value: T) => boolean, what: string, within = 15_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const value = await look();
    if (right(value)) return value;
    if (Date.now() > end) assert.fail(`${what}; it is still ${JSON.stringify(value)}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}
