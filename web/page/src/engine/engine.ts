/** One instance of the engine: text in, answers out, and its memory. */

import type { Checked, Completion, Data, Event, Names, Ran, Variable } from "./answers.ts";
import type { World } from "./world.ts";

/** The engine is gone: a trap, or no memory left. What it held is in the last snapshot. */
export class Lost extends Error {
  constructor(
    readonly reason: "memory" | "depth" | "bug",
    message: string,
  ) {
    super(message);
  }
}

interface Exports {
  memory: WebAssembly.Memory;
  room(length: number): number;
  answer(): number;
  base(): number;
  execute(label: number, code: number): number;
  check(label: number, code: number): number;
  complete(code: number, at: number): number;
  inspect(code: number, at: number, detail: number): number;
  names(code: number): number;
  variables(): number;
  announce(text: number): void;
  forget(text: number): void;
}

/** Bytes of memory that a new session has to spare. */
const SPARE = 1 << 20;

/** Ends a field of a request. No text may have it. */
const FIELD = "\u{1f}";

export class Engine {
  private readonly exports: Exports;
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();
  /** What a panic said before it trapped. */
  private panic = "";
  readonly memory: WebAssembly.Memory;
  /** Where what has to be kept begins: below it is the stack, which is empty between calls. */
  readonly base: number;

  constructor(
    readonly module: WebAssembly.Module,
    readonly world: World,
  ) {
    const instance = new WebAssembly.Instance(module, { host: this.host() });
    this.exports = instance.exports as unknown as Exports;
    this.memory = this.exports.memory;
    this.base = this.exports.base();
  }

  /** Makes an empty session, with some memory to spare: a cell that needs no more than that is quicker, and wastes none. */
  begin(): void {
    this.exports.room(SPARE);
    this.variables();
  }

  execute(label: string, code: string): Ran {
    return JSON.parse(this.executeRaw(label, code)) as Ran;
  }

  /** As `execute`, as the text that the engine wrote. */
  executeRaw(label: string, code: string): string {
    const texts = [this.encoder.encode(label), this.encoder.encode(code)] as const;
    const length = this.sent(texts, (e) => e.execute(texts[0].length, texts[1].length));
    return this.text(this.exports.answer(), length);
  }

  check(label: string, code: string): Checked {
    const texts = [this.encoder.encode(label), this.encoder.encode(code)] as const;
    return this.asked(texts, (e) => e.check(texts[0].length, texts[1].length)) as Checked;
  }

  complete(code: string, at: number): Completion[] {
    return this.about(code, (e, length) => e.complete(length, at)) as Completion[];
  }

  inspect(code: string, at: number, detail: 0 | 1): Data | null {
    return this.about(code, (e, length) => e.inspect(length, at, detail)) as Data | null;
  }

  names(code: string): Names {
    return this.about(code, (e, length) => e.names(length)) as Names;
  }

  variables(): Variable[] {
    return this.asked([], (e) => e.variables()) as Variable[];
  }

  /** Tells what surrounds the cell that runs next: names made above it, cells above that failed, and cells below. */
  announce(names: Iterable<string>, failed: Surrounding[], below: Surrounding[]): void {
    const all = [...names];
    const cells = (list: Surrounding[]) => list.flatMap(({ label, source }) => [plain(label), plain(source)]);
    const fields = [all.length, ...all, failed.length, ...cells(failed), below.length, ...cells(below)];
    const text = this.encoder.encode(fields.join(FIELD));
    this.sent([text], (e) => e.announce(text.length));
  }

  /** Forgets variables and functions, as if no cell had made them. */
  forget(names: Iterable<string>): void {
    const text = this.encoder.encode([...names].join(FIELD));
    this.sent([text], (e) => e.forget(text.length));
  }

  private about(code: string, call: (exports: Exports, length: number) => number): unknown {
    const text = this.encoder.encode(code);
    return this.asked([text], (exports) => call(exports, text.length));
  }

  /** An event has come, as JSON. */
  protected heard(json: string): void {
    const event = JSON.parse(json) as Event;
    if (event.type === "panic") this.panic = event.text;
    else this.world.event(event);
  }

  private asked(texts: readonly Uint8Array[], call: (exports: Exports) => number): unknown {
    const length = this.sent(texts, call);
    return JSON.parse(this.text(this.exports.answer(), length));
  }

  /** Puts texts where the engine reads them, and calls it. */
  private sent<T>(texts: readonly Uint8Array[], call: (exports: Exports) => T): T {
    this.panic = "";
    try {
      this.put(texts);
      return call(this.exports);
    } catch (error) {
      throw this.lost(error);
    }
  }

  private put(texts: readonly Uint8Array[]): number {
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    let at = this.exports.room(length);
    const bytes = new Uint8Array(this.memory.buffer);
    for (const text of texts) {
      bytes.set(text, at);
      at += text.length;
    }
    return length;
  }

  private text(at: number, length: number): string {
    return this.decoder.decode(new Uint8Array(this.memory.buffer, at, length));
  }

  private lost(error: unknown): unknown {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof RangeError) return new Lost("depth", message);
    if (!(error instanceof WebAssembly.RuntimeError)) return error;
    if (this.panic) return new Lost("bug", this.panic);
    // A Rust program that gets no memory ends itself; one whose stack has no room left writes below it.
    return new Lost(/unreachable/i.test(message) ? "memory" : "depth", message);
  }

  private host(): Record<string, WebAssembly.ImportValue> {
    const { world } = this;
    const reply = (text: string | null) => (text === null ? -1 : this.put([this.encoder.encode(text)]));
    return {
      event: (at: number, length: number) => this.heard(this.text(at, length)),
      now: () => world.now(),
      entropy: () => BigInt.asIntN(64, world.entropy()),
      interrupted: () => (world.interrupted() ? 1 : 0),
      wants_output: () => (world.wantsOutput() ? 1 : 0),
      sleep: (seconds: number) => world.sleep(seconds),
      ask: (at: number, length: number, secret: number) => reply(world.ask(this.text(at, length), secret !== 0)),
      setting: (at: number, length: number) => reply(world.setting(this.text(at, length))),
      texts: () => reply(world.texts()),
    };
  }
}

export interface Surrounding {
  label: string;
  source: string;
}

function plain(text: string): string {
  return text.replaceAll(FIELD, " ");
}
