// The modal that the application has shown.

import { Dots } from "../components/dots.js";
import { html, useState } from "../html.js";
import { Markdown } from "../message/markdown/markdown.js";
import { client } from "../store/client.js";
import { modal, submitModal } from "../store/interactions.js";
import { Dialog } from "./dialog.js";
import { Field, initial, problem } from "./field.js";

const ROW = 1;
const TEXT = 10;
const FORM = "modal-form";

/** The form of the modal that is shown, if one is. */
export function Modal() {
  const shown = modal.value;
  return shown && html`<${Form} key=${shown.interaction} shown=${shown} />`;
}

function Form({ shown }) {
  const parts = shown.components.map(partOf);
  const inputs = parts.filter(({ input }) => input).map(({ input }) => input);
  const [values, setValues] = useState(() => Object.fromEntries(inputs.map((input) => [input.custom_id, initial(input)])));
  const [tried, setTried] = useState(false);
  const submit = (event) => {
    event.preventDefault();
    setTried(true);
    const wrong = inputs.find((input) => problem(input, values[input.custom_id]));
    if (wrong) document.getElementById(`field-${wrong.custom_id}`)?.focus();
    else if (!shown.sending) submitModal(sent(inputs, values));
  };
  const close = () => {
    modal.value = null;
  };
  const foot = html`
    <button type="button" class="button" onClick=${close}>Cancel</button>
    <button type="submit" form=${FORM} class="button button-primary" aria-busy=${shown.sending ? "true" : undefined}
      aria-disabled=${shown.sending ? "true" : undefined}>
      <span class="button-label">Submit</span>
      ${shown.sending && html`<${Dots} />`}
    </button>
  `;
  return html`
    <${Dialog} title=${shown.title} onClose=${close} keep=${true} class="modal" foot=${foot}>
      <form id=${FORM} onSubmit=${submit} noValidate>
        <p class="modal-note">
          This form will be submitted to <strong>${client.value?.application?.name}</strong>. Do not share passwords or other
          sensitive information.
        </p>
        ${shown.refused && html`<p class="modal-refused" role="alert">Something went wrong. Try again. <span>${shown.refused}</span></p>`}
        ${parts.map((part, at) => html`<${Part} key=${at} part=${part} values=${values} setValues=${setValues} tried=${tried} />`)}
      </form>
    </${Dialog}>
  `;
}

/** What a row is: text, or an input with its label. */
function partOf(component) {
  if (component.type === TEXT) return { text: component.content };
  if (component.type === ROW) return { input: component.components[0], label: component.components[0].label };
  return { input: component.component, label: component.label, description: component.description };
}

function Part({ part: { text, input, label, description }, values, setValues, tried }) {
  if (!input) return html`<div class="modal-text markdown"><${Markdown} text=${text} /></div>`;
  const { custom_id: id } = input;
  const change = (value) => setValues((known) => ({ ...known, [id]: value }));
  const wrong = tried && problem(input, values[id]);
  return html`<${Field} input=${input} label=${label} description=${description} value=${values[id]} onChange=${change} wrong=${wrong} />`;
}

/** What was filled in, by custom id. Nothing is sent for an optional choice that was not made. */
function sent(inputs, values) {
  const filled = inputs.filter(({ custom_id: id }) => !Array.isArray(values[id]) || values[id].length > 0);
  return Object.fromEntries(filled.map(({ custom_id: id }) => [id, values[id]]));
}
