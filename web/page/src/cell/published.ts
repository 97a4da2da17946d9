/**
 * A cell as its author published it. Pages are saved as they stand, and put back from their own HTML (by Turbo, htmx, or a
 * script that sets `innerHTML`), with all that has been made of a cell since. So what is about to be changed is kept in the
 * cell, in a template, which nobody sees.
 */

const NAME = "rhai-published";

interface Published {
  source: string;
  output: HTMLElement;
}

/** What the author wrote, and the output that came with it, whatever was done with the cell before. */
export function published(cell: HTMLElement): Published {
  const kept = cell.querySelector<HTMLTemplateElement>(`:scope > template.${NAME}`)?.content;
  const output =
    kept?.querySelector<HTMLElement>(".rhai-output")?.cloneNode(true) ??
    cell.querySelector(":scope > .rhai-output, :scope > .rhai-predict > .rhai-output") ??
    document.createElement("div");
  if (!(output instanceof HTMLElement)) throw new Error("an output is an element");
  output.className = "rhai-output";
  const source = kept?.querySelector(".rhai-source")?.textContent;
  return { source: source ?? written(cell), output };
}

function written(cell: HTMLElement): string {
  const pre = cell.querySelector(":scope > pre") ?? cell.querySelector("pre");
  const text = (pre?.querySelector("code") ?? pre ?? cell).textContent ?? "";
  // A text element drops the line break that follows its tag; markup that was indented for reading keeps it.
  return cell.querySelector(":scope > .rhai-head") ? text : text.replace(/^\n|\n$/g, "");
}

/** Keeps a part of the cell as it was published, if it is not kept already. */
export function remember(cell: HTMLElement, part: "source" | "output", copy: () => HTMLElement): void {
  let template = cell.querySelector<HTMLTemplateElement>(`:scope > template.${NAME}`);
  if (!template) {
    template = document.createElement("template");
    template.className = NAME;
    cell.append(template);
  }
  if (!template.content.querySelector(`.rhai-${part}`)) template.content.append(copy());
}
