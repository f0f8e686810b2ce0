// A field for each option of a command, as its type wants.

import { html } from "../html.js";
import { CloseIcon } from "../icons.js";
import { descriptionOf, nameOf } from "./commands.js";
import { Combobox } from "./combobox.js";
import { readFiles, sizeOf } from "./files.js";
import { OPTION, choicesOf, limitsOf } from "./options.js";

/** One option: its label, its field, what is wrong with it. `ask` makes the body that asks for its choices. */
export function Field({ option, filled, error, ask, onChange, onRemove, id }) {
  const told = `${id}-told`;
  const wrong = `${id}-wrong`;
  const aria = {
    id,
    "aria-required": option.required ? "true" : undefined,
    "aria-invalid": error ? "true" : undefined,
    "aria-describedby": error ? `${told} ${wrong}` : told,
  };
  const limits = limitsOf(option);
  return html`
    <div class="field">
      <div class="field-head">
        <label class="field-label" for=${id}>${nameOf(option)}</label>
        ${option.required
          ? html`<span class="field-required">required</span>`
          : html`
            <button
              type="button" class="composer-icon" aria-label=${`Remove the option ${nameOf(option)}`} onClick=${onRemove}
            ><${CloseIcon} /></button>
          `}
      </div>
      <${Input} option=${option} filled=${filled} ask=${ask} onChange=${onChange} aria=${aria} />
      <p class="field-told" id=${told}>${descriptionOf(option)}${limits && ` (${limits})`}</p>
      ${error && html`<p class="field-wrong" id=${wrong}>${error}</p>`}
    </div>
  `;
}

function Input({ option, filled, ask, onChange, aria }) {
  const choices = choicesOf(option);
  if (choices || option.autocomplete) {
    return html`
      <${Combobox} ...${aria} filled=${filled} choices=${choices} ask=${ask} label=${nameOf(option)} onChange=${onChange} />
    `;
  }
  if (option.type === OPTION.ATTACHMENT) return html`<${FileInput} filled=${filled} onChange=${onChange} aria=${aria} />`;
  if (option.type === OPTION.STRING) return html`<${TextInput} filled=${filled} onChange=${onChange} aria=${aria} />`;
  return html`<${NumberInput} option=${option} filled=${filled} onChange=${onChange} aria=${aria} />`;
}

function TextInput({ filled, onChange, aria }) {
  return html`
    <input
      ...${aria} class="field-input" type="text" autocomplete="off" value=${filled?.text ?? ""}
      onInput=${(event) => onChange({ text: event.target.value })}
    />
  `;
}

function NumberInput({ option, filled, onChange, aria }) {
  const type = ({ target }) => {
    // The browser hides input that is no number; the error says that it is there.
    onChange({ text: target.validity.badInput ? "?" : target.value });
  };
  const value = filled?.text === "?" ? undefined : (filled?.text ?? "");
  return html`
    <input
      ...${aria} class="field-input" type="number" autocomplete="off" value=${value}
      min=${option.min_value} max=${option.max_value} step=${option.type === OPTION.INTEGER ? 1 : "any"} onInput=${type}
    />
  `;
}

function FileInput({ filled, onChange, aria }) {
  const choose = async ({ target }) => {
    const { files, error } = await readFiles(target.files);
    onChange({ file: files[0], problem: error });
  };
  const { file, problem } = filled ?? {};
  return html`
    <input ...${aria} class="field-input" type="file" onChange=${choose} />
    <p class="field-told" role="status">${problem ?? (file && `${file.name}, ${sizeOf(file.size)}`)}</p>
  `;
}
