// Faults that can be injected with one press.

import { control, path } from "../api.js";
import { html, useEffect, useState } from "../html.js";
import { bot, faults, readBot } from "../store/bot.js";
import { now } from "../store/clock.js";
import { Choice } from "./choice.js";
import { timeOf } from "./time.js";

const MESSAGES = { method: "POST", path: "/channels/*/messages" };
const ANSWERS = { method: "POST", path: "/interactions/*/callback" };

const REQUESTS = [
  ["Answer 500 to its next message", "Discord has a bad moment; a good bot tries again.", { match: MESSAGES, effect: { status: 500 } }],
  ["Answer 429 for 5 s", "It is told to wait, and the message comes five seconds late.", { match: MESSAGES, effect: { retry_after: 5 } }],
  [
    "Lose the answer to its next message",
    "The message is there, yet the bot can't know; a good one does not send it twice.",
    { match: MESSAGES, effect: { lose_response: true } },
  ],
  [
    "Slow answer (4 s) to the next interaction",
    "Its answer comes after Discord's three seconds: “The application did not respond”.",
    { match: ANSWERS, effect: { delay_ms: 4000 } },
  ],
];

const GATEWAY = [
  ["Drop the gateway", "The connection breaks off; a good bot resumes and misses nothing.", { drop: true }],
  ["Ask it to reconnect", "Opcode 7, as before Discord restarts a server.", { reconnect: true }],
  ["Invalidate its session", "It has to log in again and receives everything again.", { invalid_session: false }],
  ["Mute the gateway", "It receives nothing more, not even heartbeat answers; a good bot notices and reconnects.", { mute: true }],
];

/** The faults to inject, and those that are armed. */
export function Faults() {
  const { said, failed, act } = useAct();
  useEffect(() => {
    readBot();
  }, []);
  return html`
    <${ArmedFaults} cancel=${(fault) => act("Cancelled.", "DELETE", path("faults", fault.id))} />
    <p class="hint" role="status">${said}</p>
    ${failed && html`<p class="wrong" role="alert">${failed}</p>`}
    <h3>Its requests</h3>
    <ul class="choices">
      ${REQUESTS.map(([label, shows, fault]) => html`
        <${Choice} key=${label} label=${label} shows=${shows} act=${() => act("Armed.", "POST", "/faults", fault)} />
      `)}
    </ul>
    <h3>Its connection</h3>
    <ul class="choices">
      ${GATEWAY.map(([label, shows, fault]) => html`
        <${Choice} key=${label} label=${label} shows=${shows} act=${() => act("Done.", "POST", "/gateway/faults", fault)} />
      `)}
      ${bot.value === "muted" && html`
        <${Choice}
          label="Unmute the gateway" shows="The bot receives events again."
          act=${() => act("Unmuted.", "DELETE", "/gateway/faults")}
        />
      `}
    </ul>
  `;
}

/** `act(words, ...request)` sends a request; then `said` has the `words`, or `failed` the reason. */
function useAct() {
  const [said, setSaid] = useState("");
  const [failed, setFailed] = useState("");
  const act = async (words, ...request) => {
    setFailed("");
    try {
      await control(...request);
      setSaid(`${timeOf(now.value)} ${words}`);
    } catch (error) {
      setFailed(error.message);
    }
    readBot();
  };
  return { said, failed, act };
}

function ArmedFaults({ cancel }) {
  if (!faults.value.length) return null;
  return html`
    <h3>Armed</h3>
    <ul class="armed">
      ${faults.value.map((fault) => html`
        <li key=${fault.id}>
          <span>${describe(fault)}</span>
          <button type="button" class="tool" aria-label=${`Cancel: ${describe(fault)}`} onClick=${() => cancel(fault)}>Cancel</button>
        </li>
      `)}
    </ul>
  `;
}

/** `500: POST /channels/…`, and how often if it is not once. */
function describe({ match, effect, times }) {
  const what = {
    status: () => String(effect.status),
    retry_after: () => `429 for ${effect.retry_after} s`,
    lose_response: () => "a lost answer",
    delay_ms: () => `${effect.delay_ms} ms late`,
    drop: () => "a closed connection",
    reset: () => "a reset connection",
  };
  const [kind] = Object.keys(effect).filter((key) => key in what);
  const where = [match.method, match.path ?? "any path"].filter(Boolean).join(" ");
  return `${what[kind]?.() ?? "a fault"}: ${where}${times > 1 ? `, ${times} times` : ""}`;
}
