// One question of a modal.

import { defaultsOf } from "../components/choices.js";
import { Select } from "../components/select.js";
import { lengthOf } from "../composer/text.js";
import { html } from "../html.js";

const TEXT = 4;
const FILE = 19;
const RADIO = 21;
const CHECKBOXES = 22;
const CHECKBOX = 23;
const PARAGRAPH = 2;
const MOST = 4000;

const isRequired = ({ type, required }) => type !== CHECKBOX && required !== false;

/** What a field holds when the modal comes up: a text, a list of values, or for a single check box whether it is ticked. */
export function initial(input) {
  if (input.type === CHECKBOX) return Boolean(input.default);
  return input.type === TEXT ? (input.value ?? "") : defaultsOf(input);
}

/** What is wrong with a field, as a sentence, or undefined. */
export function problem(input, value) {
  if (input.type === CHECKBOX) return undefined;
  if (value.length === 0) return isRequired(input) ? "This field is required." : undefined;
  if (input.type === TEXT) {
    const { min_length: min = 0, max_length: max = MOST } = input;
    if (lengthOf(value) < min) return `Must be ${min} or more in length.`;
    return lengthOf(value) > max ? `Must be ${max} or fewer in length.` : undefined;
  }
  const { min_values: min = 1 } = input;
  return value.length < min ? `Choose at least ${min}.` : undefined;
}

/** A field with its label, its description and what is wrong with it. */
export function Field({ input, label, description, value, onChange, wrong }) {
  const id = `field-${input.custom_id}`;
  const described = [description && `${id}-about`, wrong && `${id}-wrong`].filter(Boolean).join(" ") || undefined;
  const aria = { id, "aria-describedby": described, "aria-invalid": wrong ? "true" : undefined };
  const isGroup = input.type === RADIO || input.type === CHECKBOXES;
  const mark = html`<span class="required" aria-hidden="true"> *</span><span class="visually-hidden"> (required)</span>`;
  const name = html`${label}${isRequired(input) && mark}`;
  const inside = html`
    ${description && html`<p class="modal-about" id=${`${id}-about`}>${description}</p>`}
    <${Input} input=${input} label=${label} value=${value} onChange=${onChange} aria=${aria} />
    ${wrong && html`<p class="modal-wrong" id=${`${id}-wrong`}>${wrong}</p>`}
  `;
  if (isGroup) return html`<fieldset class="modal-field"><legend>${name}</legend>${inside}</fieldset>`;
  return html`<div class="modal-field"><label for=${id}>${name}</label>${inside}</div>`;
}

function Input({ input, label, value, onChange, aria }) {
  if (input.type === TEXT) return html`<${TextInput} input=${input} value=${value} onChange=${onChange} aria=${aria} />`;
  if (input.type === FILE) return html`<p class="modal-about" id=${aria.id} tabindex="-1">Files cannot be uploaded in a modal here.</p>`;
  if ([RADIO, CHECKBOXES].includes(input.type)) return html`<${Boxes} input=${input} value=${value} onChange=${onChange} aria=${aria} />`;
  if (input.type === CHECKBOX) {
    return html`<input ...${aria} type="checkbox" checked=${value} onChange=${(event) => onChange(event.target.checked)} />`;
  }
  return html`<${Select} ...${aria} component=${input} label=${label} chosen=${value} onChoose=${onChange} />`;
}

function TextInput({ input, value, onChange, aria }) {
  const { style, placeholder, min_length: min, max_length: max } = input;
  const more = {
    ...aria, value, placeholder, class: "modal-input", onInput: (event) => onChange(event.target.value),
    "aria-required": isRequired(input) ? "true" : "false",
  };
  const count = lengthOf(value);
  return html`
    ${style === PARAGRAPH ? html`<textarea ...${more} rows="4"></textarea>` : html`<input ...${more} type="text" autocomplete="off" />`}
    ${(min || max) && html`<p class=${`modal-count ${count > (max ?? MOST) ? "over" : ""}`}>${count}${max ? ` / ${max}` : ""}</p>`}
  `;
}

/** A radio group, or a group of check boxes. */
function Boxes({ input, value, onChange, aria }) {
  const single = input.type === RADIO;
  const choose = (one, checked) => {
    if (single) onChange([one]);
    else onChange(checked ? [...value, one] : value.filter((other) => other !== one));
  };
  return input.options.map((option, at) => html`
    <label class="modal-box" key=${option.value}>
      <input ...${at === 0 ? aria : {}} type=${single ? "radio" : "checkbox"} name=${aria.id} checked=${value.includes(option.value)}
        onChange=${(event) => choose(option.value, event.target.checked)} />
      <span>${option.label}${option.description && html`<small>${option.description}</small>`}</span>
    </label>
  `);
}
