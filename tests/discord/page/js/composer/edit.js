// Changing a message in its place.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { html, useLayoutEffect, useRef, useState } from "../html.js";
import { confirmDelete } from "../message/delete.js";
import { isWritten } from "../message/type.js";
import { client } from "../store/client.js";
import { useHeight } from "./area.js";
import { editing, focusBox } from "./drafts.js";
import { LIMIT, decode, encode, lengthOf, tooLong } from "./text.js";

/** Whether the person may change this message. */
export const isEditable = (message) =>
  message.author.id === client.value.user.id && isWritten(message) && !message.ephemeral;

/** The box in which a message is changed. */
export function EditBox({ message }) {
  const area = useRef();
  const [{ text, mentions }, setDraft] = useState(() => decode(message.content));
  const [error, setError] = useState(null);
  useLayoutEffect(() => {
    area.current.focus();
    area.current.setSelectionRange(text.length, text.length);
  }, []);
  useHeight(area, text);
  const save = async (event) => {
    event.preventDefault();
    try {
      await change(message, encode(text, mentions).trim());
    } catch (refusal) {
      setError(refusal.message);
    }
  };
  const onKeyDown = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && !event.shiftKey) save(event);
  };
  return html`
    <form class="edit-box" onSubmit=${save}>
      <textarea
        class="composer-text" ref=${area} rows="1" aria-label="Edit the message" value=${text}
        aria-invalid=${error ? "true" : undefined} onKeyDown=${onKeyDown}
        onInput=${(event) => setDraft({ text: event.target.value, mentions })}
      ></textarea>
      <p class="edit-told">
        escape to <button type="button" class="link" onClick=${close}>cancel</button>${" • "}
        enter to <button class="link">save</button>
      </p>
      <p class="composer-wrong" role="status">${error}</p>
    </form>
  `;
}

function close() {
  editing.value = null;
  focusBox();
}

/** Gives the message another content, or asks whether to delete what would be empty. */
async function change(message, content) {
  const over = lengthOf(content) - LIMIT;
  if (over > 0) throw new Error(tooLong(over));
  if (content === message.content) return close();
  if (content === "" && message.attachments.length === 0) {
    close();
    return confirmDelete(message);
  }
  await control("PATCH", path("users", address.value.as, "messages", message.id), { content });
  return close();
}
