// The live stream of one person's events. It reconnects by itself and publishes its state.

import { signal } from "./html.js";

/** `connecting`, `open` or `lost`. */
export const connection = signal("connecting");

const KINDS = [
  "ready", "message", "message_delete", "typing", "state", "interaction", "clock", "gone", "lagged", "gateway", "request", "finding",
];
const RETRY = 1000;

/** Listens as `user` until the returned function is called. `wire` adds gateway frames, requests and findings. */
export function listen(user, wire, hear) {
  let source;
  let timer;
  const open = () => {
    source = new EventSource(`/control/users/${encodeURIComponent(user)}/events?wire=${wire}`);
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        connection.value = "open";
        hear(kind, JSON.parse(event.data));
      });
    }
    source.onerror = () => {
      connection.value = "lost";
      // A browser gives up for good after some errors; a new source never does.
      source.close();
      timer = setTimeout(open, RETRY);
    };
  };
  connection.value = "connecting";
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
