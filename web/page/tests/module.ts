/** The engine as the page loads it: `cargo xtask page --engine` puts it there. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

export const bytes = readFileSync(process.env.RHAIBOOK_WASM ?? join(process.cwd(), "build", "rhaibook.wasm"));
/** What the engine is given when a cell asks for help. */
export const texts = (): string => readFileSync(join(process.cwd(), "build", "rhaibook-texts.txt"), "utf8");
export const module = new WebAssembly.Module(bytes);
