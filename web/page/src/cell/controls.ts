/** Sliders, switches and choices of a cell, as the browser's own inputs with labels. */

import type { Control } from "../live/contract.ts";
import { place, places, type Range, value as valueAt, written } from "./scale.ts";

type Value = Control["value"];
type Move = (key: string, value: Value) => void;

/** How long what the reader set is held against values that are still on their way. */
const HELD = 1500;

interface Field {
  control: Control;
  /** Shows another state of the same control. */
  show(control: Control): void;
}

const fields = new WeakMap<HTMLElement, Field>();
let count = 0;

export function controlField(control: Control, move: Move): HTMLElement {
  if (isQuiz(control)) return quiz(control, move);
  const out = document.createElement("div");
  out.className = `rhai-control rhai-${control.kind}`;
  const id = `rhai-control-${++count}`;
  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = control.label;
  const make = { slider, toggle, choice }[control.kind];
  let held: { value: Value; since: number } | null = null;
  const moved = (value: Value) => {
    held = { value, since: performance.now() };
    move(control.key, value);
  };
  const { nodes, show } = make(control, id, moved);
  const note = document.createElement("span");
  note.className = "rhai-control-note";
  note.textContent = control.note ?? "";
  out.append(...(control.kind === "toggle" ? [...nodes, label] : [label, ...nodes]), note);
  fields.set(out, {
    control,
    show(next) {
      note.textContent = next.note ?? "";
      if (held && next.value !== held.value && performance.now() - held.since < HELD) return;
      held = null;
      show(next);
    },
  });
  return out;
}

/** Shows another state of the control that this node is; whether it is the same one. */
export function updateControl(node: HTMLElement, control: Control): boolean {
  const field = fields.get(node);
  if (!field) return false;
  const shape = ({ value: _value, note: _note, ...rest }: Control) => JSON.stringify(rest);
  if (shape(field.control) !== shape(control)) return false;
  field.show(control);
  return true;
}

interface Made {
  nodes: HTMLElement[];
  show(control: Control): void;
}

function slider(control: Control, id: string, move: (value: Value) => void): Made {
  const range: Range = {
    low: control.low ?? 0,
    high: control.high ?? 1,
    step: control.step ?? null,
    log: Boolean(control.log) && (control.low ?? 0) > 0,
    integer: control.integer ?? false,
  };
  const input = field("range", id);
  const { min, max, step } = places(range);
  input.min = String(min);
  input.max = String(max);
  input.step = String(step);
  const shown = document.createElement("output");
  shown.htmlFor = id;
  const say = (value: number) => {
    shown.textContent = written(value);
    input.setAttribute("aria-valuetext", written(value));
  };
  const show = ({ value }: Control) => {
    input.value = String(place(Number(value), range));
    say(Number(value));
  };
  show(control);
  input.addEventListener("input", () => {
    const value = valueAt(input.valueAsNumber, range);
    say(value);
    move(value);
  });
  return { nodes: [input, shown], show };
}

function toggle(control: Control, id: string, move: (value: Value) => void): Made {
  const input = field("checkbox", id);
  input.setAttribute("role", "switch");
  const show = ({ value }: Control) => {
    input.checked = value === true;
  };
  show(control);
  input.addEventListener("change", () => move(input.checked));
  return { nodes: [input], show };
}

function choice(control: Control, id: string, move: (value: Value) => void): Made {
  const select = document.createElement("select");
  select.id = id;
  for (const option of control.options ?? []) select.add(new Option(option, option));
  const show = ({ value }: Control) => {
    select.value = String(value);
  };
  show(control);
  select.addEventListener("change", () => move(select.value));
  return { nodes: [select], show };
}

function field(type: string, id: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = type;
  input.id = id;
  return input;
}

/** A statement to be judged: true, or false, or, at first, neither. */
function isQuiz({ kind, options = [] }: Control): boolean {
  return kind === "choice" && options.slice(-2).join() === "true,false" && options.length <= 3;
}

/** The statement, which stays, and a button for each answer. */
function quiz(control: Control, move: Move): HTMLElement {
  const out = document.createElement("div");
  out.className = "rhai-control rhai-quiz";
  out.setAttribute("role", "group");
  const question = out.appendChild(document.createElement("span"));
  question.className = "rhai-quiz-question";
  question.id = `rhai-control-${++count}`;
  question.textContent = control.label;
  out.setAttribute("aria-labelledby", question.id);
  const [neither] = control.options?.length === 3 ? control.options : [];
  let chosen = String(control.value);
  const buttons = ["true", "false"].map((answer) => {
    const button = out.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "rhai-button";
    button.textContent = answer === "true" ? "True" : "False";
    button.addEventListener("click", () => {
      // A second press takes the answer back.
      show({ ...control, value: chosen === answer ? (neither ?? answer) : answer });
      move(control.key, chosen);
    });
    return { answer, button };
  });
  const show = ({ value }: Control) => {
    chosen = String(value);
    for (const { answer, button } of buttons) button.setAttribute("aria-pressed", String(answer === chosen));
  };
  show(control);
  fields.set(out, { control, show });
  return out;
}
