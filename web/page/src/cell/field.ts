/** What a reader writes in until the editor is loaded, or where it cannot be: a plain field, so that no key is lost. */

import type { Editor, EditorOptions } from "./editor-contract.ts";

export class Field implements Editor {
  readonly dom = document.createElement("textarea");
  private composed: Promise<unknown> | null = null;

  constructor(
    label: string,
    /** What stood there before the reader wrote. */
    readonly before: string,
    private readonly changed: EditorOptions["changed"],
  ) {
    const { dom } = this;
    dom.value = before;
    dom.className = "rhai-source";
    dom.wrap = dom.autocapitalize = "off";
    dom.spellcheck = false;
    dom.setAttribute("autocorrect", "off");
    dom.setAttribute("aria-label", `Code of cell ${label}`);
    this.grow();
    dom.addEventListener("input", () => {
      this.grow();
      changed(dom.value);
    });
    dom.addEventListener("compositionstart", () => {
      this.composed = new Promise((end) => dom.addEventListener("compositionend", end, { once: true })).then(() => {
        this.composed = null;
      });
    });
  }

  text(): string {
    return this.dom.value;
  }

  replace(text: string): void {
    this.dom.value = text;
    this.grow();
    this.changed(text);
  }

  diagnostics(): void {}

  focus(): void {
    this.dom.focus();
  }

  select(from: number, to: number): void {
    this.dom.setSelectionRange(from, to);
    this.dom.focus({ preventScroll: true });
  }

  /** A word that is being composed would be lost with the field. */
  async rests(): Promise<void> {
    while (this.composed) await this.composed;
  }

  /** All lines are there to be seen, as they are in what the field stands for. */
  private grow(): void {
    this.dom.rows = this.dom.value.split("\n").length;
  }
}

/** From where to where the text in a cell's source is selected; where the cursor is, if nothing is. */
export function selected(source: HTMLElement): [number, number] {
  const field = source.querySelector("textarea");
  if (field) return [field.selectionStart, field.selectionEnd];
  const selection = document.getSelection();
  if (!selection?.rangeCount || !source.contains(selection.anchorNode)) return [0, 0];
  const place = (node: Node, at: number) => {
    const range = document.createRange();
    range.selectNodeContents(source);
    // What is selected may begin above the source or end below it.
    if (source.contains(node)) range.setEnd(node, at);
    return range.toString().length;
  };
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  const from = source.contains(startContainer) ? place(startContainer, startOffset) : 0;
  return [from, place(endContainer, endOffset)];
}
