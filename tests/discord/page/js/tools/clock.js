// The clock in the corner, and what moves it.

import { html } from "../html.js";
import { clock, moveClock, moved, moving, now } from "../store/clock.js";
import { Popover } from "./popover.js";
import { dayOf, shortDayOf, timeOf, until, zoneOf } from "./time.js";

const STEPS = [
  ["+1 min", 60_000],
  ["+1 h", 3_600_000],
  ["Next day", 86_400_000],
];

const TIGHT = ["some", "more"];

/** The clock. With `room`, the usual moves are beside it; the rest is in its panel. */
export function Clock({ room }) {
  if (!clock.value) return null;
  const date = now.value;
  const tight = TIGHT.includes(room);
  const content = html`
    <span class="visually-hidden">Move the clock: </span>
    <time datetime=${date.toISOString()}>
      ${room !== "little" && html`<span class="clock-day">${tight ? shortDayOf(date) : dayOf(date)}</span>`}
      ${" "}<span class="clock-time">${timeOf(date)}</span>
      ${!tight && room !== "little" && html`${" "}<span class="clock-zone">${zoneOf(date)}</span>`}
    </time>${" "}
    ${clock.value.frozen && html`<span class="clock-frozen">frozen</span>`}
  `;
  return html`
    <div class="clock" role="group" aria-label="Clock">
      <${Popover} label="Move the clock" says=${null} content=${content} class="clock-label" data-tour-clock-label="">
        ${() => html`<${Panel} />`}
      <//>
      ${room !== "little" && room !== "some" && html`<${Steps} />`}
      ${room !== "little" && html`<${Next} short=${tight} />`}
      <p class="clock-moved" role="status">${moved.value}</p>
    </div>
  `;
}

function Steps() {
  return STEPS.map(
    ([label, milliseconds]) => html`
      <button
        type="button" class="tool" key=${label} data-tour-clock=${`+${milliseconds}`}
        onClick=${() => moveClock({ advance_ms: milliseconds })}
      >${label}</button>
    `,
  );
}

/** Goes to what is due next, or says that nothing is. */
function Next({ short }) {
  const { next } = clock.value;
  const when = next && until(now.value, new Date(next.at), short ? 1 : 2);
  const title = next ? `${next.what} ${when}` : "Nothing is scheduled";
  return html`
    <button
      type="button" class="tool clock-next" data-tour-clock="next" aria-disabled=${next ? undefined : "true"} title=${title}
      onClick=${() => next && moveClock({ next: true })}
    >
      ${short && html`<span aria-hidden="true">${next ? "Next" : "Nothing due"}</span>`}
      <span class=${short ? "visually-hidden" : "clock-next-what"}>Next: ${next?.what ?? "nothing is due"}</span>
      ${next && html`${" "}<span class="clock-next-when">${when}</span>`}
    </button>
  `;
}

function Panel() {
  const date = now.value;
  const { frozen } = clock.value;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return html`
    <p class="clock-large">
      <span class="clock-time">${timeOf(date)}</span>
      <span class="muted">${dayOf(date)}, ${timeZone === zoneOf(date) ? timeZone : `${timeZone} (${zoneOf(date)})`}</span>
    </p>
    <p class="hint">Everything here uses this clock, and so does the bot.</p>
    <div class="row"><${Steps} /></div>
    <${Next} />
    <div class="row">
      <button type="button" class="tool" onClick=${() => moveClock({ freeze: !frozen })}>
        ${frozen ? "Let it run" : "Freeze it"}
      </button>
      <button
        type="button" class="tool" onClick=${() => moveClock({ set: new Date().toISOString(), freeze: false })}
      >Back to the present</button>
    </div>
    <p class="hint">${moving.value ? "Moving…" : moved.value}</p>
  `;
}
