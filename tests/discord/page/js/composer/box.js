// The box in which a message is typed, with its reply and its files.

import { html, useCallback, useRef } from "../html.js";
import { CloseIcon, PlusIcon, SendIcon, SlashIcon } from "../icons.js";
import { channel, client, displayName, may } from "../store/client.js";
import { logOf } from "../store/messages.js";
import { PERMISSION } from "../store/permissions.js";
import { useHeight } from "./area.js";
import { slashCommands } from "./commands.js";
import { focusBox, startEdit, write } from "./drafts.js";
import { isEditable } from "./edit.js";
import { Files, readFiles, useDrop } from "./files.js";
import { Listbox } from "./listbox.js";
import { send } from "./sending.js";
import { useSuggestions } from "./suggestions.js";
import { LIMIT, encode, lengthOf, tooLong } from "./text.js";

/** So few characters from the limit they are counted. */
const COUNTED = 200;

/** The message box. */
export function Box({ draft }) {
  const area = useRef();
  const frame = useRef();
  const { text, mentions, files, reply, error } = draft.value;
  const left = LIMIT - lengthOf(encode(text, mentions));
  const attach = useAttach(draft);
  const over = useDrop(attach);
  const list = useSuggestions(draft, area);
  const submit = (event) => {
    event.preventDefault();
    if (left >= 0) send(draft);
  };
  return html`
    <form class="composer ${over ? "composer-over" : ""}" ref=${frame} onSubmit=${submit}>
      ${reply && html`<${ReplyBar} reply=${reply} onCancel=${() => write(draft, { reply: null })} />`}
      <${Files} files=${files} onRemove=${(file) => write(draft, { files: files.filter((one) => one !== file), error: null })} />
      <div class="composer-row">
        ${attach && html`<${Attach} onFiles=${attach} />`}
        <${Text} draft=${draft} area=${area} list=${list} onFiles=${attach} onSubmit=${submit} />
        ${slashCommands.value.length > 0 && (text === "" || text.startsWith("/")) && html`
          <${Button} label="Use a command" onClick=${list.slash}><${SlashIcon} /><//>
        `}
        <${Button} label="Send" type="submit" disabled=${left < 0 || !(text.trim() || files.length)}><${SendIcon} /><//>
      </div>
      ${left < COUNTED && html`<p class="composer-count ${left < 0 ? "composer-wrong" : ""}" aria-hidden="true">${left}</p>`}
      <p class="composer-wrong" role="status">${error ?? (left < 0 && tooLong(-left))}</p>
      <span class="visually-hidden" role="status">${list.told}</span>
      ${list.open && html`<${Listbox} ...${list.props} anchor=${frame} />`}
    </form>
  `;
}

function Text({ draft, area, list, onFiles, onSubmit }) {
  const { text, reply } = draft.value;
  useHeight(area, text);
  const onKeyDown = (event) => {
    if (list.onKeyDown(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      onSubmit(event);
    } else if (event.key === "Escape" && reply) {
      write(draft, { reply: null });
    } else if (event.key === "ArrowUp" && text === "" && editLast()) {
      event.preventDefault();
    }
  };
  const paste = (event) => {
    if (!onFiles || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    onFiles(event.clipboardData.files);
  };
  const name = `Message ${channel.value.name ? `#${channel.value.name}` : `@${displayName(client.value.bot)}`}`;
  return html`
    <textarea
      class="composer-text" ref=${area} rows="1" data-tour-composer value=${text} placeholder=${name} aria-label=${name} ...${list.aria}
      onInput=${list.onInput} onKeyDown=${onKeyDown} onKeyUp=${list.follow} onClick=${list.follow} onBlur=${list.follow} onPaste=${paste}
    ></textarea>
  `;
}

function Button({ label, type = "button", disabled, onClick, children }) {
  return html`
    <button
      type=${type} class="composer-icon" aria-label=${label} title=${label} disabled=${disabled} onClick=${onClick}
    >${children}</button>
  `;
}

/** Adds files to the draft; undefined if the person may not. */
function useAttach(draft) {
  const attach = useCallback(
    async (list) => {
      if (list.length === 0) return;
      const { files, error } = await readFiles(list, draft.value.files.length);
      write(draft, { files: [...draft.value.files, ...files], error });
      focusBox();
    },
    [draft],
  );
  return may(PERMISSION.ATTACH_FILES) ? attach : undefined;
}

function Attach({ onFiles }) {
  const input = useRef();
  const choose = ({ target }) => {
    onFiles([...target.files]);
    // The same file can be chosen again after it was taken out.
    target.value = "";
  };
  return html`
    <${Button} label="Attach files" onClick=${() => input.current.click()}><${PlusIcon} /><//>
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

function editLast() {
  const own = logOf(channel.value.id).messages.value.findLast(isEditable);
  if (own) startEdit(own);
  return own;
}
