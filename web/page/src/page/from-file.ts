/** Pages opened as files: what would be fetched comes in a script, which may be loaded from there. */

import { EMBEDDED, load, type Embedded } from "../cell/loaded.ts";
import { asset } from "./assets.ts";

export function embedded(): Promise<Embedded> {
  return load(EMBEDDED, asset(EMBEDDED));
}
