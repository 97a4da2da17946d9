/** What the engine asks of JavaScript while a cell runs. */

import type { Event } from "./answers.ts";

export interface World {
  event(event: Event): void;
  /** Seconds since 1970. */
  now(): number;
  entropy(): bigint;
  interrupted(): boolean;
  /** Whether it is time to show what was written. */
  wantsOutput(): boolean;
  sleep(seconds: number): void;
  /** The reader's answer; null ends the run, which begins anew when there is one. */
  ask(prompt: string, secret: boolean): string | null;
  /** What a control is set to; null when nobody has moved it. */
  setting(key: string): string | null;
  /** The long texts of the reference, which the engine is built without; null when they cannot be had. */
  texts(): string | null;
}

/** A world in which nobody listens, answers or is in a hurry. */
export const nobody: World = {
  event: () => undefined,
  now: () => 0,
  entropy: () => 0n,
  interrupted: () => false,
  wantsOutput: () => false,
  sleep: () => undefined,
  ask: () => null,
  setting: () => null,
  texts: () => null,
};
