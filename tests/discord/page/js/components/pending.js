// Which component of a message has been used and not been answered yet.

import { address } from "../address.js";
import { useCallback, useState } from "../html.js";
import { interactions, press } from "../store/interactions.js";

/** `[busy, use]`: whether an answer is awaited, and what uses the component, with a select's values. */
export function usePress(message, customId) {
  const [sending, setSending] = useState(false);
  const isThis = ({ as, message: of, component }) => as === address.value.as && of === message.id && component === customId;
  const thinking = Object.values(interactions.value).some(({ state, about }) => state === "thinking" && isThis(about));
  const use = useCallback(
    async (values) => {
      setSending(true);
      try {
        await press(message.channel_id, message.id, customId, values);
      } finally {
        setSending(false);
      }
    },
    [message.channel_id, message.id, customId],
  );
  return [sending || thinking, use];
}
