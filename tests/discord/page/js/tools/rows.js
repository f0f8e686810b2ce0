// The rows of the wire: one for each entry, which opens to its bodies.

import { copy } from "../clipboard.js";
import { html, useLayoutEffect, useRef, useState } from "../html.js";
import { channelById } from "../store/client.js";
import { timeOf } from "./time.js";

/** How near the end the list has to be scrolled to follow new rows. */
const NEAR = 40;

const drawn = new WeakMap();

/** The list; it follows the newest while it is scrolled to the end. */
export function Rows({ entries }) {
  const list = useRef();
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (atEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [entries.at(-1)]);
  const scrolled = ({ target: { scrollHeight, scrollTop, clientHeight } }) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
  };
  return html`
    <ol class="wire-rows" aria-label="Entries, newest last" tabindex="0" ref=${list} onScroll=${scrolled}>
      ${entries.map(row)}
    </ol>
  `;
}

/** An entry never changes, so its row is described once; what is described by the same object is not compared again. */
function row(entry) {
  if (!drawn.has(entry)) drawn.set(entry, html`<${Row} key=${entry.key} entry=${entry} />`);
  return drawn.get(entry);
}

const DIRECTIONS = { sent: ["→", "from the bot"], request: ["→", "from the bot"], heard: ["←", "to the bot"], finding: ["!", "finding"] };

function Row({ entry }) {
  const [open, setOpen] = useState(false);
  const item = useRef();
  useLayoutEffect(() => {
    if (open) item.current.scrollIntoView({ block: "nearest" });
  }, [open]);
  const { at, group, direction, name, status, alarm } = entry;
  const [arrow, words] = DIRECTIONS[group] ?? DIRECTIONS[direction === "in" ? "sent" : "heard"];
  return html`
    <li class=${alarm ? "wire-row alarm" : "wire-row"} ref=${item}>
      <details onToggle=${(event) => setOpen(event.target.open)}>
        <summary>
          <span class="wire-at">${at ? timeOf(new Date(at)) : ""}</span>
          <span class="wire-arrow" aria-hidden="true">${arrow}</span>
          <span class="visually-hidden">${words}</span>
          <span class="wire-name">${name}${where(entry) && html`${" "}<span class="wire-where">${where(entry)}</span>`}</span>
          <span class="wire-status">${status}</span>
        </summary>
        ${open && entry.parts.map(([title, value]) => html`<${Body} key=${title} title=${title} value=${value} />`)}
      </details>
    </li>
  `;
}

/** The name of the channel whose id is in a request's path. */
function where({ kind, name }) {
  const channel = kind === "request" && channelById(name.match(/\/channels\/(\d+)/)?.[1]);
  return channel ? `#${channel.name}` : null;
}

function Body({ title, value }) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return html`
    <div class="wire-body">
      <h3>${title}</h3>
      <button type="button" class="tool" aria-label=${`Copy: ${title}`} onClick=${() => copy(text, `“${title}”`)}>Copy</button>
      <pre tabindex="0" role="group" aria-label=${title}>${text}</pre>
    </div>
  `;
}
