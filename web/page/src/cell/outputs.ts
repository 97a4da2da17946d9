/**
 * What stands below a cell's source. What has not changed is not painted again, and the last good output stays, dimmed,
 * below the news of a run that is not done or went wrong.
 */

import type { Output } from "../live/contract.ts";
import { updateControl } from "./controls.ts";
import { type Reactions, render } from "./render.ts";
import { retext } from "./text.ts";

interface Item {
  node: HTMLElement;
  /** What it shows; null for what was in the page from the beginning. */
  output: Output | null;
  text: string;
}

/** Characters of an output that takes longer to make than a reader should wait for a line of text. */
const LONG = 2000;

export class Outputs {
  /** What a run showed that came to its end. */
  private good: Item[] = [];
  /** What a run shows that has not, or that went wrong. It stands above. */
  private news: Item[] = [];
  private readonly first: Item[];

  constructor(
    private readonly box: HTMLElement,
    private readonly reactions: Reactions,
  ) {
    this.first = [...box.children]
      .filter((node): node is HTMLElement => node instanceof HTMLElement)
      .map((node) => ({ node, output: null, text: "" }));
    this.begin();
  }

  /** A run is on its way, and this is what it has shown so far. */
  progress(outputs: Output[]): void {
    this.news = this.patch(this.news, joined(outputs), this.good[0]?.node ?? null);
    this.dim(true);
  }

  /**
   * A run came to its end. With `later`, what takes long to make stays as it was beside a new text, and `later` is called for
   * it: the text should not wait for a plot.
   */
  done(outputs: Output[], later?: () => void): void {
    if (this.news.length > 0) {
      for (const { node } of this.good) node.remove();
      this.good = this.news;
      this.news = [];
    }
    this.good = this.patch(this.good, joined(outputs), null, later);
    this.dim(false);
  }

  /** A run went wrong or was stopped. What it had shown is shown only where it is not there already. */
  failed(outputs: Output[]): void {
    const all = joined(outputs);
    const shown = all.filter((output) => output.type !== "error");
    const known = shown.every((output, index) => {
      const before = this.good[index];
      if (before?.output) return before.text === key(output);
      return before?.node.isEqualNode(render(output, this.reactions)) ?? false;
    });
    const news = known && this.good.length > 0 ? all.filter((output) => output.type === "error") : all;
    this.news = this.patch(this.news, news, this.good[0]?.node ?? null);
    this.dim(true);
  }

  /** The output no longer belongs to the text above it, or does again; with `all`, the news neither. */
  dim(stale: boolean, all = false): void {
    this.box.classList.toggle("rhai-stale", stale);
    for (const { node } of this.news) node.classList.toggle("rhai-now", !all);
    for (const { node } of this.good) node.classList.remove("rhai-now");
  }

  /** What the page came with. */
  restore(): void {
    this.box.replaceChildren(...this.first.map(({ node }) => node));
    this.begin();
    this.dim(false);
  }

  /** What the page came with, once more. */
  copy(): HTMLElement {
    const copy = document.createElement("div");
    copy.className = "rhai-output";
    copy.append(...this.first.map(({ node }) => node.cloneNode(true)));
    return copy;
  }

  /** What the page came with is good, unless the author wanted an error to be seen. */
  private begin(): void {
    const wrong = this.first.some(({ node }) => node.classList.contains("rhai-error"));
    this.news = wrong ? this.first : [];
    this.good = wrong ? [] : this.first;
  }

  /** Whether the page came with an output. */
  get published(): boolean {
    return this.first.length > 0;
  }

  /** What a screen reader is told. */
  summary(): string {
    const items = this.news.length > 0 ? this.news : this.good;
    const texts = items.map(({ node }) => {
      const title = node.querySelector("svg > title, img[alt]");
      return title ? (title.textContent || title.getAttribute("alt") || "") : (node.textContent ?? "");
    });
    const text = texts.join("\n").replace(/\s+/g, " ").trim();
    return text.length > 300 ? `${text.slice(0, 300)}…` : text;
  }

  /** All words that are shown. */
  get text(): string {
    return this.box.textContent ?? "";
  }

  /** The text of what is shown, as plain as it can be. */
  get outputs(): Output[] {
    return [...this.news, ...(this.news.length > 0 ? [] : this.good)].flatMap(({ output }) => output ?? []);
  }

  /** Makes the items show the outputs, in place where it can be, before the node `end`. */
  private patch(items: Item[], outputs: Output[], end: Node | null, later?: () => void): Item[] {
    const told = later && outputs.some((output, index) => output.type === "text" && items[index]?.text !== key(output));
    const next = outputs.map((output, index) => this.item(items[index], output, end, told ? later : undefined));
    for (const { node } of items.slice(outputs.length)) node.remove();
    return next;
  }

  private item(before: Item | undefined, output: Output, end: Node | null, later?: () => void): Item {
    const text = key(output);
    if (before) {
      if (before.text === text) return before;
      if (later && "data" in output && text.length > LONG) {
        later();
        return before;
      }
      // What the page came with is kept for `restore`.
      const own = !this.first.some(({ node }) => node === before.node);
      if ((own && grow(before, output)) || (output.type === "control" && updateControl(before.node, output.control))) {
        return { node: before.node, output, text };
      }
    }
    const node = render(output, this.reactions);
    if (!before) {
      this.box.insertBefore(node, end);
      return { node, output, text };
    }
    // What was in the page may well be what the run shows; a control there is not alive yet.
    if (!before.output && output.type !== "control" && before.node.isEqualNode(node)) {
      return { node: before.node, output, text };
    }
    before.node.replaceWith(node);
    return { node, output, text };
  }
}

/** Makes a box of text show another one; whether it is such a box. */
function grow(before: Item, output: Output): boolean {
  if (before.output?.type !== "text" || output.type !== "text" || before.output.stream !== output.stream) return false;
  retext(before.node, before.output.text, output.text);
  return true;
}

/** What tells two outputs apart. */
function key(output: Output): string {
  return output.type === "text" ? `${output.stream}:${output.text}` : JSON.stringify(output);
}

/** Texts that follow each other in the same stream are one. */
function joined(outputs: Output[]): Output[] {
  const out: Output[] = [];
  for (const output of outputs) {
    const last = out.at(-1);
    if (output.type === "text" && last?.type === "text" && last.stream === output.stream) {
      out[out.length - 1] = { ...last, text: last.text + output.text };
    } else {
      out.push(output);
    }
  }
  return out;
}
