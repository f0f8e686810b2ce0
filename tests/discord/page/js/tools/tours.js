// The list of guided tours.

import { html, useEffect } from "../html.js";
import { leaveTour, loadTours, number, startTour, tour, tours } from "../store/tour.js";
import { inLanguage, languageOf } from "../tour/words.js";
import { Choice } from "./choice.js";

/** All tours, to start and to leave. `done` is called after a choice. */
export function Tours({ done }) {
  useEffect(() => {
    loadTours();
  }, []);
  const act = (action) => () => {
    done();
    action();
  };
  if (!tours.value.length) return html`<p class="hint">There are no tours for this program.</p>`;
  return html`
    <ul class="choices">
      ${tours.value.map(({ id, title, steps }) => html`
        <${Choice}
          key=${id} label=${inLanguage(title)} lang=${languageOf(title)} act=${act(() => startTour(id))}
          shows=${id === tour.value?.id ? `You are at ${where()}; press to start over.` : `${steps.length} steps`}
        />
      `)}
      ${tour.value && html`<${Choice} label="Leave the tour" act=${act(leaveTour)} />`}
    </ul>
  `;
}

function where() {
  const { steps } = tour.value;
  return number.value < steps.length ? `step ${number.value + 1} of ${steps.length}` : "its end";
}
