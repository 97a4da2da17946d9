/** What the reader has changed, brought back after a reload: own edits from storage, others' from a link. */

import type { RhaiCell } from "../cell/element.ts";
import type { Book } from "./book.ts";
import { carried, type Edits, unpack } from "./share.ts";
import { hash, pageKey, read, write } from "./storage.ts";

/** How long after a change it is written. */
const PAUSE = 300;

export class Kept {
  private page = pageKey(location.pathname);
  private link: Edits | null = null;
  private readonly unsaved = new Set<RhaiCell>();
  /** Cells whose author's text has changed under an edit that the reader has not decided about. */
  private readonly undecided = new Map<RhaiCell, string>();
  private timer = 0;
  private applying = false;

  constructor(private readonly book: Book) {
    // A link that is opened where its page is open already changes the fragment only.
    addEventListener("hashchange", () => carried(location.hash) !== null && location.reload());
    addEventListener("pagehide", () => this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
  }

  /** Reads the link, if the address holds one; before this, cells are shown as they are. */
  async begin(): Promise<void> {
    const packed = carried(location.hash);
    if (packed !== null) {
      this.link = await unpack(packed);
      if (this.link) {
        this.page = pageKey(location.pathname, hash(packed));
        this.book.held = true;
      } else {
        this.bar("The link that led here is damaged: its edits cannot be read.", [["Close", () => undefined]]);
      }
    }
    for (const cell of this.book.cells) this.restore(cell);
    if (this.link) this.tell(this.link);
    this.began = true;
  }
  private began = false;

  joined(cell: RhaiCell): void {
    if (this.began) this.restore(cell);
  }

  edited(cell: RhaiCell): void {
    if (this.applying) return;
    this.unsaved.add(cell);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), PAUSE);
  }

  /** The edits of this page as a link carries them. */
  edits(): Edits {
    return Object.fromEntries(this.book.cells.filter((cell) => cell.edited).map((cell) => [cell.name, cell.text]));
  }

  private save(): void {
    for (const cell of this.unsaved) {
      // The older edit waits for the reader's decision; until then, it is kept beside what is written now.
      const older = this.undecided.get(cell);
      if (older !== undefined && !cell.edited) continue;
      const own = cell.edited || this.link?.[cell.name] !== undefined;
      const kept = own ? { source: cell.text, author: hash(cell.author), ...(older === undefined ? {} : { older }) } : null;
      if (!write(this.page, cell.name, kept)) break;
    }
    this.unsaved.clear();
  }

  private restore(cell: RhaiCell): void {
    if (cell.readonly) return;
    const kept = read(this.page, cell.name);
    if (kept && kept.author !== hash(cell.author)) {
      this.changed(cell, kept.source);
      return;
    }
    if (kept?.older !== undefined) this.changed(cell, kept.older);
    const source = kept?.source ?? this.link?.[cell.name];
    if (source !== undefined) this.put(cell, source);
  }

  /** Puts a text into a cell that is already kept, so it is not written anew. */
  private put(cell: RhaiCell, source: string): void {
    this.applying = true;
    cell.replace(source);
    this.applying = false;
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
      this.unsaved.add(cell);
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
    this.bar(`This link brings somebody's edits. Nothing of them runs until you say so.${gone}`, [
      ["Run them", () => this.book.runAll()],
      [
        "Drop them",
        () => {
          this.link = null;
          this.page = pageKey(location.pathname);
          history.replaceState(null, "", location.pathname + location.search);
          this.applying = true;
          this.book.resetAll();
          this.applying = false;
          for (const cell of this.book.cells) this.restore(cell);
          this.book.release();
        },
      ],
    ]);
  }

  /** A notice above the cells that stays in sight. */
  private bar(text: string, answers: [string, () => void][]): void {
    const box = document.createElement("div");
    box.className = "rhai-bar";
    box.setAttribute("role", "status");
    box.appendChild(document.createElement("span")).textContent = text;
    for (const [label, react] of answers) {
      const button = box.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = "rhai-button";
      button.textContent = label;
      button.addEventListener("click", () => {
        box.remove();
        react();
      });
    }
    const first = this.book.cells.find((cell) => cell.edited) ?? this.book.cells[0];
    if (first) first.before(box);
    else document.body.prepend(box);
  }
}
