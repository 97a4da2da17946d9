/** Notices about the page as a whole: they stand where the page opens, below the line of its toolbar, and stay in sight. */

/** Shows a notice in the place of an older one of the same name. Each answer takes it away; so does `unbar`. */
export function bar(name: string, text: string, answers: [string, () => void][]): void {
  const box = document.createElement("div");
  box.className = "rhai-bar";
  box.dataset.name = name;
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
  const old = of(name);
  const toolbar = document.querySelector("rhai-toolbar");
  const header = toolbar?.closest(".rhai-header");
  if (old) old.replaceWith(box);
  else if (header) header.append(box);
  else if (toolbar) toolbar.after(box);
  else document.body.prepend(box);
}

export function unbar(name: string): void {
  of(name)?.remove();
}

/** Takes away what a page brings that was saved, or put back, as it stood. */
export function clearBars(): void {
  for (const box of document.querySelectorAll(".rhai-bar")) box.remove();
}

function of(name: string): Element | null {
  return document.querySelector(`.rhai-bar[data-name="${name}"]`);
}
