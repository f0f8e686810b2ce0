// Deleting a message, after a confirmation.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { Dialog } from "../dialog/dialog.js";
import { effect, html, signal } from "../html.js";
import { world } from "../store/world.js";
import { AuthorName } from "./head.js";
import { preview } from "./reply.js";

const asked = signal(null);

effect(() => {
  if (world.value) asked.value = null;
});

/** Asks whether this message is to be deleted, and deletes it. */
export function confirmDelete(message) {
  asked.value = message;
}

/** The question, while it is asked. It is mounted once. */
export function DeleteDialog() {
  const message = asked.value;
  if (!message) return null;
  const close = () => {
    asked.value = null;
  };
  const remove = () => {
    close();
    return control("DELETE", path("users", address.value.as, "messages", message.id));
  };
  const foot = html`
    <button type="button" class="button" onClick=${close}>Cancel</button>
    <button type="button" class="button button-danger" onClick=${remove}>Delete</button>
  `;
  return html`
    <${Dialog} title="Delete Message" onClose=${close} foot=${foot}>
      <p>Are you sure you want to delete this message?</p>
      <div class="deleted-preview"><${AuthorName} message=${message} /> <p>${preview(message)}</p></div>
    </${Dialog}>
  `;
}
