/** What a cell and its editor say to each other; the editor is a script of its own, loaded when it is first wanted. */

import type { Completion, Data, Diagnostic } from "../live/contract.ts";

export interface EditorOptions {
  /** The label of the cell, for screen readers. */
  label: string;
  text: string;
  /** Whether the reader has begun to write already. */
  writing: boolean;
  /** Tab has indented, and so does not leave; or it leaves again. */
  indents(shown: boolean): void;
  /** The text was edited by the reader. */
  changed(text: string): void;
  /** Shift-Enter: run, then go to the next cell. Ctrl-Enter: run. */
  run(next: boolean): void;
  complete(at: number): Promise<Completion[]>;
  inspect(at: number): Promise<Data | null>;
  /** Documentation as a node. */
  document(data: Data): Node;
}

export interface Editor {
  readonly dom: HTMLElement;
  text(): string;
  /** Replaces the text; the editor's undo brings the old one back. */
  replace(text: string): void;
  diagnostics(list: Diagnostic[]): void;
  focus(): void;
  /** Puts the cursor at a place in the text. */
  select(from: number, to: number): void;
}

export type MakeEditor = (options: EditorOptions) => Editor;
