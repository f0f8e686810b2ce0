// The time beside a message.

import { computed, html, useMemo } from "../html.js";
import { now } from "../store/clock.js";
import { format, messageTime } from "./time.js";

/** When something was written, short; in full on hover. `short` leaves the day out. */
export function MessageTime({ at, short = false }) {
  const shown = useMemo(() => {
    const date = new Date(at);
    return computed(() => (short ? format(date, "t") : messageTime(date, now.value)));
  }, [at, short]);
  return html`<time class="when" datetime=${at} title=${format(new Date(at), "F")}>${shown.value}</time>`;
}
