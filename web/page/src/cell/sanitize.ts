/**
 * HTML that a cell made, as nodes: only elements, attributes and styles of a list get through. Cells come by link and
 * by notebook, so what they show is nobody's own. Nothing here runs, loads from elsewhere, leads elsewhere, or covers
 * what stands around it.
 */

const words = (text: string) => new Set(text.trim().split(/\s+/));

const HTML = words(`a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
  figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd label li mark meter ol p pre progress q s samp section small span
  strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr`);
const SVG = words(`svg g path line rect circle ellipse polyline polygon text tspan title desc defs clipPath
  linearGradient radialGradient stop marker symbol`);
const MATHML = words(`math semantics mrow mi mn mo mtext mspace ms mfrac msqrt mroot msub msup msubsup munder mover
  munderover mtable mtr mtd mstyle mpadded mphantom menclose`);
/** What goes with all that is in it; of any other unknown element the content stays. */
const GONE = words(`script style template noscript iframe object embed applet frame frameset link meta base head title
  textarea select option math-annotation annotation annotation-xml foreignObject use image animate animateMotion
  animateTransform set mpath feImage audio video source track canvas portal dialog`);

const ATTRIBUTES = words(`title lang dir role hidden colspan rowspan span scope open start value max min low high
  optimum alt width height datetime reversed`);
const DRAWING = words(`x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform dx dy offset viewBox preserveAspectRatio
  fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap
  stroke-linejoin stroke-miterlimit opacity clip-path clip-rule text-anchor dominant-baseline alignment-baseline
  baseline-shift font-family font-size font-weight font-style letter-spacing word-spacing textLength lengthAdjust
  stop-color stop-opacity gradientUnits gradientTransform spreadMethod clipPathUnits markerWidth markerHeight refX refY
  orient marker-start marker-mid marker-end paint-order vector-effect shape-rendering pointer-events visibility`);
const FORMULA = words(`display mathvariant displaystyle scriptlevel stretchy fence separator lspace rspace largeop
  movablelimits symmetric accent accentunder linethickness columnalign rowalign columnspacing rowspacing notation
  depth voffset minsize maxsize form`);
const STYLES = words(`color background background-color opacity text-align vertical-align white-space text-decoration
  text-indent text-transform letter-spacing line-height font font-family font-size font-style font-weight
  font-variant-numeric font-variant list-style-type caption-side border-collapse border-spacing border border-top
  border-right border-bottom border-left border-color border-style border-width border-radius border-left-color
  border-top-color border-right-color border-bottom-color padding padding-top padding-right padding-bottom padding-left
  margin margin-top margin-right margin-bottom margin-left width min-width max-width height min-height max-height
  display overflow overflow-x overflow-y gap row-gap column-gap flex flex-wrap flex-direction flex-grow flex-shrink
  flex-basis align-items align-self justify-content grid-template-columns grid-column grid-row container-type
  fill stroke box-sizing word-break overflow-wrap hyphens table-layout tab-size`);

const OWN_CLASSES = /^(rb-|rhai-(table|progress|swatch)|mathjax_ignore$|tex2jax_ignore$)/;

const NAMESPACES: Record<string, Set<string>> = {
  "http://www.w3.org/1999/xhtml": HTML,
  "http://www.w3.org/2000/svg": SVG,
  "http://www.w3.org/1998/Math/MathML": MATHML,
};

/** What is left of some HTML when all that is not on the list has been taken out. */
export function sanitize(html: string): DocumentFragment {
  // A document made by a parser runs no scripts and loads nothing: its nodes come over when they are clean.
  const inert = new DOMParser().parseFromString(html, "text/html");
  clean(inert.body, 0);
  const out = document.createDocumentFragment();
  out.append(...inert.body.childNodes);
  return out;
}

function clean(parent: Element, depth: number): void {
  let node = parent.firstChild;
  while (node) {
    const next: ChildNode | null = node.nextSibling;
    if (!(node instanceof Element)) {
      if (node.nodeType !== Node.TEXT_NODE) node.remove();
    } else if (depth > 200) {
      node.remove();
    } else if (NAMESPACES[node.namespaceURI ?? ""]?.has(node.localName)) {
      for (const attribute of [...node.attributes]) keep(node, attribute);
      // An image that nothing is left of would be a broken one.
      if (node.localName === "img" && !node.hasAttribute("src")) node.remove();
      else clean(node, depth + 1);
    } else if (GONE.has(node.localName)) {
      node.remove();
    } else {
      clean(node, depth + 1);
      node.replaceWith(...node.childNodes);
    }
    node = next;
  }
}

/** Leaves an attribute as it is, or what of it may stay, or nothing. */
function keep(element: Element, attribute: Attr): void {
  const { localName: name, value, prefix } = attribute;
  if (!prefix && name === "style") {
    style(element, value);
  } else if (!prefix && name === "class") {
    // Only names of our own: those of the page might hide it or imitate its buttons.
    const own = value.split(/\s+/).filter((one) => OWN_CLASSES.test(one));
    if (own.length > 0) element.setAttribute("class", own.join(" "));
    else element.removeAttributeNode(attribute);
  } else if (prefix || !stays(element, name, value)) {
    element.removeAttributeNode(attribute);
  }
}

function stays(element: Element, name: string, value: string): boolean {
  switch (name) {
    case "id":
      return /^rb-[\w-]+$/.test(value);
    case "tabindex":
      return value === "0";
    case "href":
      return element.localName === "a" && /^#[\w-]*$/.test(value);
    case "src":
      return element.localName === "img" && /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(value);
    default:
      return allowed(element, name) && harmless(value);
  }
}

function allowed(element: Element, name: string): boolean {
  if (ATTRIBUTES.has(name) || /^aria-[a-z]+$/.test(name)) return true;
  if (element.namespaceURI?.endsWith("svg")) return DRAWING.has(name);
  return Boolean(element.namespaceURI?.endsWith("MathML")) && FORMULA.has(name);
}

/** An attribute that cannot fetch: the only addresses are of parts of the same drawing. */
function harmless(value: string): boolean {
  const rest = value.replace(/url\(\s*["']?#rb-[\w-]+["']?\s*\)/g, "");
  return !/url\s*\(|image\s*\(|image-set|javascript:|\\|@/i.test(rest);
}

function style(element: Element, text: string): void {
  const kept = text.split(";").filter((declaration) => {
    const colon = declaration.indexOf(":");
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (colon < 1 || !STYLES.has(name) || !/^[\w\s#%.,()+*/'-]*$/.test(value) || !harmless(value)) return false;
    // Nothing is drawn outside its own place.
    return !(name.startsWith("margin") && value.includes("-"));
  });
  element.removeAttribute("style");
  if (kept.length > 0 && "style" in element) (element as HTMLElement).style.cssText = kept.join(";");
}
