/** The editor of a cell: CodeMirror with Rhai, completion, documentation and squiggles. A script of its own. */

import {
  autocompletion,
  type Completion as Candidate,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, isolateHistory } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { type Diagnostic as Squiggle, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { drawSelection, EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import type { Data, Diagnostic } from "../live/contract.ts";
import type { Editor, EditorOptions } from "./editor-contract.ts";
import { language } from "./language.ts";
import { EDITOR, register } from "./loaded.ts";

/** What a completion of the session is, in the editor's words, which choose its icon. */
const KINDS: Record<string, string> = { variable: "variable", property: "property", keyword: "keyword", module: "namespace" };

export function makeEditor(options: EditorOptions): Editor {
  const view = new EditorView({
    state: EditorState.create({
      doc: options.text,
      extensions: [
        Prec.highest(keymap.of(runKeys(options))),
        history(),
        drawSelection(),
        language(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [(context) => candidates(context, options)], icons: false }),
        documentation(options),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"),
        ]),
        tabs(options),
        EditorView.contentAttributes.of({
          "aria-label": `Code of cell ${options.label}`,
          "aria-description": "Shift Enter runs it. Once you write, Tab indents; Escape, then Tab leaves the editor.",
          tabindex: "0",
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    dom: view.dom,
    text: () => view.state.doc.toString(),
    replace(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: isolateHistory.of("full"),
      });
    },
    diagnostics(list) {
      const length = view.state.doc.length;
      const squiggles = list.flatMap((diagnostic) => squiggle(diagnostic, length));
      view.dispatch(setDiagnostics(view.state, squiggles));
    },
    focus: () => view.focus(),
    select(from, to) {
      const within = (at: number) => Math.max(0, Math.min(at, view.state.doc.length));
      view.dispatch({ selection: { anchor: within(from), head: within(to) }, scrollIntoView: true });
      view.focus();
    },
  };
}

function runKeys(options: EditorOptions) {
  const run = (next: boolean) => () => {
    options.run(next);
    return true;
  };
  return [
    { key: "Shift-Enter", run: run(true) },
    { key: "Mod-Enter", run: run(false) },
    { key: "Ctrl-Enter", run: run(false) },
  ];
}

/** Tab goes on through the page, as everywhere, until the reader writes: from then on it indents, and says how to leave. */
function tabs(options: EditorOptions) {
  let { writing } = options;
  const leave = () => {
    writing = false;
    options.indents(false);
    return false;
  };
  const indent = (command: (view: EditorView) => boolean) => (view: EditorView) => {
    if (!writing) return false;
    options.indents(true);
    return command(view);
  };
  const written = ["input", "delete", "move", "undo", "redo"];
  return [
    keymap.of([{ key: "Tab", run: indent(indentMore), shift: indent(indentLess) }]),
    Prec.highest(keymap.of([{ key: "Escape", run: leave }])),
    EditorView.domEventHandlers({ blur: leave }),
    EditorView.updateListener.of(({ transactions }) => {
      writing ||= transactions.some((one) => one.docChanged && written.some((event) => one.isUserEvent(event)));
    }),
  ];
}

async function candidates(context: CompletionContext, options: EditorOptions): Promise<CompletionResult | null> {
  const before = context.matchBefore(/[%?]*[\p{L}_][\p{L}\p{N}_]*|\.|::/u);
  if (!context.explicit && !before) return null;
  const found = await options.complete(context.pos);
  const [first] = found;
  if (!first || context.aborted) return null;
  return {
    from: first.from,
    to: first.to,
    validFor: /^[\p{L}\p{N}_]*$/u,
    options: found.map((one, index): Candidate => {
      const type = KINDS[one.kind] ?? "function";
      // Best first, as the session says; a boost of 99 at most.
      const boost = Math.max(-99, 99 - index);
      return { label: one.label, detail: one.detail, type, boost, ...(one.apply ? { apply: one.apply } : {}) };
    }),
  };
}

function squiggle(diagnostic: Diagnostic, length: number): Squiggle[] {
  const { span, severity } = diagnostic;
  if (!span) return [];
  const from = Math.min(span.from, length);
  // An empty place is widened to the character before or after, so that there is something to see.
  const to = Math.min(Math.max(span.to, from + 1), length);
  return [
    {
      from: from === to ? Math.max(0, from - 1) : from,
      to,
      severity,
      message: [diagnostic.message, ...diagnostic.hints].join("\n"),
      renderMessage: () => explanation(diagnostic),
    },
  ];
}

function explanation(diagnostic: Diagnostic): Node {
  const out = document.createElement("div");
  const line = (name: string, text: string) => {
    const p = out.appendChild(document.createElement("div"));
    p.className = name;
    p.textContent = text;
  };
  line("rhai-squiggle-message", diagnostic.message);
  for (const hint of diagnostic.hints) line("rhai-squiggle-hint", hint);
  return out;
}

/** Documentation of the name under the pointer; at the cursor with F1, until the next key. */
function documentation(options: EditorOptions) {
  const show = StateEffect.define<Tooltip | null>();
  const shown = StateField.define<Tooltip | null>({
    create: () => null,
    update(value, change) {
      for (const effect of change.effects) if (effect.is(show)) return effect.value;
      return change.docChanged || change.selection ? null : value;
    },
    provide: (field) => showTooltip.from(field),
  });
  const ask = (view: EditorView): boolean => {
    const at = view.state.selection.main.head;
    options.inspect(at).then((data) => {
      if (!data || view.state.selection.main.head !== at) return;
      view.dispatch({ effects: show.of({ pos: at, above: true, create: () => ({ dom: page(data, options) }) }) });
    });
    return true;
  };
  const sign = StateEffect.define<Tooltip | null>();
  // The signature of a call stays as long as the cursor is in its brackets.
  const signed = StateField.define<Tooltip | null>({
    create: () => null,
    update(value, change) {
      for (const effect of change.effects) if (effect.is(sign)) return effect.value;
      if (!value || !(change.docChanged || change.selection)) return value;
      const pos = change.changes.mapPos(value.pos);
      return called(change.state) === pos ? { ...value, pos } : null;
    },
    provide: (field) => showTooltip.from(field),
  });
  const signature = EditorView.updateListener.of(({ view, state, transactions, docChanged }) => {
    const at = state.selection.main.head;
    const typed = docChanged && transactions.some((one) => one.isUserEvent("input")) && "(,".includes(state.sliceDoc(at - 1, at) || " ");
    const open = typed && !state.field(signed) ? called(state) : null;
    if (open === null) return;
    options.inspect(at).then((data) => {
      const text = (data?.["text/plain"] ?? "").split("\n\n")[0];
      if (!text?.includes("(") || called(view.state) !== open) return;
      view.dispatch({ effects: sign.of({ pos: open, above: true, create: () => ({ dom: line(text) }) }) });
    });
  });
  const close = (view: EditorView): boolean => {
    if (!view.state.field(shown) && !view.state.field(signed)) return false;
    view.dispatch({ effects: [show.of(null), sign.of(null)] });
    return true;
  };
  const hover = hoverTooltip(async (view, at) => {
    const word = view.state.wordAt(at);
    if (!word) return null;
    const data = await options.inspect(at);
    return data && { pos: word.from, end: word.to, above: true, create: () => ({ dom: page(data, options) }) };
  });
  return [shown, hover, signed, signature, keymap.of([{ key: "F1", run: ask }, { key: "Escape", run: close }])];
}

/** How far a call's bracket is looked for. */
const FAR = 2000;

/** Where the bracket of the call is that the cursor stands in; null where it stands in none. */
function called(state: EditorState): number | null {
  const { head } = state.selection.main;
  const start = Math.max(0, head - FAR);
  const text = state.sliceDoc(start, head);
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const sign = text[at] ?? "";
    if (";{}".includes(sign)) return null;
    if (")]".includes(sign)) depth++;
    else if ("([".includes(sign) && depth > 0) depth--;
    else if (sign === "(") return /[\p{L}\p{N}_]$/u.test(text.slice(0, at)) ? start + at : null;
  }
  return null;
}

function line(text: string): HTMLElement {
  const out = document.createElement("div");
  out.className = "rhai-doc rhai-signature";
  out.textContent = text;
  return out;
}

function page(data: Data, options: EditorOptions): HTMLElement {
  const out = document.createElement("div");
  out.className = "rhai-doc";
  out.append(options.document(data));
  return out;
}

register(EDITOR, makeEditor);
