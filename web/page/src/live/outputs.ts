/** What a running cell has shown: events put together to outputs, bounded. */

import type { Event } from "../engine/answers.ts";
import type { Data, Output } from "./contract.ts";

/** Characters that a cell may show; what comes after them is cut, and that is said. */
const MOST = 1_000_000;
/** Separate outputs that a cell may show. */
const MANY = 2_000;

export const CUT = "… the rest of this cell's output is cut: it was more than a page can show\n";

export class Outputs {
  readonly list: Output[] = [];
  /** Displays of other cells that this one replaced, by id. */
  readonly updates: [string, Data][] = [];
  private size = 0;
  private cut = false;
  private clearing = false;

  add(event: Exclude<Event, { type: "panic" }>): void {
    if (event.type === "clear") {
      this.clearing = event.wait;
      if (!event.wait) this.clear();
      return;
    }
    if (event.type === "update") {
      this.update(event.id, event.data);
      return;
    }
    if (this.clearing) this.clear();
    if (this.cut) return;
    const size = event.type === "text" ? event.text.length : JSON.stringify(event).length;
    const last = this.list.at(-1);
    if (event.type === "text" && last?.type === "text" && last.stream === event.stream) {
      last.text += event.text.slice(0, MOST - this.size);
    } else if (event.type === "text") {
      this.list.push({ ...event, text: event.text.slice(0, MOST - this.size) });
    } else if (this.size + size <= MOST) {
      this.list.push(event);
    }
    this.size += size;
    if (this.size > MOST || this.list.length >= MANY) {
      this.cut = true;
      this.list.push({ type: "text", stream: "err", text: CUT });
    }
  }

  /** What is shown at the end whatever came before. */
  end(output: Output): void {
    if (this.clearing) this.clear();
    this.list.push(output);
  }

  /** How many characters are shown. */
  get weight(): number {
    return this.size;
  }

  private update(id: string, data: Data): void {
    let found = false;
    for (const output of this.list) {
      if (output.type === "display" && output.id === id) {
        output.data = data;
        found = true;
      }
    }
    // A bar whose output was cleared is gone; another cell's has the same number.
    if (!found && !id.startsWith("progress-")) {
      // Of many replacements of one display only the last shows.
      const earlier = this.updates.findIndex(([other]) => other === id);
      if (earlier >= 0) this.updates.splice(earlier, 1);
      this.updates.push([id, data]);
    }
  }

  private clear(): void {
    this.list.length = 0;
    this.size = 0;
    this.cut = false;
    this.clearing = false;
  }
}

/** The outputs of cells in order, with what later ones replaced in earlier ones. */
export function composed(runs: { outputs: Output[]; updates: [string, Data][] }[]): Output[][] {
  if (runs.every(({ updates }) => updates.length === 0)) return runs.map(({ outputs }) => outputs);
  const shown: Output[][] = [];
  for (const { outputs, updates } of runs) {
    for (const [id, data] of updates) {
      for (const [i, list] of shown.entries()) {
        if (list.some((output) => output.type === "display" && output.id === id)) {
          shown[i] = list.map((output) => (output.type === "display" && output.id === id ? { ...output, data } : output));
        }
      }
    }
    shown.push(outputs);
  }
  return shown;
}
