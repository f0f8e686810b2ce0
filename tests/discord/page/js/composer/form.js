// The form of a slash command, in the place of the message box.

import { html, useEffect, useId, useRef } from "../html.js";
import { CloseIcon } from "../icons.js";
import { suggestion } from "../store/interactions.js";
import { descriptionOf, nameOf } from "./commands.js";
import { write } from "./drafts.js";
import { Field } from "./fields.js";
import { useFilling } from "./filling.js";
import { OPTION, fill } from "./options.js";

/** Opens the form of a command in a draft, filled in with what it was left with and with what is suggested for it. */
export function openCommand(draft, command) {
  const { command: meant, options = {} } = suggestion.value ?? {};
  const { text, command: open, closed } = draft.value;
  const filled = { ...[open, closed].find((one) => one?.name === command.name)?.filled };
  for (const option of meant === command.name ? command.options : []) {
    const value = options[option.name];
    if (value !== undefined && option.type !== OPTION.ATTACHMENT) filled[option.name] = fill(option, value);
  }
  write(draft, {
    command: { ...command, filled, added: Object.keys(filled), errors: {}, refusal: null },
    // A message that was begun is there again when the form is done.
    ...(text.startsWith("/") && { text: "" }),
  });
}

/** The form of the command that is open in the draft. */
export function CommandForm({ draft }) {
  const form = useRef();
  const id = useId();
  const idOf = (option) => `${id}-${option.name}`;
  const focusField = (option) => requestAnimationFrame(() => document.getElementById(idOf(option))?.focus());
  const filling = useFilling(draft, focusField);
  const { command, missing } = filling;
  useEffect(() => {
    const empty = [...form.current.querySelectorAll("input")].find((input) => !input.value);
    (empty ?? form.current.querySelector("[type=submit]")).focus();
  }, []);
  const submit = (event) => {
    event.preventDefault();
    filling.submit();
  };
  const onKeyDown = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      filling.leave();
    } else if (event.key === "Enter" && event.target.matches("input") && missing && idOf(missing) !== event.target.id) {
      // Enter goes on to what has to be filled in; at the end it sends.
      event.preventDefault();
      focusField(missing);
    }
  };
  const add = (option) => {
    filling.add(option);
    focusField(option);
  };
  return html`
    <form class="command-form" ref=${form} aria-label=${`Command ${command.label}`} novalidate onSubmit=${submit} onKeyDown=${onKeyDown}>
      <${Head} command=${command} onLeave=${filling.leave} />
      <div class="command-scroll">
        <${Fields} filling=${filling} idOf=${idOf} />
        <${Optional} options=${filling.left} onAdd=${add} />
      </div>
      <p class="command-refusal" role="alert">${filling.trouble}</p>
      <${Foot} command=${command} ready=${filling.ready} onLeave=${filling.leave} />
    </form>
  `;
}

function Fields({ filling, idOf }) {
  const { filled, errors } = filling.open;
  const field = (option) => html`
    <${Field}
      key=${option.name} id=${idOf(option)} option=${option} filled=${filled[option.name]} error=${errors[option.name]}
      ask=${() => filling.ask(option)} onChange=${(value) => filling.fill(option, value)} onRemove=${() => filling.remove(option)}
    />
  `;
  return html`<div class="command-fields">${filling.shown.map(field)}</div>`;
}

function Head({ command, onLeave }) {
  return html`
    <header class="command-head">
      <h3>/${command.label}</h3>
      <p>${command.description}</p>
      <button type="button" class="composer-icon" aria-label="Leave the command" onClick=${onLeave}><${CloseIcon} /></button>
    </header>
  `;
}

function Optional({ options, onAdd }) {
  if (options.length === 0) return null;
  return html`
    <div class="command-optional" role="group" aria-label="Optional">
      ${options.map((option) => html`
        <button
          type="button" class="command-add" key=${option.name} title=${descriptionOf(option)}
          aria-label=${`Add the option ${nameOf(option)}`} onClick=${() => onAdd(option)}
        >+ ${nameOf(option)}</button>
      `)}
    </div>
  `;
}

function Foot({ command, ready, onLeave }) {
  return html`
    <footer class="command-foot">
      <button type="button" class="command-leave" onClick=${onLeave}>Cancel</button>
      <button type="submit" class="command-run" data-tour-command=${command.name} aria-disabled=${ready ? undefined : "true"}>Send</button>
    </footer>
  `;
}
