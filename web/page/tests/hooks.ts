/** What a notebook is given by its host, where nobody listens. */

import type { Hooks } from "../src/live/notebook.ts";
import { texts } from "./module.ts";

/** The entropy of all tests: two runs of a cell without a seed draw the same. */
export const ENTROPY = 7n;

export const silent: Hooks = {
  begins: () => undefined,
  shows: () => undefined,
  ends: () => undefined,
  now: () => performance.now() / 1000,
  entropy: () => ENTROPY,
  sleep: () => undefined,
  interrupted: () => false,
  texts,
  stopped: () => undefined,
};
