/** A cell while it runs: what it has shown, asked for and been given. */

import type { Ran } from "../engine/answers.ts";
import type { Diagnostic } from "./contract.ts";
import type { Cell, Shown } from "./notebook.ts";
import { Outputs } from "./outputs.ts";

export class Running {
  readonly outputs = new Outputs();
  readonly settings = new Map<string, string | null>();
  asked: { prompt: string; secret: boolean } | null = null;
  lucky = false;
  private given = 0;

  constructor(
    readonly cell: Cell,
    /** When its output was last looked at. */
    public looked: number,
  ) {}

  ask(prompt: string, secret: boolean): string | null {
    const answer = this.cell.answers[this.given++];
    if (answer === undefined) this.asked = { prompt, secret };
    else this.outputs.add({ type: "text", stream: "out", text: `${prompt}${secret ? "·····" : answer}\n` });
    return answer ?? null;
  }

  setting(key: string): string | null {
    const value = this.cell.settings.get(key) ?? null;
    this.settings.set(key, value);
    return value;
  }

  asking(ran: Ran): Shown {
    const { prompt, secret } = this.asked ?? { prompt: "", secret: false };
    this.outputs.end({ type: "ask", prompt, secret });
    return this.shown("waiting", ran.warnings);
  }

  ended(ran: Ran): Shown {
    for (const diagnostic of ran.warnings) this.outputs.end({ type: "warning", diagnostic });
    if (ran.value) this.outputs.end({ type: "value", data: ran.value });
    if (ran.page) this.outputs.end({ type: "page", data: ran.page });
    if (ran.error) this.outputs.end({ type: "error", diagnostic: ran.error });
    const found = ran.error ? [ran.error, ...ran.warnings] : ran.warnings;
    return this.shown(ran.outcome === "done" ? "done" : "failed", found);
  }

  private shown(state: Shown["state"], diagnostics: Diagnostic[]): Shown {
    const notes: string[] = [];
    if (this.lucky) notes.push("draws random numbers without a seed: each run gives others");
    if (this.given > 0) notes.push("asks for input: what it shows depends on the answers");
    return { outputs: this.outputs.list, updates: this.outputs.updates, note: notes.join("; "), state, diagnostics };
  }
}
