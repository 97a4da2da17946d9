/** `<rhai-cell>`: source, buttons and output of one cell. What is in the page already is kept and made alive. */

import type { Change, Diagnostic, Output, State } from "../live/contract.ts";
import { announce } from "../page/announce.ts";
import { asset } from "../page/assets.ts";
import { atOnce, inFrame } from "../page/frame.ts";
import type { Book } from "../page/book.ts";
import type { Editor } from "./editor-contract.ts";
import { Field, selected } from "./field.ts";
import { paint } from "./highlight.ts";
import { EDITOR, load } from "./loaded.ts";
import { Outputs } from "./outputs.ts";
import { element, lock, scrollable, spread } from "./pieces.ts";
import { published, remember } from "./published.ts";
import { data, explain } from "./render.ts";
import { Status } from "./status.ts";

/** A run shows what it has so far from here on; one that ends before is painted once. */
const SHOW_PROGRESS = 200;
/** How long the keys rest, beyond the pause before a run, when a reader wonders what is wrong. */
const THOUGHT = 600;

export class RhaiCell extends HTMLElement {
  /** The page's cells, set once before the element is defined. */
  static book: Book;

  /** Known to the session by this. */
  name = "";
  /** Known to the reader by this. */
  label = "";
  /** What the author wrote. */
  author = "";
  /** What stood there when it was last given to the session, for cells that don't run as they are edited. */
  given = "";
  state: State = "untouched";

  private current = "";
  private source: HTMLElement | null = null;
  private editor: Editor | null = null;
  /** Until the button over the source is up again: before that, the browser has not put the cursor there. */
  private pressed: Promise<void> | null = null;
  private making: Promise<Editor | null> | null = null;
  private outputs: Outputs | null = null;
  private status: Status | null = null;
  private buttons: Record<"run" | "stop" | "reset", HTMLButtonElement> | null = null;
  /** What the last run showed that came to its end, and what the one that has not has shown so far. */
  private final: Output[] | null = null;
  private progress: Output[] | null = null;
  /** What a run had come to when it was stopped. */
  private halted: Output[] = [];
  private checked: Diagnostic[] = [];
  /** Where a text that is not whole is still open. */
  private open: Diagnostic | null = null;
  /** The text that the last run was of. */
  private ran = "";
  private marked = "[]";
  private settling = 0;
  private explaining = 0;
  private waiting = 0;
  private began = 0;
  private asked = false;
  /** Whether it has been near the window. */
  private near = false;

  connectedCallback(): void {
    if (this.source) {
      RhaiCell.book.add(this);
    } else if (document.readyState === "loading" && !this.nextSibling) {
      // The script came before the cell was read to its end.
      document.addEventListener("DOMContentLoaded", () => this.isConnected && this.upgrade(), { once: true });
    } else {
      this.upgrade();
    }
  }

  disconnectedCallback(): void {
    RhaiCell.book.remove(this);
  }

  get session(): string {
    return this.getAttribute("session") ?? "page";
  }

  get readonly(): boolean {
    return this.hasAttribute("readonly");
  }

  /** Whether it runs as it is edited, as far as its author is concerned. */
  get live(): boolean {
    return !this.manual;
  }

  /** Whether it runs only when it is told to: `live="off"`, and not even with all others, `live="skip"`. */
  get manual(): false | "off" | "skip" {
    const live = this.getAttribute("live");
    return live === "off" || live === "skip" ? live : false;
  }

  get edited(): boolean {
    return this.current !== this.author;
  }

  get text(): string {
    return this.current;
  }

  /** The words that are shown below the text. */
  get says(): string {
    return this.outputs?.text ?? "";
  }

  /** What is shown now. */
  get shown(): Output[] {
    return this.outputs?.outputs ?? [];
  }

  /** Puts another text into the cell, as if the reader had written it; undo brings the old one back. */
  replace(text: string): void {
    if (text === this.current) return;
    if (this.editor) {
      this.editor.replace(text);
      return;
    }
    this.source?.querySelector("code")?.replaceChildren(paint(text));
    this.changed(text);
  }

  /** The author's text and output again. */
  reset(): void {
    this.replace(this.author);
  }

  /** Whether it shows sliders or the like, which are there only when it has run. */
  get controls(): boolean {
    return /\b(?:slider|toggle|choice|quiz)\s*\(/.test(this.current);
  }

  /** The output that the page came with. */
  restore(): void {
    this.final = this.progress = null;
    this.checked = [];
    this.mark();
    this.outputs?.restore();
    this.state = "untouched";
    this.status?.state("untouched", undefined, this.unrun);
  }

  /** What is said of a cell that nobody has run: neither its author, nor the page by itself. */
  private get unrun(): string {
    return this.manual && !this.outputs?.published ? "not run yet" : "";
  }

  run(): void {
    this.reveal();
    this.asked = true;
    this.given = this.current;
    RhaiCell.book.run(this);
  }

  /** Shows the output that was hidden until somebody ran the cell. */
  reveal(): void {
    this.removeAttribute("hide-output");
    this.querySelector(".rhai-show-output")?.remove();
    this.unfold();
  }

  private unfold(): void {
    const fold = this.querySelector(":scope > .rhai-predict");
    const focused = fold?.contains(document.activeElement);
    fold?.replaceWith(...fold.querySelectorAll(":scope > .rhai-output"));
    if (focused) this.buttons?.run.focus();
  }

  /** Puts the cursor into the cell. */
  enter(): void {
    if (this.readonly) this.source?.focus();
    else if (this.editor) this.editor.focus();
    else this.write();
  }

  /** Puts the focus on the cell, not into its text. */
  reach(): void {
    this.buttons?.run.focus({ preventScroll: true });
  }

  /** Makes the editor, once; null where it cannot be had. */
  make(): Promise<Editor | null> {
    this.making ??= this.makeEditor().catch(() => {
      this.making = null;
      this.status?.say("the editor could not be loaded", "editor");
      return null;
    });
    return this.making;
  }

  /** Lets the reader write at once, where the cursor is, whether or not the editor is there. */
  private write(): void {
    if (this.editor || !this.source) return;
    const field = new Field(this.label, this.current, (text) => this.changed(text));
    const [from, to] = selected(this.source);
    // What could not be loaded is asked for again.
    field.dom.addEventListener("focus", () => this.make());
    this.install(field);
    field.select(from, to);
    this.make();
  }

  /** What the session says of this cell. */
  change(change: Exclude<Change, { type: "engine" }>): void {
    switch (change.type) {
      case "state":
        if (change.state === "running" && this.state !== "running") {
          this.began = performance.now();
          this.progress = null;
          this.ran = this.current;
        }
        this.open = null;
        this.thinking(change.open);
        this.state = change.state;
        this.status?.state(change.state, change.seconds, change.words ?? this.unrun);
        this.setAttribute("state", change.state);
        break;
      case "output":
        this.progress = change.final ? null : change.outputs;
        if (change.final) this.final = change.outputs;
        break;
      case "diagnostics":
        this.checked = change.diagnostics;
        break;
      case "stopped":
        this.halted = change.outputs;
        break;
      case "note":
        this.note(change.text);
        return;
    }
    // A run's end is the last thing that is said of it.
    if (change.type === "state" && change.state !== "running") atOnce(this, () => this.paint(true));
    else inFrame(this, () => this.paint());
  }

  /** A word about the engine, where a run waits for it. */
  waits(text: string): void {
    if (text === "") this.status?.say("", "", "engine");
    else if (this.asked || this.edited || this.state === "running") this.status?.say(text, "engine");
  }

  /** The text is not what the output belongs to, and will not run by itself. */
  stale(stale: boolean): void {
    this.outputs?.dim(stale);
    this.status?.say(stale ? "edited, not run" : "");
  }

  /** A question to the reader above the source, with answers; without a text, there is none any more. */
  ask(text: string, answers: [string, () => void][]): void {
    this.querySelector(":scope > .rhai-notice")?.remove();
    if (!text) return;
    const box = element("div", "rhai-notice");
    box.setAttribute("role", "note");
    box.append(element("span", "", text));
    for (const [label, react] of answers) {
      const button = box.appendChild(element("button", "rhai-button", label));
      button.type = "button";
      button.addEventListener("click", () => {
        box.remove();
        react();
      });
    }
    this.source?.before(box);
  }

  private upgrade(): void {
    const code = document.createElement("code");
    const { source: text, output } = published(this);
    this.author = this.current = this.given = text;
    for (const name of ["state", "edited", "indents"]) this.removeAttribute(name);
    RhaiCell.book.name(this);

    const source = element("pre", "rhai-source");
    code.append(paint(this.author));
    source.append(code);
    const height = this.getAttribute("height");
    if (height) this.style.setProperty("--rhai-height", height);
    output.setAttribute("role", "region");
    output.setAttribute("aria-label", `Output of cell ${this.label}`);
    // Browsers that translate the page leave these as they are.
    source.translate = output.translate = false;
    this.source = source;
    this.replaceChildren(this.head(), source, this.hasAttribute("predict") ? this.folded(output) : output);
    for (const box of output.querySelectorAll(".rhai-error > pre:only-child, pre.rhai-warning")) spread(box);
    this.outputs = new Outputs(output, {
      move: (key, value) => RhaiCell.book.control(this, key, value),
      answer: (text) => RhaiCell.book.answer(this, text),
      show: ({ span }) => {
        if (span) this.make().then((editor) => editor?.select(span.from, span.to));
      },
    });
    source.tabIndex = 0;
    source.setAttribute("aria-label", `Code of cell ${this.label}`);
    source.setAttribute("role", this.readonly ? "region" : "textbox");
    if (!this.readonly) source.setAttribute("aria-multiline", "true");
    if (!this.readonly) {
      source.addEventListener("mousedown", () => {
        this.pressed = new Promise<void>((up) => addEventListener("mouseup", () => setTimeout(up), { once: true, capture: true })).then(() => {
          this.pressed = null;
          if (document.activeElement === source) this.write();
        });
      });
      source.addEventListener("click", () => this.write());
      source.addEventListener("focus", () => this.pressed || this.write());
    }
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.shiftKey || event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      if (event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      this.runFrom(event.shiftKey);
    });
    this.addEventListener(
      "toggle",
      ({ target }) => {
        if (!(target instanceof HTMLDetailsElement) || !target.open || !target.matches(".rhai-more")) return;
        explain(target, (code) => RhaiCell.book.explain(this, code));
      },
      { capture: true },
    );
    // Pages have keys of their own, such as arrows that turn leaves: what is typed here is none of theirs.
    for (const type of ["keydown", "keypress", "keyup"]) {
      this.addEventListener(type, (event) => {
        const { target, ctrlKey, metaKey, altKey } = event as KeyboardEvent;
        if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return;
        if (target.closest(".rhai-editor, .rhai-source, input, select")) event.stopPropagation();
      });
    }
    this.status?.state("untouched", undefined, this.unrun);
    this.toggleAttribute("ready", true);
    this.settle();
    RhaiCell.book.add(this);
  }

  private head(): HTMLElement {
    const head = element("div", "rhai-head");
    if (this.readonly) head.append(lock());
    const leaves = element("span", "rhai-leave", "Esc, then Tab, leaves");
    const status = head.appendChild(element("span", "rhai-status"));
    head.append(leaves);
    const button = (label: string, title: string, press: () => void) => {
      const made = head.appendChild(element("button", `rhai-button rhai-${label.toLowerCase()}`, label));
      made.type = "button";
      made.title = title;
      made.setAttribute("aria-label", `${label} cell ${this.label}`);
      made.addEventListener("click", press);
      return made;
    };
    for (const [hidden, what] of [["hide-source", "code"], ["hide-output", "output"]] as const) {
      if (!this.hasAttribute(hidden)) continue;
      const show = button("Show", "", () => {
        this.removeAttribute(hidden);
        show.remove();
      });
      show.classList.add(`rhai-show-${what}`);
      show.textContent = `Show ${what}`;
      show.setAttribute("aria-label", `Show ${what} of cell ${this.label}`);
    }
    this.buttons = {
      reset: button("Reset", "Back to the author's text; undo brings yours back", () => this.reset()),
      stop: button("Stop", "Stop it; variables stay", () => RhaiCell.book.stop(this)),
      run: button("Run", "Run (Shift+Enter: and go on; Ctrl+Enter: and stay)", () => this.run()),
    };
    this.buttons.reset.hidden = this.buttons.stop.hidden = true;
    this.status = new Status(status, (running) => {
      if (!this.buttons) return;
      const { activeElement } = document;
      const { run, stop } = this.buttons;
      stop.hidden = !running;
      run.hidden = running;
      // Who had the one button under the keys now has the other.
      if (activeElement === run && running) stop.focus();
      if (activeElement === stop && !running) run.focus();
      if (running) this.outputs?.dim(true);
    });
    return head;
  }

  /** The output, out of sight until the reader has guessed what it is. */
  private folded(output: HTMLElement): HTMLElement {
    const fold = element("details", "rhai-predict");
    fold.append(element("summary", "", "Show what it gives"), output);
    fold.addEventListener("toggle", () => fold.open && this.unfold());
    return fold;
  }

  private async makeEditor(): Promise<Editor | null> {
    if (this.readonly || !this.source) return null;
    const make = await load(EDITOR, asset(EDITOR));
    await this.pressed;
    const field = this.editor instanceof Field ? this.editor : null;
    await field?.rests();
    const editor = make({
      label: this.label,
      text: field?.before ?? this.current,
      writing: field !== null && field.text() !== field.before,
      indents: (shown) => this.toggleAttribute("indents", shown),
      changed: (text) => text === this.current || this.changed(text),
      run: (next) => this.runFrom(next),
      complete: (at) => RhaiCell.book.complete(this, at),
      inspect: (at) => RhaiCell.book.inspect(this, at),
      document: data,
    });
    // Undo brings back what stood there before.
    editor.replace(this.current);
    const [from, to] = selected(this.source);
    const focused = this.source.contains(document.activeElement);
    this.install(editor);
    if (focused) editor.select(from, to);
    this.status?.say("", "", "editor");
    return editor;
  }

  private install(editor: Editor): void {
    remember(this, "source", () => element("pre", "rhai-source", this.author));
    const box = element("div", "rhai-editor");
    box.translate = false;
    box.append(editor.dom);
    this.source?.replaceWith(box);
    this.source = box;
    this.editor = editor;
    this.marked = "[]";
    this.mark();
  }

  private runFrom(next: boolean): void {
    this.run();
    if (next) RhaiCell.book.after(this)?.enter();
  }

  private changed(text: string): void {
    remember(this, "source", () => element("pre", "rhai-source", this.author));
    this.current = text;
    this.open = null;
    clearTimeout(this.waiting);
    clearTimeout(this.explaining);
    if (this.buttons) this.buttons.reset.hidden = !this.edited;
    this.toggleAttribute("edited", this.edited);
    if (this.edited) this.unfold();
    this.note("");
    RhaiCell.book.edited(this);
  }

  /** Shows what is known; `soon` leaves what takes long for the next frame. */
  private paint(soon = false): void {
    const { outputs, final, progress, state } = this;
    if (!outputs) return;
    remember(this, "output", () => outputs.copy());
    let whole = true;
    const later = () => {
      whole = false;
      inFrame(this, () => this.paint());
    };
    if (state === "running") {
      const elapsed = performance.now() - this.began;
      const shows = progress !== null && (elapsed >= SHOW_PROGRESS || progress.some(({ type }) => type === "ask"));
      if (shows) outputs.progress(progress);
      else if (progress) setTimeout(() => this.progress && inFrame(this, () => this.paint()), SHOW_PROGRESS - elapsed);
    } else if (state === "stopped") {
      const why = this.halted.filter(({ type }) => type === "error" || type === "warning");
      outputs.failed(progress ? [...progress, ...why] : this.halted);
    } else if (state === "untouched") {
      outputs.dim(false);
    } else if (state === "lacking") {
      outputs.dim(final !== null || this.edited);
    } else if (state === "incomplete") {
      outputs.dim(true, true);
      this.explain();
    } else if (state === "failed" && final === null) {
      outputs.failed(errors(this.checked));
    } else if (final?.some(({ type }) => type === "error")) {
      outputs.failed(final);
    } else if (final) {
      outputs.done(final, soon ? later : undefined);
    }
    this.mark();
    this.settle();
    if (this.asked && state === "waiting") this.querySelector<HTMLElement>(".rhai-ask input")?.focus();
    const over = whole && (state === "done" || state === "failed" || state === "stopped");
    if (over && (this.asked || this.contains(document.activeElement))) {
      this.asked = false;
      announce(`Cell ${this.label}: ${outputs.summary() || state}`);
    }
  }

  /** Says where a text is still open, once the reader stops to think: it may only be half written. */
  private thinking(open: Diagnostic | undefined): void {
    clearTimeout(this.waiting);
    if (!open) return;
    this.waiting = window.setTimeout(() => {
      if (this.state !== "incomplete") return;
      this.open = open;
      this.status?.say(`unfinished: ${open.message}, line ${open.line}`, "incomplete");
      this.mark();
    }, THOUGHT);
  }

  /** Says what is wrong with a text that cannot run, once the reader stops to think: it may only be half written. */
  private explain(): void {
    clearTimeout(this.explaining);
    this.explaining = window.setTimeout(() => {
      const found = errors(this.checked);
      if (this.state !== "incomplete" || found.length === 0) return;
      this.outputs?.failed(found);
      this.status?.say("error", "failed");
    }, THOUGHT);
  }

  /** The reader may soon see it. */
  approached(): void {
    this.near = true;
    this.settle();
  }

  /**
   * Looks at what scrolls, when the output has come to rest: measuring in between would slow a moving slider down, and
   * measuring what is far away would lay it out.
   */
  settle(): void {
    if (!this.near) return;
    clearTimeout(this.settling);
    this.settling = window.setTimeout(() => scrollable(this), 250);
  }

  /** Squiggles: what was found without running, and what the last run said. */
  private mark(): void {
    // What a run said belongs to the text that it was of.
    const shown = this.ran !== this.current ? [] : this.state === "stopped" ? this.halted : (this.final ?? []);
    const ran = shown.flatMap((output) => (output.type === "error" || output.type === "warning" ? [output.diagnostic] : []));
    const same = (a: Diagnostic, b: Diagnostic) => a.code === b.code && a.span?.from === b.span?.from;
    const found = this.open ? [...this.checked, this.open] : this.checked;
    const all = [...found, ...ran.filter((one) => !found.some((other) => same(one, other)))];
    const text = JSON.stringify(all);
    if (!this.editor || text === this.marked) return;
    this.marked = text;
    this.editor.diagnostics(all);
  }

  private note(text: string): void {
    const old = this.querySelector(":scope > .rhai-note");
    if (!text) old?.remove();
    else if (old) old.textContent = text;
    else this.append(element("p", "rhai-note", text));
  }
}

function errors(list: Diagnostic[]): Output[] {
  return list.filter(({ severity }) => severity === "error").map((diagnostic) => ({ type: "error", diagnostic }));
}

addEventListener("resize", () => {
  for (const cell of RhaiCell.book.cells) cell.settle();
});
