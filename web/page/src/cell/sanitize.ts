/**
 * HTML that a cell made, as nodes: only elements, attributes and styles of the lists in `web/shown.json` get through, as in
 * pages that are made (`web/site/src/sanitize.rs`). Cells come by link and by notebook, so what they show is nobody's own.
 * Nothing here runs, loads from elsewhere, or covers what stands around it.
 */

import { ATTRIBUTES, CLASSES, ELEMENTS, ROLES, STYLES, TRANSFORMS } from "./shown.ts";

export type Kind = "output" | "prose";

const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";
const MATHML = "http://www.w3.org/1998/Math/MathML";
const DEEPEST = 200;

/** What is left of some HTML when all that is not on the lists has been taken out. */
export function sanitize(html: string, kind: Kind = "output"): DocumentFragment {
  // A document made by a parser runs no scripts and loads nothing: its nodes come over when they are clean.
  const inert = new DOMParser().parseFromString(html, "text/html");
  clean(inert.body, kind, 0);
  const out = document.createDocumentFragment();
  out.append(...inert.body.childNodes);
  return out;
}

function clean(parent: Element, kind: Kind, depth: number): void {
  let node = parent.firstChild;
  while (node) {
    const next: ChildNode | null = node.nextSibling;
    if (!(node instanceof Element)) {
      if (node.nodeType !== Node.TEXT_NODE) node.remove();
    } else if (depth > DEEPEST) {
      node.remove();
    } else if (isShown(node, kind)) {
      for (const attribute of [...node.attributes]) keep(node, attribute, kind);
      if (node.localName === "img") picture(node);
      else clean(node, kind, depth + 1);
      if (node.localName === "a") node.setAttribute("rel", "noopener");
      // Long lines scroll, and not every browser lets the keys reach what scrolls.
      if (node.localName === "pre" && kind === "prose") node.setAttribute("tabindex", "0");
    } else if (ELEMENTS.gone.has(node.localName)) {
      node.remove();
    } else {
      clean(node, kind, depth + 1);
      node.replaceWith(...node.childNodes);
    }
    node = next;
  }
}

function isShown({ namespaceURI, localName }: Element, kind: Kind): boolean {
  switch (namespaceURI) {
    case HTML:
      return ELEMENTS.text.has(localName) || (kind === "output" && ELEMENTS.output.has(localName));
    case MATHML:
      return ELEMENTS.math.has(localName);
    case SVG:
      return kind === "output" && ELEMENTS.drawing.has(localName);
    default:
      return false;
  }
}

/** Leaves an attribute as it is, or what of it may stay, or nothing. */
function keep(element: Element, attribute: Attr, kind: Kind): void {
  const { localName: name, value, prefix } = attribute;
  if (!prefix && name === "style") {
    style(element, value, kind);
  } else if (!prefix && name === "class") {
    // Only names of our own: those of the page might hide it or imitate its buttons.
    const own = value.split(/\s+/).filter((one) => CLASSES.whole.has(one) || CLASSES.beginnings.some((begun) => one.startsWith(begun)));
    if (own.length > 0) element.setAttribute("class", own.join(" "));
    else element.removeAttributeNode(attribute);
  } else if (prefix || !stays(element, name, value)) {
    element.removeAttributeNode(attribute);
  }
}

function stays(element: Element, name: string, value: string): boolean {
  const { localName, namespaceURI } = element;
  if (namespaceURI === SVG && ATTRIBUTES.drawing.has(name)) return name === "id" ? isPart(value) : isDrawn(value);
  switch (name) {
    case "href":
      return localName === "a" && leads(value);
    case "src":
      return localName === "img" && (isHere(value) || leads(value));
    case "tabindex":
      return value === "0";
    case "role":
      return ROLES.has(value);
    case "encoding":
      return value === "application/x-tex";
  }
  if (ATTRIBUTES.all.has(name)) return true;
  if (namespaceURI === MATHML) return ATTRIBUTES.math.has(name);
  const own = Object.hasOwn(ATTRIBUTES, localName) ? ATTRIBUTES[localName as keyof typeof ATTRIBUTES] : undefined;
  return namespaceURI === HTML && Boolean(own?.has(name));
}

const isPart = (id: string) => /^rb-[\w-]+$/.test(id);

/** An attribute of a drawing that fetches nothing: the only addresses are of parts of the same drawing. */
function isDrawn(value: string): boolean {
  if (/^url\(#rb-[\w-]+\)$/.test(value)) return true;
  return !/[\\@:]/.test(value) && calls(value).every((name) => !name || STYLES.functions.has(name) || TRANSFORMS.has(name));
}

/** The names before opening brackets. */
const calls = (value: string) => [...value.matchAll(/([\w-]*)\(/g)].map(([, name]) => name ?? "");

/** Whether an address has neither scheme nor host. Browsers skip controls in a scheme and take `\` for `/`. */
function isRelative(address: string): boolean {
  const start = address.trimStart();
  const first = start.split(/[?#]/)[0]?.split("/")[0] ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return !/[\u0000-\u001f\u007f-\u009f\\]/.test(address) && !start.startsWith("//") && !first.includes(":");
}

/** Whether a link leads to a web page, to somebody's letter box, or stays on this site. */
function leads(address: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return (/^\s*(https?:\/\/|mailto:)/i.test(address) && !/[\u0000-\u001f\u007f-\u009f]/.test(address)) || isRelative(address);
}

/** Whether an image is in the page or beside it, so that showing it asks no other host. */
function isHere(address: string): boolean {
  return /^\s*data:image\/(png|jpeg|jpg|gif|webp|avif|svg\+xml)[;,]/i.test(address) || (isRelative(address) && !/^\s*\//.test(address));
}

/** An image as it is shown: one that would have to be fetched from elsewhere as a link, one that is nowhere as its words. */
function picture(image: Element): void {
  const [address, words] = [image.getAttribute("src"), image.getAttribute("alt") ?? ""];
  if (address === null) {
    image.replaceWith(words);
    return;
  }
  if (isHere(address)) return;
  if (image.closest("a") || !leads(address)) {
    image.replaceWith(words || "an image");
    return;
  }
  const link = image.ownerDocument.createElement("a");
  link.setAttribute("href", address);
  link.setAttribute("rel", "noopener");
  link.textContent = words || "an image";
  image.replaceWith(link);
}

function style(element: Element, text: string, kind: Kind): void {
  const kept = text.split(";").flatMap((declaration) => {
    const colon = declaration.indexOf(":");
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    // A quotation mark, a backslash or a comment could make what follows mean something other than it seems.
    const plain = /^[a-z\d #.,()%+\-:;*/!]*$/i.test(declaration) && !declaration.includes("/*");
    return plain && colon > 0 && STYLES[kind].has(name) && isHarmless(name, value.toLowerCase()) ? [`${name}:${value}`] : [];
  });
  if (kept.length > 0) element.setAttribute("style", kept.join(";"));
  else element.removeAttribute("style");
}

function isHarmless(name: string, value: string): boolean {
  if (!value || value.includes(":") || !calls(value).every((call) => !call || STYLES.functions.has(call))) return false;
  if (name === "display") return STYLES.display.has(value.replace(/(!important)+$/, "").trim());
  if (/^overflow(-[xy])?$/.test(name)) return STYLES.overflow.has(value);
  // A negative margin would lay the element over its neighbours, and so might one that is computed.
  return !(name.startsWith("margin") && /[-(]/.test(value));
}
