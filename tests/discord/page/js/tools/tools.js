// The tools that Discord lacks: the clock, the tours, faults, the world, the wire.

import { html, useLayoutEffect, useRef, useState } from "../html.js";
import { BoltIcon, FlagIcon, GlobeIcon, MoreIcon } from "../icons.js";
import { faults } from "../store/bot.js";
import { Bot } from "./bot.js";
import { Clock } from "./clock.js";
import { Label } from "./label.js";
import { Faults } from "./faults.js";
import { Popover } from "./popover.js";
import { Tours } from "./tours.js";
import { WireButton } from "./wire.js";
import { World } from "./world.js";

/** The widths, in px, from which more tools fit side by side. */
const ROOMS = [[1180, "plenty"], [1030, "ample"], [730, "more"], [510, "some"], [0, "little"]];
/** The labels of the buttons: icons and words, words alone in less room, or icons alone. */
const LABELS = { plenty: "both", ample: "both", more: "words" };

/** All tools, as many side by side as there is room for. */
export function Tools() {
  const corner = useRef();
  const [room, setRoom] = useState("little");
  useLayoutEffect(() => {
    const measure = () => setRoom(ROOMS.find(([width]) => corner.current.clientWidth >= width)[1]);
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(corner.current);
    return () => sizes.disconnect();
  }, []);
  const labels = LABELS[room] ?? "drawings";
  return html`
    <div class="tools" role="group" aria-label="Sandbox" ref=${corner}>
      <${Clock} room=${room} />
      <${Bot} words=${room === "plenty"} />
      ${room === "little" ? html`<${Together} />` : html`<${Menus} labels=${labels} />`}
      <${WireButton} labels=${labels} />
    </div>
  `;
}

function Menus({ labels }) {
  const content = (icon, word) => html`<${Label} labels=${labels} icon=${icon} word=${word} />`;
  return html`
    <${Popover} label="Guided tour" content=${content(FlagIcon, "Tour")} class="tool" data-tours="">
      ${(close) => html`<h2>Guided tour</h2><${Tours} done=${close} />`}
    <//>
    <${Popover} label="Break something" says=${null} content=${html`<${Break} labels=${labels} />`} class="tool">
      ${() => html`<h2>Break something</h2><${Faults} />`}
    <//>
    <${Popover} label="World" content=${content(GlobeIcon, "World")} class="tool">
      ${(close) => html`<h2>World</h2><${World} done=${close} />`}
    <//>
  `;
}

/** All menus in one, for small windows. */
function Together() {
  const label = "Tour, faults, world";
  const content = html`<${MoreIcon} /><span class="visually-hidden">${label}</span><${ArmedCount} />`;
  return html`
    <${Popover} label=${label} says=${null} content=${content} class="tool" data-tours="">
      ${(close) => html`
        <h2>Guided tour</h2><${Tours} done=${close} />
        <h2>Break something</h2><${Faults} />
        <h2>World</h2><${World} done=${close} />
      `}
    <//>
  `;
}

/** «Break something, 1 armed», of which as much is visible as there is room for. */
function Break({ labels }) {
  return html`
    <${Label} labels=${labels} icon=${BoltIcon} word="Break" />
    <span class="visually-hidden"> something${faults.value.length > 0 && ","}</span>
    <${ArmedCount} />
  `;
}

function ArmedCount() {
  const { length } = faults.value;
  return length > 0 && html`<span class="armed-count">${length}</span><span class="visually-hidden"> armed</span>`;
}
