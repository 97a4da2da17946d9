/** Copies of an engine's memory that share the pages in which they are equal. */

/** Bytes of a page: those that WebAssembly's memory grows by. */
export const PAGE = 65_536;

/** A page's content, which never changes. */
export interface Page {
  id: number;
  words: Int32Array;
}

/** A copy of a memory above its stack. */
export interface Snapshot {
  /** Where it begins, in bytes. */
  base: number;
  /** How large the memory was, in bytes. */
  size: number;
  pages: Page[];
}

let newest = 0;

/** Copies a memory; pages that are as in one of the `older` snapshots are shared with it. */
export function take(memory: WebAssembly.Memory, base: number, older: Snapshot | null): Snapshot {
  const { buffer } = memory;
  const pages: Page[] = [];
  for (let at = base; at < buffer.byteLength; at += PAGE) {
    const words = new Int32Array(buffer, at, Math.min(PAGE, buffer.byteLength - at) / 4);
    const before = older?.pages[pages.length];
    pages.push(before && equal(words, before.words) ? before : fresh(words));
  }
  return { base, size: buffer.byteLength, pages };
}

const NOTHING: Page = { id: 0, words: new Int32Array(PAGE / 4) };

function fresh(words: Int32Array): Page {
  if (words.length === NOTHING.words.length && equal(words, NOTHING.words)) return NOTHING;
  newest += 1;
  return { id: newest, words: words.slice() };
}

function equal(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Bytes that a memory may have beyond a snapshot: it cannot shrink, and the engine has no use for them any more. */
const SLACK = 8 << 20;

/** Whether a memory can be given a snapshot's content; a new one is cheaper than what it would waste. */
export function fits(memory: WebAssembly.Memory, snapshot: Snapshot): boolean {
  return memory.buffer.byteLength - snapshot.size <= SLACK;
}

/** Gives a memory a snapshot's content. */
export function restore(memory: WebAssembly.Memory, snapshot: Snapshot): void {
  const missing = (snapshot.size - memory.buffer.byteLength) / PAGE;
  if (missing > 0) memory.grow(missing);
  const words = new Int32Array(memory.buffer, snapshot.base);
  snapshot.pages.forEach((page, i) => {
    words.set(page.words, (i * PAGE) / 4);
  });
  // What lies beyond is empty in all snapshots that follow.
  words.fill(0, (snapshot.size - snapshot.base) / 4);
}

/** The bytes that snapshots take together. */
export function weight(snapshots: Iterable<Snapshot>): number {
  const pages = new Set<Page>();
  for (const snapshot of snapshots) for (const page of snapshot.pages) pages.add(page);
  let bytes = 0;
  for (const page of pages) bytes += page.words.byteLength;
  return bytes;
}

/** A snapshot as it is sent elsewhere: the numbers of its pages, and those pages that are not there yet. */
export interface Sent {
  base: number;
  size: number;
  ids: number[];
}

/** Pages that a place knows, by number; and snapshots made of them. */
export class Pages {
  private readonly known = new Map<number, Page>([[NOTHING.id, NOTHING]]);

  /** The snapshot as numbers; pages that were not known are added to `added`. */
  pack(snapshot: Snapshot, added: Page[]): Sent {
    const ids = snapshot.pages.map((page) => {
      if (!this.known.has(page.id)) {
        this.known.set(page.id, page);
        added.push(page);
      }
      return page.id;
    });
    return { base: snapshot.base, size: snapshot.size, ids };
  }

  add(pages: Iterable<Page>): void {
    for (const page of pages) {
      this.known.set(page.id, page);
      newest = Math.max(newest, page.id);
    }
  }

  unpack({ base, size, ids }: Sent): Snapshot {
    const pages = ids.map((id) => {
      const page = this.known.get(id);
      if (!page) throw new Error(`page ${id} of a snapshot is missing`);
      return page;
    });
    return { base, size, pages };
  }

  /** Forgets all pages that none of the snapshots has. */
  keep(sent: Iterable<Sent>): void {
    const wanted = new Set([NOTHING.id]);
    for (const { ids } of sent) for (const id of ids) wanted.add(id);
    for (const id of this.known.keys()) if (!wanted.has(id)) this.known.delete(id);
  }

  *all(): Iterable<Page> {
    for (const page of this.known.values()) if (page.id !== NOTHING.id) yield page;
  }
}
