/** A question of a running cell, as a field in its output. */

let count = 0;

export function askField(prompt: string, secret: boolean, answer: (text: string) => void): HTMLElement {
  const form = document.createElement("form");
  form.className = "rhai-ask";
  const label = form.appendChild(document.createElement("label"));
  label.textContent = prompt || "Input";
  const field = form.appendChild(document.createElement("input"));
  field.type = secret ? "password" : "text";
  field.autocomplete = "off";
  field.id = `rhai-ask-${++count}`;
  label.htmlFor = field.id;
  const button = form.appendChild(document.createElement("button"));
  button.type = "submit";
  button.className = "rhai-button";
  button.textContent = "Answer";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.disabled) return;
    field.disabled = button.disabled = true;
    answer(field.value);
  });
  // Keys that mean something to the page stay in the field.
  form.addEventListener("keydown", (event) => event.stopPropagation());
  return form;
}
