/** What the reader has changed, brought back after a reload: own edits from storage, others' from a link. */

import type { RhaiCell } from "../cell/element.ts";
import { bar, unbar } from "./bars.ts";
import type { Book } from "./book.ts";
import { carried, type Edits, unpack } from "./share.ts";
import { hash, type Kept as Stored, pageKey, read, write } from "./storage.ts";

/** How long after a change it is written. */
const PAUSE = 300;
/** How long after it could not be written that is tried again. */
const AGAIN = 5000;

export class Kept {
  /** What a link brought, and under which key edits of it are kept. */
  private link: { edits: Edits; packed: string } | null = null;
  /** What is still to be written, each with the page that it belongs to. */
  private readonly unsaved = new Map<RhaiCell, string>();
  /** Cells whose author's text has changed under an edit that the reader has not decided about. */
  private readonly undecided = new Map<RhaiCell, string>();
  /** What another tab has written beside the reader's own text, until the reader has decided. */
  private readonly others = new Map<RhaiCell, string>();
  /** What was last read or written. */
  private readonly known = new WeakMap<RhaiCell, string>();
  /** Cells that the reader has edited in this tab. */
  private readonly own = new WeakSet<RhaiCell>();
  private timer = 0;
  private applying = false;

  constructor(private readonly book: Book) {
    // A link that is opened where its page is open already changes the fragment only.
    addEventListener("hashchange", () => carried(location.hash) !== null && location.reload());
    addEventListener("pagehide", () => this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    addEventListener("storage", ({ key }) => {
      for (const cell of this.book.cells) if (key === null || key === `${this.page}:${cell.name}`) this.elsewhere(cell);
      // There may be room again.
      if (this.unsaved.size > 0) this.soon();
    });
    // A page that was put aside has heard nothing meanwhile.
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) for (const cell of this.book.cells) this.elsewhere(cell);
    });
  }

  /** Reads the link, if the address holds one; before this, cells are shown as they are. */
  async begin(): Promise<void> {
    const packed = carried(location.hash);
    if (packed !== null) {
      const edits = await unpack(packed);
      if (edits) {
        this.link = { edits, packed };
        this.book.held = true;
      } else {
        bar("link", "The link that led here is damaged: its edits cannot be read.", [["Close", () => undefined]]);
      }
    }
    for (const cell of this.book.cells) this.restore(cell);
    if (this.link) this.tell(this.link.edits);
    this.began = true;
  }
  private began = false;

  joined(cell: RhaiCell): void {
    if (this.began) this.restore(cell);
  }

  /** A cell has left the page, which may be another one soon. */
  left(cell: RhaiCell): void {
    if (this.unsaved.has(cell)) this.save();
  }

  edited(cell: RhaiCell): void {
    if (this.applying) return;
    this.own.add(cell);
    this.unsaved.set(cell, this.page);
    this.soon();
  }

  /** The edits of this page as a link carries them. */
  edits(): Edits {
    return Object.fromEntries(this.book.cells.filter((cell) => cell.edited).map((cell) => [cell.name, cell.text]));
  }

  private get page(): string {
    return pageKey(location.pathname, this.link ? hash(this.link.packed) : "");
  }

  private soon(pause = PAUSE): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), pause);
  }

  private save(): void {
    for (const [cell, page] of [...this.unsaved]) {
      // The older edit waits for the reader's decision; until then, it is kept beside what is written now.
      const older = this.undecided.get(cell);
      if (older === undefined || cell.edited) {
        const stored = read(page, cell.name);
        if (stored && stored.source !== this.known.get(cell) && stored.source !== cell.text) this.differs(cell, stored.source);
        if (!write(page, cell.name, this.kept(cell, older))) continue;
        this.known.set(cell, cell.text);
      }
      this.unsaved.delete(cell);
    }
    if (this.unsaved.size === 0) {
      unbar("full");
      return;
    }
    bar("full", "This browser keeps no more; download or share your edits.", []);
    this.soon(AGAIN);
  }

  private kept(cell: RhaiCell, older: string | undefined): Stored | null {
    const other = this.others.get(cell);
    const own = cell.edited || this.link?.edits[cell.name] !== undefined || other !== undefined;
    if (!own) return null;
    const known = this.known.get(cell);
    return {
      source: cell.text,
      author: hash(cell.author),
      ...(older === undefined ? {} : { older }),
      ...(known === undefined ? {} : { from: hash(known) }),
      ...(other === undefined ? {} : { other }),
    };
  }

  private restore(cell: RhaiCell): void {
    if (cell.readonly) return;
    const kept = read(this.page, cell.name);
    if (kept && kept.author !== hash(cell.author)) {
      this.known.set(cell, kept.source);
      this.changed(cell, kept.source);
      return;
    }
    if (kept?.older !== undefined) this.changed(cell, kept.older);
    const source = kept?.source ?? this.link?.edits[cell.name];
    if (source !== undefined) this.put(cell, source);
    if (kept?.other !== undefined) this.differs(cell, kept.other);
  }

  /** Puts a text into a cell that is already kept, so it is not written anew. */
  private put(cell: RhaiCell, source: string): void {
    this.applying = true;
    cell.replace(source);
    this.applying = false;
    this.known.set(cell, source);
  }

  /** Another tab may have written something: it is taken over, unless the reader has written here too. */
  private elsewhere(cell: RhaiCell): void {
    if (cell.readonly || !this.began) return;
    const kept = read(this.page, cell.name);
    // That tab shows another edition of the page.
    if (kept && kept.author !== hash(cell.author)) return;
    const source = kept?.source ?? this.link?.edits[cell.name] ?? cell.author;
    if (source === cell.text) {
      this.known.set(cell, source);
      if (this.others.has(cell) && kept?.other === undefined) this.agreed(cell);
      return;
    }
    const goesOn = !this.unsaved.has(cell) && (kept ? kept.from === hash(cell.text) : this.known.get(cell) === cell.text);
    if (!this.own.has(cell) || goesOn) {
      this.put(cell, source);
      this.agreed(cell);
      return;
    }
    if (kept) this.differs(cell, kept.source);
    // What is here is not kept there: it is written again, beside what that tab has written.
    if (kept?.other === cell.text) return;
    this.unsaved.set(cell, this.page);
    this.soon();
  }

  /** Two tabs have written different texts under one cell: both are kept until the reader has decided. */
  private differs(cell: RhaiCell, other: string): void {
    if (other === cell.text) return;
    const asked = this.others.has(cell);
    this.others.set(cell, other);
    if (asked || this.undecided.has(cell)) return;
    const decide = (taken: () => string | undefined) => () => {
      const source = taken();
      this.others.delete(cell);
      if (source !== undefined) cell.replace(source);
      this.known.set(cell, read(this.page, cell.name)?.source ?? cell.author);
      this.unsaved.set(cell, this.page);
      this.save();
    };
    cell.ask("You have edited this cell in another tab as well.", [
      ["Keep this one", decide(() => undefined)],
      ["Take the other", decide(() => this.others.get(cell))],
    ]);
  }

  private agreed(cell: RhaiCell): void {
    if (this.others.delete(cell)) cell.ask("", []);
  }

  private changed(cell: RhaiCell, mine: string): void {
    if (mine === cell.author) {
      write(this.page, cell.name, null);
      return;
    }
    this.undecided.set(cell, mine);
    const decide = (source: string | null) => () => {
      this.undecided.delete(cell);
      if (source !== null) cell.replace(source);
      this.unsaved.set(cell, this.page);
      this.save();
    };
    cell.ask("The chapter changed: its author has rewritten this cell since you edited it.", [
      ["Keep mine", decide(mine)],
      ["Take new", decide(null)],
    ]);
  }

  private tell(link: Edits): void {
    const names = new Set(this.book.cells.map(({ name }) => name));
    const lost = Object.keys(link).filter((name) => !names.has(name)).length;
    const gone = lost > 0 ? ` ${lost} of its cells are not in this page any more.` : "";
    const first = this.book.cells.find((cell) => cell.edited);
    bar("link", `This link brings somebody's edits. Nothing of them runs until you say so.${gone}`, [
      [
        "Run them",
        () => {
          this.book.runAll();
          bar("link", "The edits of the link run.", [["Undo", () => this.drop()], ["Close", () => undefined]]);
        },
      ],
      ["Drop them", () => this.drop()],
      ...(first
        ? [["Show them", () => {
            this.tell(link);
            first.scrollIntoView({ block: "center" });
          }] satisfies [string, () => void]]
        : []),
    ]);
  }

  /** The reader's own edits again, in the place of those that a link has brought. */
  private drop(): void {
    const { link } = this;
    if (!link) return;
    this.link = null;
    history.replaceState(null, "", location.pathname + location.search);
    this.applying = true;
    this.book.resetAll();
    this.applying = false;
    for (const cell of this.book.cells) this.restore(cell);
    this.book.release();
    bar("link", "The edits of the link are gone from this page.", [
      [
        "Undo",
        () => {
          location.hash = `#rhai=${link.packed}`;
        },
      ],
      ["Close", () => undefined],
    ]);
  }
}
