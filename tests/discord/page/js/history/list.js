// The messages of a channel: a window onto its history that moves with scrolling.

import { html, useEffect, useLayoutEffect, useMemo, useRef, useSignal, useSignalEffect } from "../html.js";
import { DownIcon } from "../icons.js";
import { Message } from "../message/message.js";
import { format } from "../message/time.js";
import { destination, loadAround, loadEarlier, loadLater, loadLatest, logOf } from "../store/messages.js";
import { markRead, newsIn } from "../store/unread.js";
import { toast } from "../toast.js";
import { Beginning } from "./beginning.js";
import { ScrollPosition } from "./scroll-position.js";
import { rowsOf } from "./rows.js";

const POINTED = 2_000;
const ROW = "li[id^='message-']";

/** The messages of a channel. Give it the channel's id as key, too. */
export function MessageList({ channel, name }) {
  const { id } = channel;
  const log = logOf(id);
  const scroller = useRef();
  const away = useSignal(false);
  const position = useScrollPosition(scroller, log, away);
  useDestination(log, position);
  const newest = async () => {
    if (log.later.value) await loadLatest(id);
    position.current?.follow();
    scroller.current?.focus({ preventScroll: true });
  };
  const { earlier, later, loaded, loading, error, fresh } = log;
  // For a reader further up, new messages are counted but fetched ones are not read aloud.
  return html`
    <section class="history" aria-label="Conversation">
      <h2 class="visually-hidden">Messages</h2>
      <div
        class="log" role="log" tabindex="0" ref=${scroller} aria-label=${`Messages in ${name}`} aria-busy=${loading.value}
        aria-live=${away.value ? "off" : undefined} onScroll=${() => position.current?.note()} onKeyDown=${(event) => walk(event, newest)}
      >
        <div class="log-content">
          ${loaded.value && !earlier.value && html`<${Beginning} channel=${channel} />`}
          ${(earlier.value || !loaded.value) && !error.value && html`<${Ghosts} />`}
          <${Rows} log=${log} />
          ${later.value && html`<${Ghosts} />`}
        </div>
      </div>
      <p class="visually-hidden" role="status">${away.value && fresh.value > 0 && newestWords(fresh.value)}</p>
      ${error.value && html`<${Failed} log=${log} position=${position} />`}
      ${!error.value && away.value && html`
        <button type="button" class="to-newest" onClick=${newest}>${newestWords(fresh.value)} <${DownIcon} /></button>
      `}
    </section>
  `;
}

/** Keeps the reader's scroll position, and fetches what comes near. */
function useScrollPosition(scroller, log, away) {
  const position = useRef();
  useEffect(() => {
    log.following = true;
    loadLatest(log.channel);
  }, [log]);
  useLayoutEffect(() => {
    const seen = () => !document.hidden && log.following && log.loaded.value && markRead(log.channel);
    const moved = (following) => {
      away.value = log.loaded.value && !following;
      if (following) log.fresh.value = 0;
      seen();
    };
    const wanted = (end) => {
      if (log.error.value) return;
      if (end === "earlier") loadEarlier(log.channel);
      else loadLater(log.channel);
    };
    position.current = new ScrollPosition(scroller.current, log, { moved, wanted });
    document.addEventListener("visibilitychange", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      position.current.end();
      position.current = null;
    };
  }, [log]);
  useLayoutEffect(() => position.current.restore());
  return position;
}

/** Jumps to the message in `destination`. */
function useDestination(log, position) {
  useSignalEffect(() => {
    const wanted = destination.value;
    if (wanted?.channel !== log.channel || !log.loaded.value) return;
    destination.value = null;
    goTo(wanted.message, log, position);
  });
}

async function goTo(id, log, position) {
  const find = () => document.getElementById(`message-${id}`);
  if (!find()) {
    await loadAround(log.channel, id);
    // The list is drawn after this.
    await new Promise(requestAnimationFrame);
  }
  const row = find();
  if (!row) return void toast("That message is not there any more.", "note");
  position.current?.show(row);
  row.focus({ preventScroll: true });
  row.classList.add("pointed-at");
  setTimeout(() => row.classList.remove("pointed-at"), POINTED);
}

/** The arrow keys go from message to message, End to the newest there is. */
function walk(event, newest) {
  if (event.key === "End" && !event.target.matches("input, textarea, select")) newest();
  const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
  if (!step || !event.target.matches(ROW)) return;
  let next = event.target[step];
  while (next && !next.matches(ROW)) next = next[step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The days and the messages. One message at a time can be reached with Tab, from there on the arrow keys go. */
function Rows({ log }) {
  const list = useRef();
  const current = useSignal(null);
  const rows = rowsOf(log.messages.value, useFirstNew(log));
  const isThere = rows.some(({ key }) => key === current.value);
  const stop = isThere ? current.value : rows.at(-1)?.key;
  useLayoutEffect(() => {
    const row = list.current.querySelector(`#message-${stop}`);
    if (!row) return undefined;
    row.tabIndex = 0;
    return () => {
      row.tabIndex = -1;
    };
  }, [stop]);
  useLayoutEffect(() => {
    // A message that is taken away has taken the focus along.
    if (current.value && !isThere && document.activeElement === document.body) list.current.closest(".log").focus({ preventScroll: true });
  }, [isThere]);
  const note = ({ target }) => {
    current.value = target.closest(ROW)?.id.slice("message-".length) ?? null;
  };
  return html`<ol class="messages" ref=${list} onFocusIn=${note}>${rows.map(Row)}</ol>`;
}

function Row({ key, day, fresh, message, previous }) {
  if (day) return html`<li class="divider" key=${key}><time datetime=${day}>${format(new Date(day), "D")}</time></li>`;
  if (fresh) return html`<li class="divider divider-fresh" key=${key}><span>New</span></li>`;
  return html`<${Message} key=${key} message=${message} previous=${previous} />`;
}

/** The first message that was unread when the channel was opened. */
function useFirstNew(log) {
  const isNew = useMemo(() => newsIn(log.channel), [log]);
  const first = useRef();
  if (first.current === undefined && log.loaded.value && !log.loading.value) {
    first.current = log.messages.value.find(isNew)?.id ?? null;
  }
  return first.current;
}

function Failed({ log, position }) {
  const again = () => {
    log.error.value = null;
    if (log.loaded.value) position.current?.note();
    else loadLatest(log.channel);
  };
  return html`
    <p class="history-failed" role="alert">
      The messages could not be loaded: ${log.error.value} <button type="button" onClick=${again}>Try again</button>
    </p>
  `;
}

/** Placeholders while messages load. */
function Ghosts() {
  return html`<div class="ghosts" aria-hidden="true">${[70, 45, 85, 60].map((width) => html`<p style=${{ width: `${width}%` }} />`)}</div>`;
}

function newestWords(fresh) {
  if (!fresh) return "Jump to newest";
  return fresh === 1 ? "1 new message" : `${fresh} new messages`;
}
