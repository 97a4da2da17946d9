/** The page's side: orders to the worker, and a new worker where the old one does not come to an end. */

import { engine, isBroken, NO_WORKER, texts, worker } from "./assets.ts";
import type { Change, Completion, Data, Live, Open, PageCell } from "./contract.ts";
import { Deputy } from "./deputy.ts";
import { Keeper } from "./keeper.ts";
import { halted } from "./lost.ts";
import type { Desk, Given, Order, Reply, Request } from "./messages.ts";

/** Milliseconds that a run may take which the reader has typed over. */
const OBSOLETE = 300;
/** Milliseconds that a cell may run before what is ordered meanwhile goes on without it. */
const PATIENCE = 1000;
/** Milliseconds after which a second worker is made ready, for when the first has to be stopped. */
const SPARE = 1500;
/** Seconds that a cell which was stopped runs once more at most, to see where it is. */
const TRIAL = 0.25;
/** Bytes that snapshots may take; there are two copies of them. */
const BUDGET = 96 << 20;

export const open: Open = (_name, base) => new Client(base);

/** A worker for the first session, and how it is made before there is one: a busy page lets it begin only late. */
let first: Worker | null = null;
export function prepare(base: string): void {
  try {
    first ??= worker(base);
  } catch {
    // The session will say so, when it is wanted.
  }
}

class Client implements Live {
  private readonly listeners: ((change: Change) => void)[] = [];
  private cells: Given[] = [];
  private readonly keeper = new Keeper();
  private desk: Desk | null = null;
  private module: WebAssembly.Module | null = null;
  private worker: Worker | null = null;
  private spare: Worker | null = null;
  /** Orders that came before the engine was there, with the cells of that moment. */
  private early: { order: Order; cells: Given[] }[] = [];
  /** The texts at first. */
  private first: Desk["given"] = null;
  private number = 0;
  /** Whether orders are not done yet. */
  private busy = false;
  private running: { cell: string; source: string; above: string; since: number } | null = null;
  /** What was ordered while a cell runs. */
  private waiting: Order[] = [];
  /** Does what was ordered while a cell takes long. */
  private deputy: Deputy | null = null;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private obsolete: ReturnType<typeof setTimeout> | undefined;
  private live = false;
  private questions = new Map<number, (found: never) => void>();
  private readonly unanswered = new Map<number, Request>();
  private question = 0;
  private readonly loading: Promise<void>;

  constructor(private readonly base: string) {
    // Its script comes while the engine does.
    this.spare = first ?? worker(base);
    first = null;
    this.loading = this.load();
  }

  update(cells: PageCell[], live: boolean): void {
    const old = new Map(this.cells.map((given) => [given.cell, given]));
    this.cells = cells.map(({ cell, source, label, manual = false }, i) => {
      const before = old.get(cell);
      const answers = before?.source === source ? before.answers : [];
      const halted = before?.source === source ? before.halted : false;
      return { cell, source, label: label ?? String(i + 1), settings: before?.settings ?? new Map(), answers, halted, manual };
    });
    this.live = live;
    this.first ??= cells.map(({ cell, source }) => [cell, source]);
    this.order({ do: live ? "live" : "look" });
    this.watch();
  }

  run(cell: string): void {
    this.change(cell, (given) => ({ ...given, answers: [], halted: false }));
    // Whoever runs a cell that runs wants it from its beginning.
    if (this.running?.cell === cell) this.replace();
    if (this.deputy?.running?.cell === cell) this.endDeputy();
    this.order({ do: "run", cell });
  }

  runAll(): void {
    // What the reader stopped stays stopped if it is to be skipped.
    this.cells = this.cells.map((given) => ({ ...given, answers: [], halted: given.manual === "skip" ? given.halted : false }));
    if (this.running) this.replace();
    this.order({ do: "run all" });
  }

  stop(): void {
    if (!this.busy) return;
    const { running, waiting } = this;
    const second = this.deputy?.running;
    this.replace();
    if (!running) return;
    const { cell, source } = running;
    this.halt(cell);
    if (second) this.halt(second.cell);
    this.order({ do: "look" });
    // What went on meanwhile is not stopped.
    for (const order of waiting) if (order.do !== "run" || (order.cell !== cell && order.cell !== second?.cell)) this.order(order);
    // The worker took with it where it was: its successor goes there again, not for long.
    const seconds = Math.min((performance.now() - running.since) / 1000, TRIAL);
    this.order({ do: "tell", trial: { cell, source, seconds } });
  }

  private halt(cell: string): void {
    this.change(cell, (given) => ({ ...given, halted: "stopped" }));
    this.tell({ type: "state", cell, state: "stopped" });
    const label = this.cells.find((given) => given.cell === cell)?.label ?? "";
    this.tell({ type: "stopped", cell, outputs: halted(label) });
  }

  restart(): void {
    this.early = [];
    this.keeper.forget();
    this.desk = null;
    this.first = null;
    this.cells = [];
    this.replace();
  }

  control(cell: string, key: string, value: number | boolean | string): void {
    this.change(cell, (given) => ({ ...given, settings: new Map(given.settings).set(key, String(value)) }));
    this.order({ do: "wake" });
  }

  answer(cell: string, text: string): void {
    this.change(cell, (given) => ({ ...given, answers: [...given.answers, text] }));
    this.order({ do: "go" });
  }

  complete(cell: string, at: number): Promise<Completion[]> {
    const none: Completion[] = [];
    return this.ask(cell, none, (question, source) => ({ do: "complete", question, source, at }));
  }

  inspect(cell: string, at: number): Promise<Data | null> {
    return this.ask<Data | null>(cell, null, (question, source) => ({ do: "inspect", question, source, at }));
  }

  explain(name: string): Promise<Data | null> {
    return this.put<Data | null>(null, (question) => ({ do: "inspect", question, source: name, at: 0 }));
  }

  listen(listener: (change: Change) => void): void {
    this.listeners.push(listener);
    if (!this.module) listener({ type: "engine", state: "loading" });
  }

  private async load(): Promise<void> {
    try {
      this.module = await engine(this.base);
      this.worker = this.begin();
      for (const { order, cells } of this.early.splice(0)) this.order(order, cells);
    } catch (error) {
      this.tell({ type: "engine", state: "lost", text: error instanceof Error ? error.message : String(error) });
    }
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }

  private change(cell: string, change: (given: Given) => Given): void {
    this.cells = this.cells.map((given) => (given.cell === cell ? change(given) : given));
  }

  private order(order: Order, cells = this.cells): void {
    if (!this.worker) {
      this.early.push({ order, cells });
      return;
    }
    this.busy = true;
    this.number += 1;
    this.send({ do: "order", number: this.number, cells, order });
    if (!this.running || order.do === "tell") return;
    this.waiting.push(order);
    if (this.deputy) this.deputy.order(order, cells);
    else this.patience ??= setTimeout(() => this.depute(), Math.max(PATIENCE - (performance.now() - this.running.since), OBSOLETE));
  }

  /** A cell takes so long that what is ordered goes on without it. */
  private depute(): void {
    this.patience = undefined;
    const { running, module } = this;
    // Who only looks on has ordered nothing.
    if (!running || !module || this.deputy || this.waiting.every((order) => order.do === "look")) return;
    const started = this.spare ?? worker(this.base);
    this.spare = null;
    const told = (change: Change) => this.tell(change);
    this.deputy = new Deputy(started, running.cell, this.beginning(module), told, (question, found) => this.answered(question, found));
    for (const order of this.waiting) this.deputy.order(order, this.cells);
    for (const request of this.unanswered.values()) this.deputy.send(request);
    this.spareSoon();
  }

  private endDeputy(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
    if (!this.deputy) return;
    this.deputy.end();
    this.deputy = null;
    this.send({ do: "anew" });
  }

  private send(request: Request): void {
    this.worker?.postMessage(request);
  }

  private beginning(module: WebAssembly.Module): Request {
    const desk = this.desk ?? { effective: [], given: this.first, awake: false };
    return { do: "begin", module, texts: texts(this.base), budget: BUDGET, state: { notebook: this.keeper.whole(), desk } };
  }

  private spareSoon(): void {
    setTimeout(() => {
      this.spare ??= worker(this.base);
    }, SPARE);
  }

  /** A worker that goes on from the last state. */
  private begin(): Worker {
    const started = this.spare ?? worker(this.base);
    this.spare = null;
    let begun = false;
    started.onmessage = ({ data }: MessageEvent<Reply>) => {
      begun = true;
      this.heard(data);
    };
    if (isBroken(started)) this.tell({ type: "engine", state: "lost", text: NO_WORKER });
    started.onerror = (event) => {
      this.tell({ type: "engine", state: "lost", text: begun && event.message ? event.message : NO_WORKER });
      // One that had begun has a successor; one that cannot begin would have none but its like.
      if (begun && this.worker === started) this.replace();
    };
    if (this.module) started.postMessage(this.beginning(this.module));
    return started;
  }

  /** Ends the worker, whatever it does. Its successor has the variables as they were before the running cell. */
  private replace(): void {
    clearTimeout(this.obsolete);
    this.endDeputy();
    this.running = null;
    this.waiting = [];
    this.busy = false;
    for (const [, answered] of this.questions) answered(undefined as never);
    this.questions.clear();
    this.unanswered.clear();
    if (!this.worker) return;
    this.worker.onmessage = null;
    this.worker.terminate();
    this.worker = this.begin();
  }

  private heard(reply: Reply): void {
    switch (reply.says) {
      case "ready":
        this.tell({ type: "engine", state: "ready" });
        this.spareSoon();
        return;
      case "change": {
        const { change } = reply;
        this.tell(change);
        // What has been ordered meanwhile comes next.
        if (change.type === "state" && change.state !== "running" && change.cell === this.running?.cell) {
          this.endDeputy();
          this.waiting = [];
        }
        return;
      }
      case "running":
        this.running = { cell: reply.cell, ...this.about(reply.cell), since: performance.now() };
        return;
      case "rests":
        if (reply.number !== this.number) return;
        this.busy = false;
        this.running = null;
        this.waiting = [];
        clearTimeout(this.obsolete);
        return;
      case "state":
        this.keeper.take(reply.notebook);
        this.desk = reply.desk;
        return;
      case "completions":
      case "inspected":
        this.answered(reply.question, reply.found);
        return;
    }
  }

  private answered(question: number, found: unknown): void {
    this.questions.get(question)?.(found as never);
    this.questions.delete(question);
    this.unanswered.delete(question);
  }

  /** What decides whether a cell's run is still wanted: its text, and that of the cells above. */
  private about(cell: string): { source: string; above: string } {
    const at = this.cells.findIndex((given) => given.cell === cell);
    const text = ({ cell, source }: Given) => `${cell}\n${source}`;
    return { source: this.cells[at]?.source ?? "", above: this.cells.slice(0, Math.max(at, 0)).map(text).join("\n") };
  }

  /** Ends a run that an edit has made obsolete, if it does not end soon by itself. */
  private watch(): void {
    clearTimeout(this.obsolete);
    const { running } = this;
    if (!running || !this.live) return;
    const now = this.about(running.cell);
    if (now.source === running.source && now.above === running.above) return;
    this.obsolete = setTimeout(() => {
      if (this.running?.cell !== running.cell || !this.busy) return;
      this.replace();
      this.order({ do: this.live ? "live" : "look" });
    }, OBSOLETE);
  }

  private ask<Found>(cell: string, none: Found, request: (question: number, source: string) => Request): Promise<Found> {
    const source = this.cells.find((given) => given.cell === cell)?.source;
    return source === undefined ? Promise.resolve(none) : this.put(none, (question) => request(question, source));
  }

  private put<Found>(none: Found, request: (question: number) => Request): Promise<Found> {
    if (!this.module) return this.loading.then(() => (this.worker ? this.put(none, request) : none));
    const question = ++this.question;
    const answer = new Promise<Found>((resolve) => {
      this.questions.set(question, (found: Found | undefined) => resolve(found ?? none));
    });
    this.unanswered.set(question, request(question));
    this.send(request(question));
    this.deputy?.send(request(question));
    return answer;
  }
}
