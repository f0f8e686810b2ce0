// What is filled in for the command whose form is open, and what becomes of it.

import { useState } from "../html.js";
import { channel } from "../store/client.js";
import { runCommand } from "../store/interactions.js";
import { commandByName } from "./commands.js";
import { focusBox, write } from "./drafts.js";
import { OPTION, isFilled, read, readAll } from "./options.js";

/**
 * The form of a draft: its `command`, whether it is `offered` still, the options `shown` and those `left` to add, and
 * what can be done. `focusField` focuses the option that needs attention.
 */
export function useFilling(draft, focusField) {
  const [busy, setBusy] = useState(false);
  const open = draft.value.command;
  // The application may change its commands while the form is open; what was filled in stays.
  const offered = commandByName(open.name);
  const command = offered ?? open;
  const { shown, left } = arranged(command.options, open.added);
  const change = (changes) => write(draft, { command: { ...draft.value.command, ...changes } });
  const leave = (closed) => {
    write(draft, { command: null, closed });
    focusBox();
  };
  const run = async (values) => {
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
  const submit = () => {
    if (!offered || busy) return;
    const { values, errors } = readAll(command.options, open.filled);
    change({ errors, refusal: null });
    const wrong = shown.find((option) => errors[option.name]);
    if (wrong) focusField(wrong);
    else run(values);
  };
  return {
    command, open, shown, left, submit,
    ready: Boolean(offered) && !busy,
    trouble: offered ? open.refusal : vanished(command),
    leave: () => leave(open),
    missing: shown.find((option) => option.required && !isFilled(open.filled[option.name])),
    fill: (option, value) => change(changed(draft.value.command, option, value)),
    add: (option) => change({ added: [...open.added, option.name] }),
    remove: (option) => change(without(draft.value.command, option)),
    ask: (option) => asking(command, open.filled, option),
  };
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

function changed({ filled, errors }, { name }, value) {
  const { [name]: _, ...others } = errors;
  return { filled: { ...filled, [name]: value }, errors: others };
}

function without({ filled, errors, added }, { name }) {
  const { [name]: _, ...rest } = filled;
  const { [name]: __, ...others } = errors;
  return { filled: rest, errors: others, added: added.filter((one) => one !== name) };
}

/** The request for the choices of an option: what is typed there, and the other options as far as they are right. */
function asking(command, filled, focused) {
  const options = { [focused.name]: filled[focused.name]?.text ?? "" };
  for (const option of command.options) {
    if (option.name === focused.name || option.type === OPTION.ATTACHMENT) continue;
    const { value } = read(option, filled[option.name]);
    if (value !== undefined) options[option.name] = value;
  }
  return { channel: channel.value.id, name: command.name, options, focused: focused.name };
}
