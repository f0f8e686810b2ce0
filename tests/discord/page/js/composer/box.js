// The box in which a message is typed, with its reply, its files and what is offered for `/`, `@` and `#`.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { html, useCallback, useId, useLayoutEffect, useRef, useState } from "../html.js";
import { CloseIcon, PlusIcon, SendIcon, SlashIcon } from "../icons.js";
import { channel, client, displayName, may } from "../store/client.js";
import { logOf } from "../store/messages.js";
import { PERMISSION } from "../store/permissions.js";
import { commandSuggestions, slashCommands } from "./commands.js";
import { clear, focusBox, startEdit, write } from "./drafts.js";
import { isEditable } from "./edit.js";
import { Files, readFiles, upload, useDrop } from "./files.js";
import { openCommand } from "./form.js";
import { Listbox, entryId, useActive } from "./listbox.js";
import { mentionSuggestions } from "./mentions.js";
import { LIMIT, encode, lengthOf, tooLong } from "./text.js";

/** So few characters from the limit they are counted. */
const COUNTED = 200;

/** The message box. */
export function Box({ draft }) {
  const area = useRef();
  const frame = useRef();
  const { text, mentions, files, reply, error } = draft.value;
  const left = LIMIT - lengthOf(encode(text, mentions));
  const mayAttach = may(PERMISSION.ATTACH_FILES);
  const attach = useCallback(
    async (list) => {
      if (list.length === 0) return;
      const { files, error } = await readFiles(list, draft.value.files.length);
      write(draft, { files: [...draft.value.files, ...files], error });
      focusBox();
    },
    [draft],
  );
  const over = useDrop(mayAttach ? attach : null);
  const list = useSuggestions(draft, area);
  useLayoutEffect(() => {
    area.current.style.height = "auto";
    area.current.style.height = `${area.current.scrollHeight}px`;
  }, [text]);

  const submit = (event) => {
    event.preventDefault();
    if (left >= 0) send(draft);
  };
  const onKeyDown = (event) => {
    if (list.onKeyDown(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      submit(event);
    } else if (event.key === "Escape" && reply) {
      write(draft, { reply: null });
    } else if (event.key === "ArrowUp" && text === "" && editLast()) {
      event.preventDefault();
    }
  };
  const paste = (event) => {
    if (!mayAttach || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attach(event.clipboardData.files);
  };
  return html`
    <form class="composer ${over ? "composer-over" : ""}" ref=${frame} onSubmit=${submit}>
      ${reply && html`<${ReplyBar} reply=${reply} onCancel=${() => write(draft, { reply: null })} />`}
      <${Files} files=${files} onRemove=${(file) => write(draft, { files: files.filter((one) => one !== file), error: null })} />
      <div class="composer-row">
        ${mayAttach && html`<${Attach} onFiles=${attach} />`}
        <textarea
          class="composer-text" ref=${area} rows="1" data-tour-composer value=${text} placeholder=${`Message ${place()}`}
          aria-label=${`Message ${place()}`} ...${list.aria} onInput=${list.onInput} onSelect=${list.onSelect}
          onBlur=${list.onBlur} onKeyDown=${onKeyDown} onPaste=${paste}
        ></textarea>
        ${slashCommands.value.length > 0 && html`
          <button type="button" class="composer-icon" aria-label="Use a command" title="Use a command" onClick=${list.slash}><${SlashIcon} /></button>
        `}
        <button type="submit" class="composer-icon composer-send" aria-label="Send" title="Send" disabled=${left < 0 || !(text.trim() || files.length)}><${SendIcon} /></button>
      </div>
      ${left < COUNTED && html`<p class="composer-count ${left < 0 ? "composer-wrong" : ""}" aria-hidden="true">${left}</p>`}
      <p class="composer-wrong" role="status">${error ?? (left < 0 && tooLong(-left))}</p>
      <span class="visually-hidden" role="status">${list.told}</span>
      ${list.open && html`<${Listbox} ...${list.props} anchor=${frame} />`}
    </form>
  `;
}

const place = () => (channel.value.name ? `#${channel.value.name}` : `@${displayName(client.value.bot)}`);

/** What is offered for what is typed, and how the box is wired to it. */
function useSuggestions(draft, area) {
  const id = useId();
  const [caret, setCaret] = useState(null);
  const [closedAt, setClosedAt] = useState(null);
  const { text, mentions } = draft.value;
  const found = caret === null || closedAt === text ? null : (commandSuggestions(text) ?? mentionSuggestions(text, caret));
  const items = found?.items ?? [];
  const follow = () => setCaret(document.activeElement === area.current ? area.current.selectionStart : null);
  const pick = (item) => {
    if (found.kind === "command") return openCommand(draft, item.command);
    const begun = `${text.slice(0, found.from)}${item.name} `;
    write(draft, { text: begun + text.slice(caret), mentions: { ...mentions, [item.name]: item.syntax } });
    requestAnimationFrame(() => area.current?.setSelectionRange(begun.length, begun.length));
  };
  const active = useActive({
    items, of: text, start: 0, onPick: pick, onClose: () => setClosedAt(text),
  });
  const open = items.length > 0 || Boolean(found?.note);
  const onKeyDown = (event) => {
    if (!open) return false;
    if (active.onKeyDown(event)) return true;
    // Tab takes the entry and stays: there is more to write.
    if (event.key !== "Tab" || event.shiftKey || items.length === 0) return false;
    event.preventDefault();
    return true;
  };
  return {
    open,
    onKeyDown,
    onInput: (event) => {
      write(draft, { text: event.target.value });
      setClosedAt(null);
      follow();
    },
    onSelect: follow,
    onBlur: follow,
    slash: () => {
      write(draft, { text: "/" });
      setClosedAt(null);
      area.current.focus();
      setCaret(1);
    },
    told: open && (found.note ?? `${items.length} offered; choose with the arrow keys and Enter.`),
    props: { id, label: found?.label, items, active: active.active, note: found?.note, onPick: pick, onReach: active.setActive },
    aria: {
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": items.length > 0 ? id : undefined,
      "aria-activedescendant": items.length > 0 ? entryId(id, active.active) : undefined,
    },
  };
}

function Attach({ onFiles }) {
  const input = useRef();
  const choose = ({ target }) => {
    onFiles([...target.files]);
    // The same file can be chosen again after it was taken out.
    target.value = "";
  };
  return html`
    <button type="button" class="composer-icon" aria-label="Attach files" title="Attach files" onClick=${() => input.current.click()}><${PlusIcon} /></button>
    <input ref=${input} type="file" multiple hidden onChange=${choose} />
  `;
}

function ReplyBar({ reply, onCancel }) {
  return html`
    <div class="reply-bar">
      <span>Replying to <strong>${displayName(reply.author)}</strong></span>
      <button type="button" class="composer-icon" aria-label="Cancel the reply" onClick=${onCancel}><${CloseIcon} /></button>
    </div>
  `;
}

async function send(draft) {
  const written = draft.value;
  const content = encode(written.text, written.mentions).trim();
  if (!content && written.files.length === 0) return;
  clear(draft);
  const body = {
    channel: channel.value.id,
    content,
    reply_to: written.reply?.id,
    attachments: written.files.map(upload),
  };
  try {
    await control("POST", path("users", address.value.as, "messages"), body);
  } catch (error) {
    // What was typed meanwhile stands after what was not sent.
    const { text, mentions } = draft.value;
    write(draft, {
      ...written, text: written.text + (text && `\n${text}`), mentions: { ...written.mentions, ...mentions }, error: error.message,
    });
  }
}

function editLast() {
  const own = logOf(channel.value.id).messages.value.findLast(isEditable);
  if (own) startEdit(own);
  return own;
}
