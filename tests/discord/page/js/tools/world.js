// Replacing the world: by that of the start, an empty one, or a file's.

import { address, go } from "../address.js";
import { control } from "../api.js";
import { Dialog } from "../dialog/dialog.js";
import { html, useRef, useState } from "../html.js";
import { forgetClient, refresh } from "../store/client.js";
import { forgetAll } from "../store/messages.js";
import { forgetButtons } from "../store/visible-buttons.js";
import { leaveTour } from "../store/tour.js";
import { replacing } from "../store/world.js";
import { toast } from "../toast.js";
import { Choice } from "./choice.js";

const WAYS = {
  start: {
    label: "Start over", world: { seed: "start" }, done: "Everything is as it was at the start. You can take the guided tour again, too.",
    shows: "The world as it was at the start, with the clock at the present. Everything that was done since is gone.",
  },
  empty: {
    label: "Empty world", world: { seed: "empty" }, done: "The world is empty.",
    shows: "Only the bot. Load a file next.",
  },
};

/** The choices for the world. `done` is called when it was replaced. */
export function World({ done }) {
  const [asked, setAsked] = useState(null);
  const [wrong, setWrong] = useState(null);
  const input = useRef();
  const attempt = async (action, name = "") => {
    setWrong(null);
    try {
      await action();
      done();
    } catch (error) {
      setWrong(name + error.message);
    }
  };
  const load = ({ target }) => {
    const [file] = target.files;
    // So that the same file can be chosen again after an edit.
    target.value = "";
    if (file) attempt(() => read(file), `${file.name}: `);
  };
  return html`
    <ul class="choices">
      ${Object.values(WAYS).map((way) => html`
        <${Choice} key=${way.label} label=${way.label} shows=${way.shows} act=${() => setAsked(way)} />
      `)}
      <${Choice} label="Load a seed file…" shows="A world that you wrote yourself, as JSON." act=${() => input.current.click()} />
    </ul>
    <input type="file" class="visually-hidden" accept="application/json,.json" aria-label="Seed file" tabindex="-1" ref=${input} onChange=${load} />
    ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
    ${asked && html`<${Confirm} way=${asked} no=${() => setAsked(null)} yes=${() => { setAsked(null); attempt(() => begin(asked)); }} />`}
  `;
}

function Confirm({ way, yes, no }) {
  const foot = html`
    <button type="button" class="button" onClick=${no}>Cancel</button>
    <button type="button" class="button button-danger" onClick=${yes}>${way.label}</button>
  `;
  return html`
    <${Dialog} title=${`${way.label}?`} onClose=${no} foot=${foot}>
      <p>This deletes every message, every channel and everything else that was made here, in every window.</p>
    <//>
  `;
}

async function begin(way) {
  if (way === WAYS.start) await control("POST", "/clock", { set: new Date().toISOString(), freeze: false });
  await replacing(() => replace(way.world));
  toast(way.done, "note");
}

async function read(file) {
  const world = parsed(await file.text());
  await replacing(() => replace(world));
  toast(`The world is that of ${file.name}.`, "note");
}

/** Replaces the world. Person, guild and channel stay if the new world has them. */
async function replace(world) {
  await control("POST", "/world", world);
  const { users, guilds } = await control("GET", "/world");
  const { as, guild, channel } = address.value;
  const channels = Object.assign({}, ...Object.values(guilds).map((one) => one.channels));
  leaveTour();
  forgetButtons();
  forgetAll();
  forgetClient();
  const keepsChannel = channel === "dm" || isIn(channels, channel);
  const place = { guild: isIn(guilds, guild) ? guild : null, channel: keepsChannel ? channel : null };
  go(as in users ? place : { as: null, guild: null, channel: null });
  if (as in users) await refresh();
}

const isIn = (named, wanted) => wanted in named || Object.values(named).some(({ id }) => id === wanted);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`this is not JSON (${error.message}); mend it and load it again.`);
  }
}
