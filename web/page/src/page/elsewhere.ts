/** What an edit has changed out of the reader's sight: a word in the toolbar leads there. */

import type { RhaiCell } from "../cell/element.ts";
import type { Book } from "./book.ts";

/** How long after the last run it is looked at what has changed: until that is painted. */
const PAINTED = 200;

interface Before {
  words: string;
  failed: boolean;
}

export class Elsewhere {
  private before: Map<RhaiCell, Before> | null = null;
  private cause: RhaiCell | null = null;
  private timer = 0;

  constructor(
    private readonly book: Book,
    /** Says it, with the way there; null takes the word away. */
    private readonly say: (found: { text: string; cell: RhaiCell } | null) => void,
  ) {}

  /** The reader has edited a cell, or run it. */
  edited(cause: RhaiCell): void {
    this.cause = cause;
    this.before ??= new Map(this.book.cells.map((cell) => [cell, { words: cell.says, failed: cell.state === "failed" }]));
    this.say(null);
  }

  busy(running: boolean): void {
    clearTimeout(this.timer);
    if (!running && this.before) this.timer = window.setTimeout(() => this.look(), PAINTED);
  }

  private look(): void {
    const { before, cause } = this;
    if (!before || !cause || this.book.running) return;
    this.before = null;
    const failed: RhaiCell[] = [];
    const changed: RhaiCell[] = [];
    for (const cell of this.book.cells) {
      const was = before.get(cell);
      if (cell === cause || !was || inSight(cell)) continue;
      if (cell.state === "failed" && (!was.failed || cell.says !== was.words)) failed.push(cell);
      else if (cell.says !== was.words) changed.push(cell);
    }
    const first = failed[0] ?? changed[0];
    if (!first) return;
    const parts = [failed.length > 0 ? `${named(failed, cause)}: error` : "", changed.length > 0 ? `${named(changed, cause)} changed` : ""];
    this.say({ text: parts.filter(Boolean).join("; "), cell: first });
  }
}

/** `cell 6 below`, `cells 6, 7 below`. */
function named(cells: RhaiCell[], cause: RhaiCell): string {
  const labels = cells.map(({ label }) => label);
  const all = labels.length > 3 ? `${labels.slice(0, 3).join(", ")} …` : labels.join(", ");
  const below = cells.every((cell) => cause.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
  return `${labels.length > 1 ? "cells" : "cell"} ${all}${below ? " below" : ""}`;
}

function inSight(cell: RhaiCell): boolean {
  const { top, bottom } = cell.getBoundingClientRect();
  return bottom > 0 && top < innerHeight - 40;
}
