/** What outlives a worker: the last state of a notebook, sent in pieces that are new, and made a notebook's again. */

import { Pages, type Page, type Sent } from "../engine/snapshots.ts";
import { Notebook, type Cell, type Hooks, type Photo } from "./notebook.ts";

/** A notebook's state as a message. Pages that the other side has are not in it. */
export interface State {
  cells: Cell[];
  photos: (Omit<Photo, "snapshot"> & { snapshot: Sent })[];
  newest: number;
  /** An empty session. */
  beginning: Sent;
  pages: Page[];
}

/** Packs states for one receiver. */
export class Packer {
  private readonly pages = new Pages();

  pack(notebook: Notebook): State {
    const pages: Page[] = [];
    const photos = notebook.photos.map((photo) => ({ ...photo, snapshot: this.pages.pack(photo.snapshot, pages) }));
    const beginning = this.pages.pack(notebook.beginning, pages);
    this.pages.keep([beginning, ...photos.map(({ snapshot }) => snapshot)]);
    return { cells: notebook.cells, photos, newest: notebook.lastRun, beginning, pages };
  }

  /** The receiver has these already. */
  knows(pages: Iterable<Page>): void {
    this.pages.add(pages);
  }
}

/** Holds the newest state. */
export class Keeper {
  private readonly pages = new Pages();
  private state: State | null = null;

  take(state: State): void {
    this.pages.add(state.pages);
    this.pages.keep([state.beginning, ...state.photos.map(({ snapshot }) => snapshot)]);
    this.state = { ...state, pages: [] };
  }

  forget(): void {
    this.state = null;
    this.pages.keep([]);
  }

  /** All there is, for a new worker. */
  whole(): State | null {
    return this.state && { ...this.state, pages: [...this.pages.all()] };
  }
}

/** A notebook that goes on from a state. */
export function resumed(module: WebAssembly.Module, hooks: Hooks, budget: number, state: State): Notebook {
  const pages = new Pages();
  pages.add(state.pages);
  const notebook = new Notebook(module, hooks, budget, pages.unpack(state.beginning));
  const photos = state.photos.map((photo) => ({ ...photo, snapshot: pages.unpack(photo.snapshot) }));
  notebook.resume(state.cells, photos, state.newest);
  return notebook;
}
