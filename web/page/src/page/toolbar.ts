/** `<rhai-toolbar>`: what concerns all cells of the page. */

import type { RhaiCell } from "../cell/element.ts";
import type { Book } from "./book.ts";
import { fileName, notebook, save, script } from "./download.ts";
import type { Kept } from "./edits.ts";
import { LONG_LINK, pack } from "./share.ts";
import { set } from "./storage.ts";
import { choose, current, mark } from "./theme.ts";

export class RhaiToolbar extends HTMLElement {
  static book: Book;
  static kept: Kept;

  private stop: HTMLButtonElement | null = null;

  connectedCallback(): void {
    if (this.stop) return;
    // What a page that was saved, or put back, as it stood has of it is not alive.
    this.replaceChildren();
    const { book } = RhaiToolbar;
    this.setAttribute("role", "toolbar");
    this.setAttribute("aria-label", "All cells");
    // A list of pages has nothing to run, to share or to download.
    if (!document.querySelector("rhai-cell")) {
      this.theme();
      return;
    }
    const live = this.button("", "", () => {
      book.setLive(!book.live);
      set("live", book.live ? null : "off");
      shown();
    });
    const shown = () => {
      live.textContent = book.live ? "Live: on" : "Live: off";
      live.title = book.live ? "Cells run as you type" : "Cells run only when you press Run";
      live.setAttribute("aria-pressed", String(book.live));
    };
    live.classList.add("rhai-switch");
    shown();
    this.button("Run all", "Run every cell from the top", () => book.runAll());
    this.stop = this.button("Stop", "Stop what runs; variables stay", () => book.stopAll());
    this.stop.disabled = true;
    // On a phone these two move into the menu.
    this.button("Reset all", "Every cell as its author wrote it", () => this.reset()).classList.add("rhai-wide");
    this.button("Share", "A link that carries your edits", () => this.share()).classList.add("rhai-wide");
    this.menu();
    this.theme();
  }

  private theme(): void {
    const theme = this.button("", "Light or dark", () => {
      choose(current() === "dark" ? "light" : "dark");
      mark();
    });
    theme.classList.add("rhai-theme");
    theme.setAttribute("aria-label", "Light or dark");
  }

  /** Something began or ended to run. */
  busy(running: boolean): void {
    if (this.stop) this.stop.disabled = !running;
  }

  /** What has changed out of sight, with the way there. */
  tell(found: { text: string; cell: RhaiCell } | null): void {
    this.querySelector(":scope > .rhai-elsewhere")?.remove();
    if (!found) return;
    const box = this.appendChild(document.createElement("div"));
    box.className = "rhai-elsewhere";
    box.setAttribute("role", "status");
    const go = document.createElement("button");
    go.type = "button";
    go.className = "rhai-button";
    go.textContent = found.text;
    go.title = "Go there";
    go.addEventListener("click", () => {
      box.remove();
      found.cell.scrollIntoView({ block: "center" });
      found.cell.reach();
    });
    box.append(go);
  }

  private button(label: string, title: string, press: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rhai-button";
    button.textContent = label;
    button.title = title;
    button.addEventListener("click", press);
    return this.appendChild(button);
  }

  /** Resets all; one press more brings everything back. */
  private reset(): void {
    const { book, kept } = RhaiToolbar;
    const edits = kept.edits();
    const count = Object.keys(edits).length;
    book.resetAll();
    this.say(count === 0 ? "Nothing was edited; the variables are gone." : "Everything is as the author wrote it.", (box) => {
      if (count === 0) return;
      const undo = document.createElement("button");
      undo.type = "button";
      undo.className = "rhai-button";
      undo.textContent = "Undo";
      undo.addEventListener("click", () => {
        for (const cell of book.cells) cell.replace(edits[cell.name] ?? cell.text);
        box.remove();
      });
      box.append(undo);
    });
  }

  private async share(): Promise<void> {
    const edits = RhaiToolbar.kept.edits();
    const bare = location.origin === "null" ? location.href : location.origin + location.pathname + location.search;
    const link = bare.replace(/#.*/, "") + (Object.keys(edits).length > 0 ? await pack(edits) : "");
    let copied = false;
    try {
      await navigator.clipboard.writeText(link);
      copied = true;
    } catch {
      // Not allowed here: the reader copies it by hand.
    }
    const what = Object.keys(edits).length > 0 ? "with your edits" : "of this page; nothing is edited";
    const long = link.length > LONG_LINK ? " It is long: some programs cut such links." : "";
    this.say(copied ? `Copied: the link ${what}.${long}` : `The link ${what}:${long}`, (box) => {
      const field = document.createElement("input");
      field.type = "text";
      field.readOnly = true;
      field.value = link;
      field.setAttribute("aria-label", "Link");
      field.addEventListener("focus", () => field.select());
      box.append(field);
      if (!copied) field.focus();
    });
  }

  private menu(): void {
    const details = this.appendChild(document.createElement("details"));
    details.className = "rhai-menu";
    const summary = details.appendChild(document.createElement("summary"));
    summary.className = "rhai-button";
    const words = (text: string, name: string) => {
      const span = summary.appendChild(document.createElement("span"));
      span.textContent = text;
      span.className = name;
    };
    words("Download", "rhai-wide");
    words("More", "rhai-narrow");
    const list = details.appendChild(document.createElement("div"));
    list.className = "rhai-menu-list";
    const entry = (label: string, press: () => Promise<void> | void, name = "") => {
      const button = this.button(label, "", async () => {
        details.open = false;
        summary.focus();
        await press();
      });
      button.removeAttribute("title");
      if (name) button.classList.add(name);
      list.append(button);
    };
    const { book } = RhaiToolbar;
    entry("Reset all", () => this.reset(), "rhai-narrow");
    entry("Share", () => this.share(), "rhai-narrow");
    entry("Download notebook (.ipynb)", async () =>
      save(`${fileName()}.ipynb`, "application/x-ipynb+json", await notebook(book.cells)),
    );
    entry("Download script (.rhai)", async () => save(`${fileName()}.rhai`, "text/x-rhai", await script(book.cells)));
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      details.open = false;
      summary.focus();
    });
    document.addEventListener("click", (event) => {
      if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
    });
  }

  private say(text: string, more: (box: HTMLElement) => void): void {
    this.querySelector(".rhai-said")?.remove();
    const box = this.appendChild(document.createElement("div"));
    box.className = "rhai-said";
    box.setAttribute("role", "status");
    const words = box.appendChild(document.createElement("span"));
    words.textContent = text;
    more(box);
    const close = document.createElement("button");
    close.type = "button";
    close.className = "rhai-button rhai-close";
    close.textContent = "×";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => box.remove());
    box.append(close);
  }
}
