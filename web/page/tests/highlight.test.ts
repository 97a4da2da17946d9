import assert from "node:assert/strict";
import { test } from "node:test";
import { piece, start } from "../src/cell/highlight.ts";

/** Each piece that is something, as `kind:text`. */
function pieces(source: string): string[] {
  const scan = start();
  const out: string[] = [];
  for (const line of source.split("\n")) {
    for (let at = 0; at < line.length; ) {
      const { to, kind } = piece(line, at, scan);
      assert.ok(to > at, `no progress at ${at} of ${line}`);
      if (kind) out.push(`${kind}:${line.slice(at, to)}`);
      at = to;
    }
  }
  return out;
}

test("keywords, functions, numbers, properties", () => {
  assert.deepEqual(pieces("let x_1 = fmt(1_000.5e-3, 0xFF) + v.len() + m.price;"), [
    "keyword:let", "function:fmt", "number:1_000.5e-3", "number:0xFF", "function:len", "property:price",
  ]);
  assert.deepEqual(pieces("fn cost(n) { n * 2 }"), ["keyword:fn", "function:cost", "number:2"]);
  assert.deepEqual(pieces("for i in 0..10 { if (true) { } }"), [
    "keyword:for", "keyword:in", "number:0", "number:10", "keyword:if", "atom:true",
  ]);
});

test("a word in a name is none", () => {
  assert.deepEqual(pieces("letter + m.in + returned"), ["property:in"]);
});

test("texts, with what is put into them", () => {
  assert.deepEqual(pieces('"a \\" b" + \'c\''), ['string:"a \\" b"', "string:'c'"]);
  assert.deepEqual(pieces("`a ${ #{x: {1}}.x } b` + 2"), [
    "string:`", "string:a ", "escape:${", "number:1", "property:x", "escape:}", "string: b", "string:`", "number:2",
  ]);
  assert.deepEqual(pieces("`${`in ${1}`}`"), [
    "string:`", "escape:${", "string:`", "string:in ", "escape:${", "number:1", "escape:}", "string:`", "escape:}", "string:`",
  ]);
  assert.deepEqual(pieces("`one\ntwo` + 3"), ["string:`", "string:one", "string:two", "string:`", "number:3"]);
});

test("comments in comments", () => {
  assert.deepEqual(pieces("/* a /* b */ c\n d */ 1 // 2"), ["comment:/* a /* b */ c", "comment: d */", "number:1", "comment:// 2"]);
});

test("magics only at the top", () => {
  assert.deepEqual(pieces("%%time\nlet a = 7 % b;"), ["magic:%%time", "keyword:let", "number:7"]);
  assert.deepEqual(pieces("%%csv prices\nlet,for\n1,2"), ["magic:%%csv", "string: prices", "string:let,for", "string:1,2"]);
  assert.deepEqual(pieces("?R020"), ["magic:?R020"]);
});

test("whatever is typed, it comes to an end", () => {
  const signs = ["`", "${", "}", '"', "'", "/*", "*/", "\\", "\n", "a", "1", "%", "?", ".", "é", "😀", "(", " "];
  let seed = 7;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed;
  };
  for (let round = 0; round < 3000; round++) {
    pieces(Array.from({ length: 12 }, () => signs[random() % signs.length]).join(""));
  }
});
