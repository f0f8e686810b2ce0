// The form of a slash command, in the place of the message box.

import { html, useEffect, useId, useRef, useState } from "../html.js";
import { CloseIcon } from "../icons.js";
import { channel } from "../store/client.js";
import { runCommand, suggestion } from "../store/interactions.js";
import { commandByName, descriptionOf, nameOf } from "./commands.js";
import { clear, focusBox, write } from "./drafts.js";
import { Field } from "./fields.js";
import { TYPE, fill, isFilled, read, readAll } from "./options.js";

/** Opens the form of a command in a draft, filled in with what it was left with and with what is suggested for it. */
export function openCommand(draft, command) {
  const { command: meant, options = {} } = suggestion.value ?? {};
  const { kept } = draft.value;
  const filled = kept?.name === command.name ? { ...kept.filled } : {};
  if (meant === command.name) {
    for (const option of command.options) {
      const value = options[option.name];
      if (value !== undefined && option.type !== TYPE.ATTACHMENT) filled[option.name] = fill(option, value);
    }
  }
  clear(draft);
  write(draft, { command: { ...command, filled, added: Object.keys(filled), errors: {}, refusal: null } });
}

/** The form of the command that is open in the draft. */
export function CommandForm({ draft }) {
  const open = draft.value.command;
  // The application may change its commands while the form is open; what was filled in stays.
  const offered = commandByName(open.name);
  const command = offered ?? open;
  const form = useRef();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const { shown, left } = arranged(command.options, open.added);
  const change = (changes) => write(draft, { command: { ...draft.value.command, ...changes } });
  useFirstFocus(form);

  const leave = (kept) => {
    clear(draft);
    write(draft, { kept });
    focusBox();
  };
  const submit = async (event) => {
    event.preventDefault();
    if (!offered || busy) return;
    const { values, errors } = readAll(command.options, open.filled);
    change({ errors, refusal: null });
    if (Object.keys(errors).length > 0) return focusField(form, shown.find((option) => errors[option.name]));
    setBusy(true);
    try {
      await runCommand({ channel: channel.value.id, name: command.name, options: values });
      leave(null);
    } catch (error) {
      change({ refusal: error.message });
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event) => {
    if (event.key === "Escape") leave(open);
    else if (event.key === "Enter" && event.target.matches("input") && !event.isComposing) {
      event.preventDefault();
      const missing = shown.find((option) => option.required && !isFilled(open.filled[option.name]));
      if (missing && `${id}-${missing.name}` !== event.target.id) focusField(form, missing);
      else form.current.requestSubmit();
    }
  };
  const field = (option) => html`
    <${Field}
      key=${option.name} id=${`${id}-${option.name}`} option=${option} filled=${open.filled[option.name]}
      error=${open.errors[option.name]} ask=${() => asking(command, open.filled, option)}
      onChange=${(filled) => change(changed(draft.value.command, option, filled))}
      onRemove=${() => change(without(draft.value.command, option))}
    />
  `;
  return html`
    <form
      class="command-form" ref=${form} aria-label=${`Command ${command.label}`} novalidate
      onSubmit=${submit} onKeyDown=${onKeyDown}
    >
      <header class="command-head">
        <h3>/${command.label}</h3>
        <p>${command.description}</p>
        <button type="button" class="composer-icon" aria-label="Leave the command" onClick=${() => leave(open)}><${CloseIcon} /></button>
      </header>
      <div class="command-fields">${shown.map(field)}</div>
      <${Optional} options=${left} onAdd=${(option) => {
        change({ added: [...open.added, option.name] });
        focusField(form, option);
      }} />
      <p class="command-refusal" role="alert">${offered ? open.refusal : vanished(command)}</p>
      <footer class="command-foot">
        <button type="button" class="command-leave" onClick=${() => leave(open)}>Cancel</button>
        <button
          type="submit" class="command-run" data-tour-command=${command.name}
          aria-disabled=${!offered || busy ? "true" : undefined}
        >Send</button>
      </footer>
    </form>
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

const vanished = ({ label }) =>
  `/${label} is no longer offered to you here. What you filled in is kept; it can be sent once the command is back.`;

/** The options with a field, required ones first and the others as they were added, and those that can be added. */
function arranged(options, added) {
  const byName = new Map(options.map((option) => [option.name, option]));
  const required = options.filter((option) => option.required);
  const optional = added.map((name) => byName.get(name)).filter((option) => option && !option.required);
  const left = options.filter((option) => !option.required && !added.includes(option.name));
  return { shown: [...required, ...optional], left };
}

function changed({ filled, errors }, option, value) {
  const { [option.name]: _, ...others } = errors;
  return { filled: { ...filled, [option.name]: value }, errors: others };
}

function without({ filled, errors, added }, { name }) {
  const { [name]: _, ...kept } = filled;
  const { [name]: __, ...others } = errors;
  return { filled: kept, errors: others, added: added.filter((one) => one !== name) };
}

/** What asks for the choices of an option: what is typed there, and the other options as far as they are right. */
function asking(command, filled, focused) {
  const options = { [focused.name]: filled[focused.name]?.text ?? "" };
  for (const option of command.options) {
    if (option.name === focused.name || option.type === TYPE.ATTACHMENT) continue;
    const { value } = read(option, filled[option.name]);
    if (value !== undefined) options[option.name] = value;
  }
  return { channel: channel.value.id, name: command.name, options, focused: focused.name };
}

function useFirstFocus(form) {
  useEffect(() => {
    const empty = [...form.current.querySelectorAll("input")].find((input) => !input.value);
    (empty ?? form.current.querySelector("[type=submit]")).focus();
  }, []);
}

function focusField(form, option) {
  requestAnimationFrame(() => form.current?.querySelector(`[id$="-${CSS.escape(option.name)}"]`)?.focus());
}
