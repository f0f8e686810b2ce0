// The card of a step: a small window that leaves the page in use.

import { html, useEffect, useRef } from "../html.js";
import { CloseIcon } from "../icons.js";
import { channel, client, displayName, people } from "../store/client.js";
import { goBack, goOn, leaveTour, mayGoOn, number, startTour, step, tour, tours } from "../store/tour.js";
import { Offer } from "./offer.js";
import { usePointer } from "./pointer.js";
import { Words, inLanguage, languageOf, plain } from "./words.js";

/** The card, its arrow and the outline of what it points at, in the layer above everything else. */
export function Card() {
  const layer = useRef();
  const card = useRef();
  const outline = useRef();
  const located = usePointer(step.value?.target, { layer, card, outline });
  const ended = !step.value;
  useEffect(() => {
    // The button that led to the end is gone; the keyboard stays here.
    if (ended && (document.activeElement === document.body || !document.activeElement)) card.current.focus();
  }, [ended]);
  return html`
    <div class="tour" popover="manual" ref=${layer}>
      <div class="tour-outline" aria-hidden="true" ref=${outline}></div>
      <section class="tour-card" role="dialog" aria-labelledby="tour-title" aria-describedby="tour-text" tabindex="-1" ref=${card}>
        <span class="tour-arrow" aria-hidden="true"></span>
        <div class="tour-head">
          <h2 id="tour-title" lang=${languageOf(tour.value.title)}>${inLanguage(tour.value.title)}</h2>
          <button type="button" class="quiet tour-leave" aria-label="Leave the tour" title="Leave the tour" onClick=${leave}>
            <${CloseIcon} />
          </button>
        </div>
        ${ended ? html`<${End} />` : html`<${Step} located=${located} />`}
      </section>
    </div>
  `;
}

/** What screen readers announce for a step. */
export function announcement() {
  if (!tour.value) return "";
  if (!step.value) return "The tour is over.";
  return `Tour, step ${number.value + 1} of ${tour.value.steps.length}. ${plain(inLanguage(step.value.text))}`;
}

/** Leaves the tour, and moves the focus to the button of the tours. */
function leave() {
  leaveTour();
  document.querySelector("[data-tours]")?.focus();
}

function Step({ located }) {
  const { text, target } = step.value;
  const last = tour.value.steps.length;
  return html`
    ${number.value === 0 && html`<${Arrival} />`}
    <p id="tour-text" class="tour-text" lang=${languageOf(text)}><${Words} text=${inLanguage(text)} /></p>
    ${located.hint && html`<p class="tour-hint">${located.hint}</p>`}
    <${Offer} located=${located} target=${target} />
    <footer>
      <span class="tour-progress">${number.value + 1} of ${last}</span>
      <button type="button" class="tool" onClick=${leave}>Skip</button>
      <button type="button" class="tool" disabled=${number.value === 0} onClick=${goBack}>Back</button>
      ${mayGoOn.value && html`<button type="button" class="tool" onClick=${goOn}>Next</button>`}
    </footer>
  `;
}

/** Says as whom and where the tour starts. */
function Arrival() {
  const { person, channel: room } = tour.value;
  const { user } = client.value ?? {};
  if (user?.username === person) {
    return html`<p class="tour-hint">You are ${displayName(user)} here${room && channel.value?.name === room ? `, in #${room}` : ""}.</p>`;
  }
  const isHere = !person || people.value.some(({ username }) => username === person);
  return isHere ? null : html`<p class="tour-hint">This tour is for ${person}, who is not in this world; start over to meet them.</p>`;
}

function End() {
  const others = tours.value.filter(({ id }) => id !== tour.value.id);
  return html`
    <p id="tour-text" class="tour-text">That's it. Look around: you can press everything here, and nothing breaks for good.</p>
    ${others.length > 0 && html`
      <ul class="tour-others" aria-label="Other tours">
        ${others.map(({ id, title }) => html`
          <li key=${id}><button type="button" class="tool" lang=${languageOf(title)} onClick=${() => startTour(id)}>${inLanguage(title)}</button></li>
        `)}
      </ul>
    `}
    <footer>
      <button type="button" class="tool" onClick=${() => startTour(tour.value.id)}>Start over</button>
      <button type="button" class="tool strong" onClick=${leave}>Done</button>
    </footer>
  `;
}
