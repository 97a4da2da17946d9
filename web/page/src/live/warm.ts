/**
 * Browsers compile a function of the engine when it is called for the first time, for all instances of the module. Cells
 * that nobody sees, in an instance of its own, do what most cells do, so that the reader's first run need not wait. Each is
 * short: an order that comes meanwhile waits for no more than one.
 */

import type { Ran } from "../engine/answers.ts";
import { Engine } from "../engine/engine.ts";
import { nobody } from "../engine/world.ts";

export const CELLS = [
  'let total = 1.5 / 2.0; print(`${total} M`); print(fmt(total, "9,.1f"));',
  "let list = [1, 2.5, 3]; for (x, i) in list { total += x * 1e6 + i; } while total > 100.0 { total -= 1e6; }",
  "fn price(n) { if n > 2 && n < 5 { n * 1.5 } else { 1.0 / n } } let texts = list.map(|x| fmt(price(x), \"9,.1f\"));",
  'let map = #{ total: total, name: "a" }; print(`${map.name}: ${texts[0]} ${texts.len()}`); map.total',
  "let numbers = array(list) * 2 + total; numbers.max()",
  "plot_xy(numbers, numbers)",
  "list.filter(|x| x > 1).len() == 2 || total == 1.0",
];

/** One step after the other; what each cell shows, for tests. */
export function* warming(module: WebAssembly.Module): Generator<Ran | null, void> {
  const engine = new Engine(module, nobody);
  engine.begin();
  yield null;
  for (const [at, cell] of CELLS.entries()) {
    engine.check(String(at), cell);
    engine.announce([], [], []);
    yield engine.execute(String(at), cell);
  }
}
