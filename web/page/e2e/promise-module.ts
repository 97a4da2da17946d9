/** The engine for the judge of `promise-page.ts`, in the place of `tests/module.ts`. */

export const module = await WebAssembly.compileStreaming(fetch("rhaibook.wasm"));
const long = await (await fetch("rhaibook-texts.txt")).text();
export const texts = (): string => long;
