/** Random cells: all the ways in which one cell can depend on another. */

import type { Luck } from "./luck.ts";

const NUMBERS = ["a", "b", "c"];
const FUNCTIONS = ["f", "g"];
const CLOSURES = ["u", "v"];

export function randomCell(luck: Luck): string {
  const lines = Array.from({ length: 1 + luck.below(3) }, () => statement(luck));
  if (luck.chance(3)) lines.unshift(luck.one(["%who", "%reset"]));
  // The last line may be the cell's value.
  if (luck.chance(60)) lines.push(value(luck));
  return lines.join("\n");
}

function value(luck: Luck): string {
  const e = expression(luck, 2);
  return luck.one([
    e, e, e, "xs", "[a, b, c]", "m", "xs.len()", "w", "r.integers(0, 100)", "[u.call(1), v.call(1)]", "K",
    "xs.map(|x| x + a)", "[1, 2].map(f)", "w.sum() + a", "K + a", "type_of(a)", "eval(\"a + 1\")", "d",
  ]);
}

function statement(luck: Luck): string {
  const name = luck.one(NUMBERS);
  const other = luck.one(NUMBERS);
  const e = expression(luck, 2);
  const small = luck.below(5);
  const closure = luck.one(CLOSURES);
  const fn = luck.one(FUNCTIONS);
  return luck.one([
    () => `let ${name} = ${e};`,
    () => `let ${name} = ${e};`,
    () => `let ${name} = ${small};`,
    () => `${name} = ${e};`,
    () => `${name} += ${small};`,
    () => `let xs = [${e}, ${small}];`,
    () => `xs.push(${e});`,
    () => `xs[0] = ${e};`,
    () => `let ys = xs; ys.push(1); print(ys);`,
    () => `let m = #{k: ${e}};`,
    () => `m.k = ${e};`,
    () => `m.n = m.k; print(m);`,
    () => `fn ${fn}(x) { ${expression(luck, 1, "x")} }`,
    () => `fn ${fn}(x) { ${expression(luck, 1, "x")} }`,
    () => `fn note(x) { xs.push(x); xs.len() }`,
    () => `print(note(${e}));`,
    () => `fn put(x) { m.k = x; }`,
    () => `put(${e});`,
    () => `let ${closure} = |x| x + ${name};`,
    () => `let ${closure} = |x| { ${name} += 1; x + ${name} };`,
    () => `let ${closure} = |x| ${fn}(x) + ${small};`,
    () => `fn make(n) { |x| x + n } let ${closure} = make(${e});`,
    () => `fn counter() { let n = 0; |x| { n += x; n } } let ${closure} = counter();`,
    () => `let u = v;`,
    () => `let t = table(#{n: [${name}, ${small}]}); t`,
    () => `t.n = [${small}, ${name}]; print(t);`,
    () => `let p = plot_xy([1, 2, 3], [${name}, ${small}, 1]); p`,
    () => `let s = scenario(#{price: 3.0, fixed: 1000.0 + ${name}, marginal: 0.2}); print(s.breakeven);`,
    () => `let s = s.with(#{price: 1.0 + ${small}}); print(s);`,
    () => `let z = quiz("${small}?", ${name} > 2, "so it is"); print(z.check(true));`,
    () => `for i in progress([${name}, ${small}]) { print(i); }`,
    () => `let h = ${fn}; print(h.call(${small}));`,
    () => `let st = #{count: |x| x + ${name}}; print(st.count.call(${small}));`,
    () => `let fs = [u, v]; print(fs[${luck.below(2)}].call(${small}));`,
    () => `print(${closure}.call(${e}));`,
    () => `print(${e});`,
    () => `print(${name}, ${other});`,
    () => `display(${e}, "id${luck.below(2)}");`,
    () => `update_display(${e}, "id${luck.below(2)}");`,
    () => `if ${name} > ${small} { print("big"); }`,
    () => `if ${name} > ${small} { let hidden = 1; ${other} = 9; }`,
    () => `if ${name} > ${small} { throw "too big"; }`,
    () => `try { print(${fn}(${small})); } catch (e) { print(e); }`,
    () => `try { ${name} = nope; } catch { print("caught"); }`,
    () => `const K = ${small};`,
    () => `let K = ${e};`,
    () => `let w = array([1.0, ${small}.0]);`,
    () => `w[0] = ${name};`,
    () => `w[0..1] += 1.0;`,
    () => `let r = rng(${small});`,
    () => `let q = r; print(q.integers(0, 100));`,
    () => `print(r.integers(0, 100));`,
    () => `let d = dict([["k", ${e}]]);`,
    () => `d["k"] = ${name};`,
    () => `for i in 0..3 { ${name} += i; }`,
    () => `print(7 / 2, ${name});`,
    () => `print(m["missing"]);`,
    () => `let ${name} = slider("s${luck.below(2)}", 0, 9, ${small});`,
    () => `let ${name} = len(input("? "));`,
    () => `nope`,
    () => `print(aa);`,
    () => `return ${name};`,
    () => `print(xs.filter(|x| x > ${name}));`,
    () => `eval("let ${name} = ${small};");`,
    () => `exit(${name});`,
    () => `clear_output();`,
    () => `print(rng().integers(0, 1000));`,
    () => `let ${name} = ${luck.one(["if", "fn", "(", "1 +"])}`,
  ])();
}

function expression(luck: Luck, depth: number, parameter?: string): string {
  const names = parameter ? [...NUMBERS, parameter, parameter] : NUMBERS;
  if (depth === 0 || luck.chance(30)) return luck.chance(50) ? luck.one(names) : String(luck.below(10));
  const part = () => expression(luck, depth - 1, parameter);
  // Functions call only the other one's older kin, so that nothing recurses for long.
  const call = parameter ? `(${part()})` : `${luck.one(FUNCTIONS)}(${part()})`;
  return luck.one([`${part()} + ${part()}`, `${part()} * ${part()} % 97`, `(${part()} - ${part()})`, call, "xs.len()"]);
}
