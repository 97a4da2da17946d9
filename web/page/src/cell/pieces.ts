/** Small pieces of a cell. */

import { explained } from "./render.ts";

/** Says that a cell cannot be edited. */
export function lock(): HTMLElement {
  const out = element("span", "rhai-lock");
  out.title = "This cell can be run, but not edited";
  const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", width: "12", height: "12", "aria-hidden": "true" })) sign.setAttribute(name, value);
  const shape = sign.appendChild(document.createElementNS(sign.namespaceURI, "path"));
  shape.setAttribute("fill", "currentColor");
  shape.setAttribute("d", "M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z");
  out.append(sign, " read only");
  return out;
}

/** An error that the page came with, in the form that a run gives it. */
export function spread(pre: Element): void {
  const text = pre.textContent ?? "";
  const box = pre.matches(".rhai-warning") ? element("div", "rhai-warning") : pre.parentElement;
  box?.replaceChildren(explained(text));
  if (box !== pre.parentElement) pre.replaceWith(box ?? "");
}

/** What scrolls can be reached by the keyboard. */
export function scrollable(cell: HTMLElement): void {
  for (const box of cell.querySelectorAll<HTMLElement>(".rhai-output .rhai-text, .rhai-output .rhai-html, .rhai-output pre")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  text = "",
): HTMLElementTagNameMap[Name] {
  const out = document.createElement(name);
  if (className) out.className = className;
  if (text) out.textContent = text;
  return out;
}
