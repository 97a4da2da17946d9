import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { carried, pack, unpack } from "../src/page/share.ts";

const through = async (edits: Record<string, string>) => unpack(carried(await pack(edits)) ?? "");

test("a link brings what it was given", async () => {
  const edits = { c1: 'print("Ω 😀 \u0000");\n', "another cell": "", c3: "let x = 1;\n".repeat(500) };
  assert.deepEqual(await through(edits), edits);
  assert.match(await pack(edits), /^#rhai=[\w-]+$/);
  assert.ok((await pack(edits)).length < 300);
});

test("what is damaged, of another kind, or too long is refused", async () => {
  const packed = (bytes: Uint8Array | string) =>
    deflateRawSync(bytes).toString("base64").replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  for (const text of ["", "!", "AAAA", packed("nonsense"), packed("[1]"), packed('{"c1": 1}'), packed("null")]) {
    assert.equal(await unpack(text), null, text);
  }
  assert.equal(await unpack(packed(`{"c1": "${" ".repeat(5_000_000)}"}`)), null);
  const good = carried(await pack({ c1: "let x = 1;" })) ?? "";
  assert.equal(await unpack(good.slice(0, -4)), null);
});

test("other fragments are none of ours", () => {
  assert.equal(carried("#heading"), null);
  assert.equal(carried(""), null);
});
