/** The page's cells, the sessions they belong to, and what is to be done when something is edited, run or moved. */

import type { RhaiCell } from "../cell/element.ts";
import type { Change, Completion, Control, Data, Live, PageCell, State } from "../live/contract.ts";

/** How long the reader's keys must rest before a cell runs. */
const PAUSE = 150;
/** How long a moved slider waits for the run it made, when nothing is heard of that run. */
const UNHEARD = 300;

export interface BookEvents {
  /** A cell's text changed, by the reader. */
  edited(cell: RhaiCell): void;
  /** The reader runs a cell. */
  ran(cell: RhaiCell): void;
  /** A cell joined the page. */
  joined(cell: RhaiCell): void;
  /** A cell left the page. */
  left(cell: RhaiCell): void;
  /** Something began or ended to run. */
  busy(running: boolean): void;
}

export class Book {
  private readonly sessions = new Map<string, Session>();
  /** Whether cells run as they are edited. */
  live = true;
  /** While a link brought edits that the reader has not agreed to run. */
  held = false;
  events: BookEvents | null = null;

  constructor(private readonly open: (name: string) => Promise<Live>) {}

  get cells(): RhaiCell[] {
    return [...this.sessions.values()].flatMap(({ cells }) => cells).sort(inOrder);
  }

  get running(): boolean {
    return [...this.sessions.values()].some((session) => session.running);
  }

  /** Gives a cell that has none a name and a label, by its place. */
  name(cell: RhaiCell): void {
    const number = [...document.querySelectorAll("rhai-cell")].indexOf(cell) + 1;
    cell.name = cell.getAttribute("cell") ?? `c${number}`;
    cell.label = cell.getAttribute("label") ?? String(number);
    if (!cell.hasAttribute("label")) cell.setAttribute("label", cell.label);
  }

  add(cell: RhaiCell): void {
    const session = this.of(cell);
    if (session.cells.includes(cell)) return;
    session.cells.push(cell);
    session.cells.sort(inOrder);
    this.events?.joined(cell);
    session.touched();
  }

  remove(cell: RhaiCell): void {
    const session = this.of(cell);
    session.cells = session.cells.filter((other) => other !== cell);
    this.events?.left(cell);
    session.touched();
  }

  after(cell: RhaiCell): RhaiCell | undefined {
    const { cells } = this;
    return cells[cells.indexOf(cell) + 1];
  }

  edited(cell: RhaiCell): void {
    this.events?.edited(cell);
    this.of(cell).edited(cell);
  }

  run(cell: RhaiCell): void {
    this.events?.ran(cell);
    this.of(cell).run(cell);
  }

  async runAll(): Promise<void> {
    for (const session of this.sessions.values()) session.runAll();
  }

  stop(cell: RhaiCell): void {
    this.of(cell).live?.stop();
  }

  stopAll(): void {
    for (const { live } of this.sessions.values()) live?.stop();
  }

  /** Everything as the author left it, nothing running. */
  resetAll(): void {
    for (const session of this.sessions.values()) session.reset();
  }

  /** Whether cells run as they are edited has changed: what was edited meanwhile runs now. */
  setLive(live: boolean): void {
    this.live = live;
    if (live) for (const session of this.sessions.values()) session.resume();
  }

  /** The reader agreed to run what a link brought. */
  release(): void {
    this.held = false;
    for (const session of this.sessions.values()) session.resume();
  }

  /** Gets the engines ready, without running anything. */
  warm(): void {
    for (const session of this.sessions.values()) session.ready().catch(() => undefined);
  }

  /** A cell came near the window. */
  wake(cell: RhaiCell): void {
    this.of(cell).wake(cell);
  }

  control(cell: RhaiCell, key: string, value: Control["value"]): void {
    this.of(cell).control(cell, key, value);
  }

  answer(cell: RhaiCell, text: string): void {
    this.of(cell).live?.answer(cell.name, text);
  }

  complete(cell: RhaiCell, at: number): Promise<Completion[]> {
    return this.of(cell).asked((live) => live.complete(cell.name, at), []);
  }

  inspect(cell: RhaiCell, at: number): Promise<Data | null> {
    return this.of(cell).asked((live) => live.inspect(cell.name, at), null);
  }

  /** What an error's code means. */
  explain(cell: RhaiCell, code: string): Promise<Data | null> {
    return this.of(cell).asked((live) => live.explain(code), null);
  }

  changed(): void {
    this.events?.busy(this.running);
  }

  private of(cell: RhaiCell): Session {
    const name = cell.session;
    let session = this.sessions.get(name);
    if (!session) {
      session = new Session(this, () => this.open(name));
      this.sessions.set(name, session);
    }
    return session;
  }
}

class Session {
  cells: RhaiCell[] = [];
  live: Live | null = null;
  private opening: Promise<Live> | null = null;
  private loaded = false;
  private timer = 0;
  private readonly states = new Map<string, State>();
  /** Where sliders were moved to while the run of an earlier place was on its way. */
  private readonly moves = new Map<string, [RhaiCell, string, Control["value"]]>();
  private flight = 0;
  /** What ran already when they were sent: that may take long, and they need not wait for it. */
  private already = new Set<string>();
  /** Cells that the engine has been told of. */
  private members = new WeakSet<RhaiCell>();

  constructor(
    private readonly book: Book,
    private readonly open: () => Promise<Live>,
  ) {}

  get running(): boolean {
    return [...this.states.values()].includes("running");
  }

  /** The engine, told of the cells as their author wrote them: to what stands in the page, nothing has changed yet. */
  ready(): Promise<Live> {
    this.opening ??= this.open().then(
      (live) => {
        live.listen((change) => this.heard(change));
        this.introduce(live);
        this.live = live;
        return live;
      },
      (error: unknown) => {
        this.opening = null;
        for (const cell of this.cells) cell.waits(words(error));
        throw error;
      },
    );
    return this.opening;
  }

  private introduce(live: Live): void {
    this.members = new WeakSet(this.cells);
    live.update(
      this.cells.map(({ name, label, author, manual }) => ({ cell: name, label, source: author, manual })),
      false,
    );
  }

  /** Runs the cells that show a control, which the reader expects to be alive. */
  wake(cell: RhaiCell): void {
    if (this.runs && cell.live && cell.state === "untouched" && cell.controls) {
      this.now(true).then(
        (live) => live.run(cell.name),
        () => undefined,
      );
    }
  }

  /** The cells changed in number or order. */
  touched(): void {
    if (this.live) this.later();
  }

  /** The page is another one, in the place of the first: its cells begin anew. */
  private renew(live: Live): void {
    this.states.clear();
    this.moves.clear();
    live.restart();
    this.introduce(live);
    this.book.changed();
  }

  edited(cell: RhaiCell): void {
    if (!this.runs || !cell.live) {
      cell.stale(cell.text !== cell.given || cell.edited);
      // What is wrong in the text is told all the same.
      if (this.live) this.later();
      return;
    }
    this.later();
  }

  run(cell: RhaiCell): void {
    this.book.held = false;
    this.now(false).then(
      (live) => live.run(cell.name),
      () => undefined,
    );
    if (!this.live) cell.waits("loading the engine");
  }

  runAll(): void {
    this.book.held = false;
    for (const cell of this.cells) {
      if (cell.manual === "skip") continue;
      cell.given = cell.text;
      cell.reveal();
    }
    this.now(false).then(
      (live) => live.runAll(),
      () => undefined,
    );
  }

  reset(): void {
    clearTimeout(this.timer);
    this.moves.clear();
    for (const cell of this.cells) {
      cell.reset();
      cell.given = cell.author;
    }
    clearTimeout(this.timer);
    this.states.clear();
    this.live?.restart();
    this.live?.update(this.sources(), false);
    for (const cell of this.cells) cell.restore();
    this.book.changed();
  }

  /** What was edited meanwhile may run now. */
  resume(): void {
    if (this.runs && (this.live || this.cells.some((cell) => cell.edited))) this.later();
  }

  control(cell: RhaiCell, key: string, value: Control["value"]): void {
    this.moves.set(`${cell.name} ${key}`, [cell, key, value]);
    if (!this.flight) this.move();
  }

  async asked<Answer>(question: (live: Live) => Promise<Answer>, none: Answer): Promise<Answer> {
    try {
      return await question(await this.now(false));
    } catch {
      return none;
    }
  }

  /** Whether what is edited runs by itself. */
  private get runs(): boolean {
    return this.book.live && !this.book.held;
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const { live, cells, members } = this;
      if (live && cells.length > 0 && !cells.some((cell) => members.has(cell))) this.renew(live);
      this.now(this.runs).catch(() => undefined);
    }, PAUSE);
  }

  private async now(live: boolean): Promise<Live> {
    const engine = this.live ?? (await this.ready());
    if (live) for (const cell of this.cells) if (cell.live) cell.given = cell.text;
    engine.update(this.sources(), live);
    return engine;
  }

  private sources(): PageCell[] {
    return this.cells.map(({ name, label, text, manual }) => ({ cell: name, label, source: text, manual }));
  }

  private heard(change: Change): void {
    if (change.type === "engine") {
      const words = { loading: "loading the engine", ready: "", lost: change.text ?? "the engine was lost" };
      this.loaded ||= change.state === "ready";
      // What could not be loaded is asked for again with the next edit or run.
      if (change.state === "lost" && !this.loaded) this.live = this.opening = null;
      for (const cell of this.cells) cell.waits(words[change.state]);
      return;
    }
    if (change.type === "state") {
      const before = this.running;
      this.states.set(change.cell, change.state);
      if (before !== this.running) this.book.changed();
      if (this.flight && !this.flying) this.landed();
    }
    this.cells.find(({ name }) => name === change.cell)?.change(change);
  }

  /** Sends the newest place of every slider that was moved; the next ones wait until this run is over. */
  private move(): void {
    const moves = [...this.moves.values()];
    this.moves.clear();
    if (moves.length === 0) return;
    this.already = new Set([...this.states].flatMap(([cell, state]) => (state === "running" ? [cell] : [])));
    this.flight = window.setTimeout(() => this.unheard(), UNHEARD);
    this.now(false).then(
      (live) => {
        for (const [cell, key, value] of moves) live.control(cell.name, key, value);
      },
      () => this.landed(),
    );
  }

  private get flying(): boolean {
    return [...this.states].some(([cell, state]) => state === "running" && !this.already.has(cell));
  }

  private unheard(): void {
    if (this.flying) this.flight = window.setTimeout(() => this.unheard(), UNHEARD);
    else this.landed();
  }

  private landed(): void {
    clearTimeout(this.flight);
    this.flight = 0;
    this.move();
  }
}

function words(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.startsWith("the engine") ? said : `the engine could not be loaded: ${said}`;
}

function inOrder(a: RhaiCell, b: RhaiCell): number {
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
