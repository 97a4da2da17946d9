import { test } from "node:test";
import { cell, page, printed, parts, type, visit, world } from "/work/wt/page/web/page/e2e/harness.ts";
const { site, open } = world();
test("look", async () => {
  site.pages.set("index.html", page([
    "<h1>Rent the model, or hold the weights?</h1><p>A closed model is metered: every token has its price, and there is nothing to own. An open-weight model is a file that you run yourself: a machine to pay for, whether it is busy or not.</p>",
    { source: "// EQ OM1.2: API (pure marginal) vs self-host (fixed + marginal), find breakeven\nlet p = 3.0 / 1e6;     // API price: $3 per 1,000,000 tokens\nlet F = 1500.0;\nfn cost(n) { p * n + 1_000 }\nprint(`breakeven volume n* = ${fmt(n_star/1e6, \",.1f\")} M tokens / month`);\nlet n_star = F / (p - m);", output: printed("breakeven volume n* = 535.7 M tokens / month\n\n volume(M)   API $/mo   self-host $/mo   cheaper\n       100        300            1,520       API\n") },
    "<p>The straight line is the bill for renting.</p>",
    { source: "print one\nslider Volume, million tokens\nfail prce", output: printed("one\n") },
    { source: "print 2\nloop", output: printed("two\n") },
    { source: "let x = 3;", output: "" },
  ]));
  for (const [name, options] of [["desk-light", { viewport: { width: 1100, height: 1000 } }], ["desk-dark", { viewport: { width: 1100, height: 1000 }, colorScheme: "dark" }], ["phone-light", { viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true }], ["phone-dark", { viewport: { width: 375, height: 800 }, colorScheme: "dark", hasTouch: true, isMobile: true }]] as const) {
    const context = await open(options as object);
    const { page: p, faults } = await visit(context, site.address());
    await p.waitForTimeout(1500);
    await parts(p, 2).run.click();
    await parts(p, 3).run.click();
    await p.waitForTimeout(2600);
    await p.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: true });
    console.log(name, faults, await p.evaluate(() => [document.documentElement.scrollWidth, innerWidth]));
    await context.close();
  }
});
