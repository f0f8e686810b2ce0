// Sending a message.

import { address } from "../address.js";
import { control, path } from "../api.js";
import { channel } from "../store/client.js";
import { clear, write } from "./drafts.js";
import { upload } from "./files.js";
import { encode } from "./text.js";

/** Sends a draft. If it is refused, the draft comes back with the reason. */
export async function send(draft) {
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
    // Text that was typed meanwhile comes after the text that was not sent.
    const { text, mentions } = draft.value;
    write(draft, {
      ...written, text: written.text + (text && `\n${text}`), mentions: { ...written.mentions, ...mentions }, error: error.message,
    });
  }
}
