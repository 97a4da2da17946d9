/** The words beside a cell's buttons: what it is doing, and for how long. */

import type { State } from "../live/contract.ts";

/** Runs that end before this show nothing. */
const QUICK = 200;
/** From here on the reader is reminded that it can be stopped. */
const LONG = 2000;

export class Status {
  private since: number | null = null;
  private timer = 0;

  constructor(
    private readonly box: HTMLElement,
    /** A run has become one that is seen, or is none any more. */
    private readonly seen: (running: boolean) => void,
  ) {}

  state(state: State, seconds: number | undefined, more = ""): void {
    if (state === "running") {
      if (this.since === null) {
        this.since = performance.now();
        this.timer = window.setTimeout(() => this.tick(), QUICK);
      }
      return;
    }
    clearTimeout(this.timer);
    if (this.since !== null) this.seen(false);
    this.since = null;
    const took = seconds !== undefined && seconds * 1000 >= QUICK ? ` · ${duration(seconds)}` : "";
    const words: Record<Exclude<State, "running">, string> = {
      untouched: more,
      waiting: "",
      done: took.slice(3),
      failed: `error${took}`,
      incomplete: "unfinished",
      stopped: `stopped${took}`,
      lacking: more,
    };
    this.say(words[state], state);
    if (state === "waiting") this.timer = window.setTimeout(() => this.say("waiting for an answer", state), QUICK);
  }

  /** Says something, or only in the place of what was said of another state. */
  say(text: string, state = "", instead?: string): void {
    if (instead !== undefined && this.box.dataset.state !== instead) return;
    if (this.box.textContent !== text) this.box.textContent = text;
    // A long word may be cut where there is little room.
    this.box.title = text;
    this.box.dataset.state = state;
  }

  private tick(): void {
    if (this.since === null) return;
    const elapsed = performance.now() - this.since;
    if (elapsed < LONG) this.seen(true);
    this.say(elapsed < LONG ? "running" : `still running · ${duration(Math.floor(elapsed / 1000))}`, "running");
    this.timer = window.setTimeout(() => this.tick(), elapsed < LONG ? LONG - elapsed : 1000 - (elapsed % 1000));
  }
}

function duration(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(seconds < 2 && !Number.isInteger(seconds) ? 2 : 1))} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
