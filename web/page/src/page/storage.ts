/** The reader's edits, kept in the browser: one entry for each page and cell, with the hash of what the author wrote. */

export interface Kept {
  source: string;
  /** The hash of the author's text that was edited. */
  author: string;
  /** An edit of an earlier text of the author, which the reader has not decided about. */
  older?: string;
  /** The hash of the text that was kept before this one: a tab that holds that may go on with this. */
  from?: string;
  /** What another tab had kept, which did not know of this text; the reader has not decided about it. */
  other?: string;
}

/** The part of a key that names the page, however its address was written; edits of a link are kept apart. */
export function pageKey(path: string, link = ""): string {
  return `rhaibook:${path.replace(/index\.html?$/, "")}${link && `#${link}`}`;
}

export function read(page: string, cell: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(`${page}:${cell}`) ?? "null");
    return isKept(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps an edit, or forgets it; whether it could. */
export function write(page: string, cell: string, kept: Kept | null): boolean {
  try {
    if (kept) localStorage.setItem(`${page}:${cell}`, JSON.stringify(kept));
    else localStorage.removeItem(`${page}:${cell}`);
    return true;
  } catch {
    // Switched off, or full.
    return false;
  }
}

export function setting(name: string): string | null {
  try {
    return localStorage.getItem(`rhaibook:${name}`);
  } catch {
    return null;
  }
}

export function set(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`rhaibook:${name}`);
    else localStorage.setItem(`rhaibook:${name}`, value);
  } catch {
    // It holds for this visit then.
  }
}

/** FNV-1a over UTF-16 units, 64 bits as two halves: to tell one text from another, not to keep a secret. */
export function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x01000193);
  }
  return (a >>> 0).toString(16).padStart(8, "0") + (b >>> 0).toString(16).padStart(8, "0");
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === "object" && value !== null &&
    "source" in value && typeof value.source === "string" &&
    "author" in value && typeof value.author === "string"
  );
}
