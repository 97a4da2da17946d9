/** Formulas: the part of TeX that cells are likely to show, as MathML, which browsers set without a script. */

/** Names, each with the one character that it stands for at its end. */
const letters = (text: string) => new Map(text.split(/\s+/).map((pair) => [pair.slice(0, -1), pair.slice(-1)]));

/** Commands that are one letter. */
const NAMES = letters(`alphaα betaβ gammaγ deltaδ epsilonϵ varepsilonε zetaζ etaη thetaθ iotaι kappaκ lambdaλ muμ nuν
  xiξ piπ rhoρ sigmaσ tauτ upsilonυ phiϕ varphiφ chiχ psiψ omegaω GammaΓ DeltaΔ ThetaΘ LambdaΛ XiΞ PiΠ SigmaΣ PhiΦ
  PsiΨ OmegaΩ infty∞ partial∂ nabla∇ ellℓ emptyset∅ ldots… dots… cdots⋯ vdots⋮ ddots⋱ %% $$ && ## __ prime′ hbarℏ`);
/** Commands that are one sign. */
const SIGNS = letters(`times× cdot⋅ div÷ pm± mp∓ ast∗ star⋆ circ∘ bullet∙ oplus⊕ otimes⊗ leq≤ le≤ geq≥ ge≥ neq≠ ne≠
  approx≈ equiv≡ sim∼ simeq≃ cong≅ propto∝ ll≪ gg≫ in∈ notin∉ subset⊂ subseteq⊆ supset⊃ cup∪ cap∩ setminus∖ land∧
  wedge∧ lor∨ vee∨ neg¬ lnot¬ forall∀ exists∃ to→ rightarrow→ leftarrow← leftrightarrow↔ Rightarrow⇒ Leftarrow⇐
  Leftrightarrow⇔ iff⟺ implies⟹ Longrightarrow⟹ longrightarrow⟶ mapsto↦ uparrow↑ downarrow↓ mid∣ parallel∥ perp⊥
  angle∠ langle⟨ rangle⟩ lfloor⌊ rfloor⌋ lceil⌈ rceil⌉ lbrace{ rbrace} vert| Vert‖ int∫ oint∮ colon: {{ }} |‖`);
/** Signs whose limits stand below and above them. */
const LARGE = letters("sum∑ prod∏ coprod∐ bigcup⋃ bigcap⋂");
const LIMITS = /^(?:lim|max|min|sup|inf|Pr)$/;
const WORDS = /^(?:(?:arc)?(?:sin|cos|tan)h?|cot|sec|csc|log|ln|lg|exp|det|dim|gcd|arg|deg)$/;
const ACCENTS = letters("bar¯ overline¯ hat^ widehat^ tilde~ widetilde~ vec→ dot˙ ddot¨");
const SPACES = new Map(Object.entries({ ",": 3, ":": 4, ">": 4, ";": 5, " ": 5, "!": -3, quad: 18, qquad: 36 }));
/** Environments, each with the brackets around it. */
const ENVIRONMENTS: Record<string, [string, string]> = {
  align: ["", ""], aligned: ["", ""], gather: ["", ""], gathered: ["", ""], split: ["", ""], equation: ["", ""],
  cases: ["{", ""], matrix: ["", ""], pmatrix: ["(", ")"], bmatrix: ["[", "]"], vmatrix: ["|", "|"],
};
/** What only says how large something is to be, and is left to the browser. */
const SIZES = /^\\(?:(?:display|text|script)style|limits|nolimits|[bB]igg?[lrm]?|(?:no)?number)$/;
const DEEPEST = 40;

/** The formula as MathML; null if something in it is not known here. */
export function formula(tex: string, display: boolean): Element | null {
  try {
    return node("math", new Reader(tex, display).row(), { display: display ? "block" : "inline" });
  } catch {
    return null;
  }
}

function node(name: string, content: string | Element[], attributes: Record<string, string> = {}): Element {
  const out = document.createElementNS("http://www.w3.org/1998/Math/MathML", name);
  for (const [key, value] of Object.entries(attributes)) out.setAttribute(key, value);
  out.append(...(typeof content === "string" ? [content] : content));
  return out;
}

const joined = (row: Element[]) => (row[0] && row.length === 1 ? row[0] : node("mrow", row));
const upright = (text: string) => node("mi", text, { mathvariant: "normal" });
const sign = (text: string, stretchy = false) => node("mo", text, { stretchy: String(stretchy) });

class Reader {
  private readonly pieces: string[];
  private at = 0;
  private depth = 0;

  constructor(
    tex: string,
    private readonly display: boolean,
  ) {
    this.pieces = tex.match(/\\[a-zA-Z]+\*?|\\[\s\S]|\d+(?:\.\d+)?|'+|\s+|[\s\S]/gu) ?? [];
  }

  /** All up to `end`, which is taken too. */
  row(end?: string): Element[] {
    const out: Element[] = [];
    for (let next = this.look(); next !== end; next = this.look()) {
      if (next === undefined) throw new Error(`${end} is missing`);
      if (SIZES.test(next)) this.at++;
      else out.push(this.scripted());
    }
    this.at++;
    return out;
  }

  private look(): string | undefined {
    while (this.pieces[this.at]?.trim() === "") this.at++;
    return this.pieces[this.at];
  }

  private take(): string {
    const piece = this.look();
    if (piece === undefined) throw new Error("it breaks off");
    this.at++;
    return piece;
  }

  /** Something with what stands below and above it. */
  private scripted(): Element {
    const first = this.look() ?? "";
    const base = /^[_^']/.test(first) ? node("mrow", []) : this.one();
    let low: Element | undefined;
    let high: Element | undefined;
    for (let mark = this.look(); mark && /^[_^']/.test(mark); mark = this.look()) {
      this.at++;
      if (mark === "_" ? low : high) throw new Error("twice");
      if (mark === "_") low = this.argument();
      else high = mark === "^" ? this.argument() : node("mo", "′".repeat(mark.length));
    }
    const name = first.slice(1);
    const around = this.display && (LARGE.has(name) || LIMITS.test(name));
    if (low && high) return node(around ? "munderover" : "msubsup", [base, low, high]);
    if (low) return node(around ? "munder" : "msub", [base, low]);
    return high ? node(around ? "mover" : "msup", [base, high]) : base;
  }

  /** What a command or a mark takes: of a number only its first digit. */
  private argument(): Element {
    const piece = this.look() ?? "";
    if (!/^\d./.test(piece)) return this.one();
    this.pieces[this.at] = piece.slice(1);
    return node("mn", piece.charAt(0));
  }

  private one(): Element {
    if (++this.depth > DEEPEST) throw new Error("too deep");
    const piece = this.take();
    const out = piece.startsWith("\\") ? this.command(piece.slice(1)) : this.plain(piece);
    this.depth--;
    return out;
  }

  private plain(piece: string): Element {
    if (piece === "{") return joined(this.row("}"));
    if (/^\d/.test(piece)) return node("mn", piece);
    if (/^\p{L}/u.test(piece)) return node("mi", piece);
    if (/^[}&^_'#$%]/.test(piece)) throw new Error(`${piece} stands alone`);
    if (piece === "~") return node("mspace", [], { width: "0.28em" });
    if (piece === "|") return node("mo", piece, { stretchy: "false", lspace: "0", rspace: "0" });
    return sign(piece === "-" ? "−" : piece === "*" ? "∗" : piece);
  }

  private command(name: string): Element {
    const [letter, mark, large, accent] = [NAMES, SIGNS, LARGE, ACCENTS].map((table) => table.get(name));
    if (letter) return /\p{Lu}|[…⋯⋮⋱%$&#_]/u.test(letter) ? upright(letter) : node("mi", letter);
    if (mark) return sign(mark);
    if (large) return node("mo", large);
    if (accent) return node("mover", [this.argument(), sign(accent, /line|wide/.test(name))], { accent: "true" });
    if (WORDS.test(name) || LIMITS.test(name)) return node("mrow", [upright(name), node("mspace", [], { width: "0.17em" })]);
    const space = SPACES.get(name);
    if (space) return node("mspace", [], { width: `${(space / 18).toFixed(2)}em` });
    switch (name) {
      case "frac": case "dfrac": case "tfrac":
        return node("mfrac", [this.argument(), this.argument()]);
      case "sqrt":
        return this.look() === "[" ? this.root() : node("msqrt", [this.argument()]);
      case "text": case "textrm": case "textit": case "textbf": case "mbox":
        return node("mtext", this.raw());
      case "mathrm": case "mathit": case "mathsf": case "operatorname": case "operatorname*":
        return upright(this.raw());
      case "left":
        return node("mrow", [...this.bracket(), ...this.row("\\right"), ...this.bracket()]);
      case "begin":
        return this.environment();
    }
    throw new Error(`\\${name} is not known`);
  }

  private environment(): Element {
    const name = this.raw();
    const kind = name.replace("*", "");
    const [open, close] = (Object.hasOwn(ENVIRONMENTS, kind) && ENVIRONMENTS[kind]) || [];
    if (open === undefined || close === undefined) throw new Error(`${name} is not known`);
    const rows: Element[][] = [[]];
    let cell: Element[] = [];
    const next = () => {
      rows.at(-1)?.push(node("mtd", cell));
      cell = [];
    };
    for (let piece = this.look(); piece !== "\\end"; piece = this.look()) {
      if (piece === undefined) throw new Error(`\\end{${name}} is missing`);
      if (piece === "&" || piece === "\\\\") {
        this.at++;
        next();
        if (piece !== "&") rows.push([]);
      } else if (SIZES.test(piece)) {
        this.at++;
      } else {
        cell.push(this.scripted());
      }
    }
    this.at++;
    if (cell.length > 0) next();
    if (this.raw() !== name) throw new Error(`\\end{${name}} is missing`);
    if (rows.at(-1)?.length === 0) rows.pop();
    const menv = /^(align|split)/.test(kind) ? "menv-alignlike" : kind === "cases" ? "menv-cells-left menv-cases" : "";
    const table = node("mtable", rows.map((cells) => node("mtr", cells)), menv ? { class: menv } : {});
    if (!open && !close) return table;
    return node("mrow", [...(open ? [sign(open, true)] : []), table, ...(close ? [sign(close, true)] : [])]);
  }

  private root(): Element {
    this.at++;
    const degree = joined(this.row("]"));
    return node("mroot", [this.argument(), degree]);
  }

  /** The text between braces as it stands. */
  private raw(): string {
    if (this.take() !== "{") throw new Error("{ is missing");
    const end = this.pieces.indexOf("}", this.at);
    const text = this.pieces.slice(this.at, end).join("");
    this.at = end + 1;
    if (end < 0 || /[\\{]/.test(text)) throw new Error("more than text");
    return text.replace(/^ | $/g, "\u00a0");
  }

  private bracket(): Element[] {
    const piece = this.take();
    if (piece === ".") return [];
    const text = piece.startsWith("\\") ? SIGNS.get(piece.slice(1)) : piece;
    if (!text || !/^[()[\]{}|‖/⟨⟩⌊⌋⌈⌉]$/u.test(text)) throw new Error(`${piece} is no bracket`);
    return [sign(text, true)];
  }
}
