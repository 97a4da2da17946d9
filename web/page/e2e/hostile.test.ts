/** A cell may show HTML of its own. It comes by link and by notebook, so it is nobody's: nothing in it runs or loads. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { page, parts, type, until, visit, world } from "./harness.ts";

const { site, open } = world();

site.pages.set("index.html", page([{ source: 'print("first");', output: "" }]));

const HOSTILE = [
  "<script>hit()</script>",
  "<img src=x onerror=hit()>",
  "<img src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 onload=%22hit()%22/>' onload=hit()>",
  "<svg onload=hit()></svg>",
  "<svg><script>hit()</script></svg>",
  "<svg><script xlink:href='data:text/javascript,hit()'/></svg>",
  "<svg><a xlink:href='javascript:hit()'><text y=20>press</text></a></svg>",
  "<svg><animate onbegin=hit() attributeName=x dur=1s></svg>",
  "<svg><a><animate attributeName=href values='javascript:hit()'/><text y=20>press</text></a></svg>",
  "<svg><use href='data:image/svg+xml,<svg id=x onload=hit()>#x'/></svg>",
  "<svg><foreignObject><iframe srcdoc='<script>parent.hit()</script>'></iframe></foreignObject></svg>",
  "<svg><style>@import 'http://evil.test/a.css';</style></svg>",
  "<svg><image href='http://evil.test/a.png'/></svg>",
  "<svg><set attributeName=onclick to=hit()></svg>",
  "<a href='javascript:hit()'>press</a>",
  "<a href='  java\nscript:hit()'>press</a>",
  "<a href='data:text/html,<script>hit()</script>'>press</a>",
  "<a href='http://evil.test/'>press</a>",
  "<a href='//evil.test/' target=_top>press</a>",
  "<iframe src='javascript:parent.hit()'></iframe>",
  "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
  "<object data='javascript:hit()'></object>",
  "<embed src='javascript:hit()'>",
  "<form action='http://evil.test/'><button>press</button></form>",
  "<form><button formaction='javascript:hit()'>press</button></form>",
  "<input autofocus onfocus=hit()>",
  "<details open ontoggle=hit()>x</details>",
  "<body onload=hit()>",
  "<div onclick=hit()>press</div>",
  "<div onmouseover=hit() style='width:500px;height:500px'>press</div>",
  "<video src=x onerror=hit()></video>",
  "<audio src=x onerror=hit()></audio>",
  "<video><source onerror=hit() src=x></video>",
  "<marquee onstart=hit()>x</marquee>",
  "<meta http-equiv=refresh content='0;url=http://evil.test/'>",
  "<base href='http://evil.test/'>",
  "<link rel=stylesheet href='http://evil.test/a.css'>",
  "<style>body { display: none } *{background:url(http://evil.test/a.png)}</style>",
  "<style>@import 'http://evil.test/a.css';</style>",
  "<div style='background:url(http://evil.test/a.png)'>x</div>",
  "<div style='background-image:url(http://evil.test/a.png)'>x</div>",
  "<div style='background:u\\72l(http://evil.test/a.png)'>x</div>",
  "<div style='position:fixed;inset:0;background:red'>cover</div>",
  "<div style='margin:-500px;width:3000px;height:3000px;background:red'>cover</div>",
  "<div style='width:expression(hit())'>x</div>",
  "<img src='http://evil.test/a.png'>",
  "<img srcset='http://evil.test/a.png 1x'>",
  "<picture><source srcset='http://evil.test/a.png'><img></picture>",
  "<table background='http://evil.test/a.png'><tr><td>x</td></tr></table>",
  "<math><maction actiontype='statusline#http://evil.test' href='javascript:hit()'>press</maction></math>",
  "<math><mtext><table><mglyph><style><img src=x onerror=hit()></style></mglyph></table></mtext></math>",
  "<math href='javascript:hit()'><mi>press</mi></math>",
  "<noscript><p title='</noscript><img src=x onerror=hit()>'></noscript>",
  "<template><img src=x onerror=hit()></template>",
  "<textarea><img title='</textarea><img src=x onerror=hit()>'></textarea>",
  "<title><img title='</title><img src=x onerror=hit()>'></title>",
  "<xmp><img title='</xmp><img src=x onerror=hit()>'></xmp>",
  "<!--><img src=x onerror=hit()>-->",
  "<![CDATA[><img src=x onerror=hit()>]]>",
  "<img src=x:x onerror\n=hit()>",
  "<svg/onload=hit()>",
  "<select><option><img src=x onerror=hit()></select>",
  "<p id=rhai-toolbar>x</p><p id=location>x</p>",
  "<rhai-cell><pre>hit()</pre></rhai-cell>",
  "<isindex onfocus=hit() autofocus>",
  "<div contenteditable onfocus=hit() autofocus>x</div>",
  "<dialog open oncancel=hit()>x</dialog>",
  "<button popovertarget=x onclick=hit()>press</button>",
  "<p class='rhai-bar'>Run them</p>",
];

test("none of what hostile output tries happens", async () => {
  const context = await open();
  const { page: opened, faults } = await visit(context, site.address());
  const elsewhere: string[] = [];
  opened.on("request", (request) => {
    if (!request.url().startsWith("http://127.0.0.1") && !request.url().startsWith("data:") && !request.url().startsWith("blob:")) elsewhere.push(request.url());
  });
  opened.on("dialog", (dialog) => elsewhere.push(dialog.message()));
  await opened.evaluate(() => {
    const counted = globalThis as unknown as { hits: number; hit(): void };
    counted.hits = 0;
    counted.hit = () => { counted.hits++; };
  });
  const { output, root } = parts(opened, 1);
  for (const [index, html] of HOSTILE.entries()) {
    // The mark shows that this one has arrived.
    const shown = `<p>mark ${index}</p>${html}`;
    await type(opened, 1, `html(${literal(shown)})`);
    await until(() => output.textContent(), (text) => Boolean(text?.includes(`mark ${index}`)), html, 5000).catch((error: unknown) => {
      throw new Error(`${html}: ${String(error)}`);
    });
    await opened.waitForTimeout(30);
    // A link to a web page is one, as in pages that are made; it says where it leads, and opens nothing by itself.
    for (const press of await output.locator(":not(a[href^='http:'])").getByText("press", { exact: true }).all()) {
      if (await press.evaluate((node) => node.matches("a[href^='http:']"))) continue;
      await press.click({ timeout: 1000, force: true }).catch(() => undefined);
    }
    const left = await output.evaluate((node) => [...node.querySelectorAll("*")].flatMap((element) => [
      ...(/^(script|style|iframe|object|embed|form|input|link|meta|base|foreignObject|use|animate|set|image|video|audio|rhai-cell|button|template|dialog)$/i.test(element.localName) ? [element.localName] : []),
      ...[...element.attributes].filter(({ name, value }) => !(name === "href" && value.startsWith("http://") && element.matches("a[rel=noopener]"))).filter(({ name, value }) =>
        /^on|^srcset$|^formaction$|^contenteditable$|^background$|^autofocus$|^popovertarget$/.test(name) || /javascript:|evil\.test/.test(value) || (name === "id" && !value.startsWith("rb-")),
      ).map(({ name, value }) => `${name}=${value}`),
    ]));
    assert.deepEqual(left, [], html);
    const covers = await root.evaluate((cell) => [...cell.querySelectorAll<HTMLElement>(".rhai-html *")].some((element) => getComputedStyle(element).position === "fixed"));
    assert.equal(covers, false, html);
    assert.equal(await opened.evaluate(() => (globalThis as unknown as { hits: number }).hits), 0, html);
    assert.equal(opened.url(), site.address(), html);
  }
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(faults.filter((fault) => !/Failed to load resource|Content Security Policy/.test(fault)), []);
  assert.ok(HOSTILE.length >= 60);
  await context.close();
});

test("what is harmless stays: tables, plots, formulas, progress", async () => {
  const context = await open();
  const { page: opened } = await visit(context, site.address());
  const html =
    "<table style='border-collapse:collapse'><caption>c</caption><thead><tr><th scope='col' style='text-align:right'>n</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>" +
    "<svg class='rb-plot' role='img' viewBox='0 0 10 10'><title>t</title><path d='M0 0L5 5' class='rb-l-0' stroke='#1f6fb5'/></svg>" +
    "<math><mfrac><mi>F</mi><mi>p</mi></mfrac></math><label class='rhai-progress'>x <progress max='3' value='1'></progress></label>" +
    "<details><summary>hint</summary><p>more</p></details>";
  await type(opened, 1, `html(${literal(html)})`);
  const { output } = parts(opened, 1);
  await output.locator("table").waitFor();
  assert.equal(await output.locator("th").evaluate((th) => getComputedStyle(th).textAlign), "right");
  assert.equal(await output.locator("svg.rb-plot > title").textContent(), "t");
  assert.equal(await output.locator("svg path").getAttribute("class"), "rb-l-0");
  assert.equal(await output.locator("math mfrac mi").count(), 2);
  assert.equal(await output.locator("progress").getAttribute("max"), "3");
  await output.locator("summary").click();
  await output.getByText("more").waitFor();
  await context.close();
});

/** As a text of Rhai in double quotes. */
function literal(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}
