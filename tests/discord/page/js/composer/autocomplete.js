// Choices that the application suggests during typing.

import { useEffect, useRef, useState } from "../html.js";
import { complete } from "../store/interactions.js";
import { choice } from "./options.js";

const DEBOUNCE = 150;
/** Discord's client gives up soon after the application's three seconds. */
const TIMEOUT = 5000;

const NOTHING = { of: null, items: [], note: null };

/**
 * The choices for `text`, requested when typing pauses: `{of, items, note}`. `of` is the text that they are for. `body` makes what is
 * sent; `open` says whether the list is open. An answer to an earlier text is dropped, and its request aborted.
 */
export function useAutocomplete(open, text, body) {
  const [answer, setAnswer] = useState(NOTHING);
  const latest = useRef(body);
  latest.current = body;
  useEffect(() => {
    if (!open) return undefined;
    const stale = new AbortController();
    const signal = AbortSignal.any([stale.signal, AbortSignal.timeout(TIMEOUT + DEBOUNCE)]);
    const update = (next) => !stale.signal.aborted && setAnswer({ of: text, items: [], note: null, ...next });
    setAnswer((before) => ({ ...before, note: "Loading options…" }));
    const timer = setTimeout(async () => {
      try {
        const items = (await complete(latest.current(), signal)).map(choice);
        update({ items, note: items.length === 0 ? "No options match your search." : null });
      } catch (error) {
        update({ note: failure(error) });
      }
    }, DEBOUNCE);
    return () => {
      clearTimeout(timer);
      stale.abort();
    };
  }, [open, text]);
  return answer;
}

function failure(error) {
  const why = error.name === "TimeoutError" ? "The application did not respond." : error.message;
  return `Loading options failed. ${why.replace(/\.?$/, ".")}`;
}
