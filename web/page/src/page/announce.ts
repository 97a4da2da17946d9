/** What a screen reader is told, politely: one live region for the page. */

let region: HTMLElement | null = null;
let timer = 0;

/** Says it after a moment, so that what changes with every key is said once, at the end. */
export function announce(text: string, after = 800): void {
  if (!region) {
    region = document.createElement("div");
    region.className = "rhai-unseen";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    document.body.append(region);
  }
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    if (region) region.textContent = text;
  }, after);
}
