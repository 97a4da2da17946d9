/** Which text of each cell takes part: as the reader types, the last whole one; before anything was done, none. */

import type { Checked } from "../engine/answers.ts";
import type { Desk as Saved, Given } from "./messages.ts";
import type { Cell } from "./notebook.ts";

/** What was found in a text without running it. */
export interface Looked {
  cell: string;
  checked: Checked;
}

export class Desk {
  private cells: Given[] = [];
  private effective = new Map<string, string>();
  /** The texts at first: what the page shows for them is taken for right. */
  private given: Map<string, string> | null = null;
  private awake = false;
  private looked = new Map<string, Checked & { source: string }>();

  constructor(
    private readonly check: (label: string, source: string) => Checked,
    /** The text with which a cell last ran to its end. */
    private readonly lastRun: (cell: string) => string | null,
  ) {}

  /** Takes note of the page's cells; what is found in texts that have changed. */
  look(cells: Given[]): Looked[] {
    this.cells = cells;
    for (const { cell, source, halted } of cells) {
      if (!halted || this.effective.get(cell) !== source) continue;
      // What was stopped leaves the text that ran before it, if there is one.
      const earlier = this.lastRun(cell);
      if (earlier === null || earlier === source) this.effective.delete(cell);
      else this.effective.set(cell, earlier);
    }
    if (this.given === null) {
      this.given = new Map(cells.map(({ cell, source }) => [cell, source]));
      return [];
    }
    const found: Looked[] = [];
    for (const { cell, label, source } of cells) {
      if ((this.looked.get(cell)?.source ?? this.given.get(cell)) === source) continue;
      const checked = this.check(label, source);
      this.looked.set(cell, { ...checked, source });
      found.push({ cell, checked });
    }
    return found;
  }

  /** Whether a cell is as it was at first. */
  untouched(cell: string, source: string | undefined): boolean {
    return this.given?.get(cell) === source;
  }

  /** Lets all whole texts take part, once one of them is not what it was at first; whether they do. */
  live(): boolean {
    this.awake ||= this.cells.some(({ cell, source }) => this.given?.get(cell) !== source);
    if (this.awake) this.wake();
    return this.awake;
  }

  /** Lets all whole texts take part. */
  wake(): void {
    this.awake = true;
    for (const { cell, label, source, halted, manual } of this.cells) {
      if (this.effective.get(cell) === source || halted || manual) continue;
      const looked = this.looked.get(cell);
      const { state } = looked?.source === source ? looked : this.check(label, source);
      if (state === "complete") this.effective.set(cell, source);
    }
  }

  /** Lets a cell take part as it stands, whole or not, and those above it that never have, unless they are not to. */
  run(id: string): void {
    for (const { cell, source, halted, manual } of this.cells) {
      if (cell === id || (!this.effective.has(cell) && !halted && !manual)) this.effective.set(cell, source);
      if (cell === id) break;
    }
  }

  /** Lets all cells take part as they stand, but not those to be skipped that the reader has not run. */
  runAll(): void {
    this.awake = true;
    for (const { cell, source, halted, manual } of this.cells) {
      if (!halted && manual !== "skip") this.effective.set(cell, source);
    }
  }

  /** The cells as the notebook is to have them. */
  planned(): Pick<Cell, "id" | "label" | "source" | "withheld" | "settings" | "answers">[] {
    return this.cells.map(({ cell, label, source: text, settings, answers, halted, manual }) => {
      const source = this.effective.get(cell) ?? null;
      const why = halted || ("manual" as const);
      const withheld = source === null && (manual || halted) ? { text, why } : null;
      return { id: cell, label, source, withheld, settings, answers };
    });
  }

  save(): Saved {
    return {
      effective: [...this.effective],
      given: this.given && [...this.given],
      awake: this.awake,
    };
  }

  load(saved: Saved): void {
    // What has not run to its end since is not what takes part: it may be what the last worker was ended for.
    for (const [cell] of saved.effective) {
      const ran = this.lastRun(cell);
      if (ran !== null) this.effective.set(cell, ran);
    }
    this.given = saved.given && new Map(saved.given);
    this.awake = saved.awake;
    // What has run was whole, and what was said of it then still stands.
    for (const [cell, source] of this.effective) this.looked.set(cell, { source, state: "complete", diagnostics: [] });
  }
}
