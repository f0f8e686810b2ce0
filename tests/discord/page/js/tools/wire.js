// The drawer that shows what goes over the wire.

import { html, useEffect, useRef, useState } from "../html.js";
import { CloseIcon, WireIcon } from "../icons.js";
import { alarms, clearWire, showWire, unvalidated, wire, wireOpen } from "../store/wire.js";
import { Words } from "../tour/words.js";
import { contains } from "./entry.js";
import { Label } from "./label.js";
import { Resizer } from "./resizer.js";
import { Rows } from "./rows.js";

const GROUPS = [
  ["heard", "Events to the bot"],
  ["sent", "From the bot"],
  ["request", "Requests"],
  ["heartbeat", "Heartbeats"],
  ["finding", "Findings"],
];

/** The button that opens and closes the drawer; it counts what is red. */
export function WireButton({ labels }) {
  const count = alarms.value;
  return html`
    <button
      type="button" class="tool wire-button" aria-expanded=${String(wireOpen.value)} aria-controls="wire"
      title="What the bot and Discord say to each other" onClick=${() => showWire(!wireOpen.value)}
    >
      <${Label} labels=${labels} icon=${WireIcon} word="Wire" />
      ${count > 0 && html`<span class="wire-count">${count}</span><span class="visually-hidden"> ${count === 1 ? "problem" : "problems"}</span>`}
    </button>
  `;
}

/** The drawer, while it is open. */
export function WireDrawer() {
  return wireOpen.value ? html`<${Drawer} />` : null;
}

function Drawer() {
  const drawer = useDrawerSpace();
  const [paused, setPaused] = useState(null);
  const [search, setSearch] = useState("");
  const [hidden, setHidden] = useState(["heartbeat"]);
  const [red, setRed] = useState(false);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const all = paused ?? wire.value;
  const wanted = (entry) => (red ? entry.alarm : !hidden.includes(entry.group));
  const entries = all.filter((entry) => wanted(entry) && contains(entry, words));
  const toggle = (group) => setHidden(hidden.includes(group) ? hidden.filter((one) => one !== group) : [...hidden, group]);
  const close = () => showWire(false);
  return html`
    <section
      id="wire" class="wire" aria-labelledby="wire-title" tabindex="-1" ref=${drawer}
      onKeyDown=${(event) => event.key === "Escape" && close()}
    >
      <${Resizer} />
      <header class="wire-head">
        <h2 id="wire-title">Wire</h2>
        <input
          type="search" aria-label="Search the wire" placeholder="Search names and bodies" value=${search}
          onInput=${(event) => setSearch(event.target.value)}
        />
        <button type="button" class="tool" onClick=${() => setPaused(paused ? null : wire.value)}>
          ${paused ? "Go on" : "Pause"}
        </button>
        <button type="button" class="tool" onClick=${() => { clearWire(); setPaused(null); }}>Clear</button>
        <button type="button" class="tool wire-close" aria-label="Close the wire" onClick=${close}><${CloseIcon} /></button>
        <${Groups} hidden=${hidden} toggle=${toggle} red=${red} setRed=${setRed} />
      </header>
      <p class="wire-state" role="status"><${Words} text=${statusText(entries.length, all.length, paused !== null)} /></p>
      <${Rows} entries=${entries} />
    </section>
  `;
}

/** Makes room for the drawer and moves the focus into it, and back afterwards. Returns the drawer's ref. */
function useDrawerSpace() {
  const drawer = useRef();
  useEffect(() => {
    const before = document.activeElement;
    document.documentElement.classList.add("with-wire");
    drawer.current.focus();
    return () => {
      document.documentElement.classList.remove("with-wire");
      before?.focus();
    };
  }, []);
  return drawer;
}

function Groups({ hidden, toggle, red, setRed }) {
  return html`
    <fieldset class="wire-groups">
      <legend class="visually-hidden">Show</legend>
      ${GROUPS.map(([group, label]) => html`
        <label key=${group}>
          <input type="checkbox" checked=${!hidden.includes(group)} disabled=${red} onChange=${() => toggle(group)} />
          ${label}
        </label>
      `)}
      <label>
        <input type="checkbox" checked=${red} onChange=${() => setRed(!red)} />
        Problems only
      </label>
    </fieldset>
  `;
}

const problems = (count) => (count === 1 ? "1 problem" : `${count} problems`);

function statusText(shown, all, paused) {
  const parts = [];
  if (paused) parts.push("Paused: new entries appear when you go on.");
  if (alarms.value) parts.push(`${problems(alarms.value)}, in red.`);
  if (shown === 0) parts.push(all ? "Nothing matches." : "Nothing yet.");
  if (unvalidated.value) parts.push(`${unvalidated.value}.`);
  return parts.join(" ");
}
