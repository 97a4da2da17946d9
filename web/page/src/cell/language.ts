/** Rhai for CodeMirror: colours, comments, brackets and indentation. */

import { HighlightStyle, indentService, indentUnit, LanguageSupport, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { Tag } from "@lezer/highlight";
import { copy, type Kind, piece, type Scan, start } from "./highlight.ts";

const KINDS: Kind[] = ["keyword", "atom", "number", "string", "escape", "comment", "function", "property", "magic"];
const TAGS = Object.fromEntries(KINDS.map((kind) => [kind, Tag.define()]));

const rhai = StreamLanguage.define<Scan>({
  name: "rhai",
  startState: start,
  copyState: copy,
  tokenTable: TAGS,
  token(stream, scan) {
    const { to, kind } = piece(stream.string, stream.pos, scan);
    stream.pos = to;
    return kind;
  },
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    closeBrackets: { brackets: ["(", "[", "{", '"', "`"] },
    indentOnInput: /^\s*[})\]]$/,
  },
});

/** As deep as the line above, one deeper behind an open bracket, one less before a closing one. */
const indentation = indentService.of((context, pos) => {
  let { text, from } = context.lineAt(pos, -1);
  // Where no line break is being made, the line that begins here is the one to be indented.
  while ((from === pos || !text.trim()) && from > 0) ({ text, from } = context.lineAt(from - 1, -1));
  const depth = /^\s*/.exec(text)?.[0].length ?? 0;
  const deeper = /[{([]\s*(?:\/\/.*)?$/.test(text) ? context.unit : 0;
  const back = /^\s*[})\]]/.test(context.textAfterPos(pos)) ? context.unit : 0;
  return Math.max(0, depth + deeper - back);
});

/** The language, with the classes that the source has before there is an editor. */
export function language(): LanguageSupport {
  const style = HighlightStyle.define(
    KINDS.map((kind) => ({ tag: TAGS[kind] as Tag, class: `rhai-t-${kind}` })),
  );
  return new LanguageSupport(rhai, [syntaxHighlighting(style), indentUnit.of("    "), indentation]);
}
