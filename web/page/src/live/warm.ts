/**
 * Browsers compile a function of the engine when it is called for the first time, for all instances of the module. A cell
 * that nobody sees, in an instance of its own, does what most cells do, so that the reader's first run need not wait.
 */

import type { Ran } from "../engine/answers.ts";
import { Engine } from "../engine/engine.ts";
import { nobody } from "../engine/world.ts";

export const CELL = `
fn price(n) { if n > 2 { n * 1.5 } else { 1.0 / n } }
let list = [1, 2.5, 3];
let total = 0.0;
for (x, i) in list { total += price(x) + i; }
let map = #{ total: total, name: "a" };
let texts = list.map(|x| fmt(x, "9,.1f"));
let numbers = array(list) * 2 + total;
print(\`\${map.name}: \${total} \${texts[0]} \${texts.len()}\`);
print("  " + numbers.max());
while total > 100.0 { total -= 1.0; }
plot_xy(numbers, numbers);
list.filter(|x| x > 1).len() == 2 || total == 1.0
`;

/** What the cell shows is given back, for tests. */
export function warm(module: WebAssembly.Module): Ran {
  const engine = new Engine(module, nobody);
  engine.begin();
  engine.check("", CELL);
  engine.names(CELL);
  engine.announce([], [], []);
  return engine.execute("", CELL);
}
