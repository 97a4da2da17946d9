/** The engine for the judge of `promise-page.ts`, in the place of `tests/module.ts`. */

export const module = await WebAssembly.compileStreaming(fetch("rhaibook.wasm"));
export const texts = (): string => "";
