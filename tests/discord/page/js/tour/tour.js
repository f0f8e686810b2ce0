// The guided tour.

import { html, useEffect } from "../html.js";
import { client } from "../store/client.js";
import { suggestion } from "../store/interactions.js";
import { channelOfButton, findButtons } from "../store/visible-buttons.js";
import { loadTours, step, tour } from "../store/tour.js";
import { Card, announcement } from "./card.js";

/** The step of the tour that is shown, if one is. */
export function Tour() {
  useEffect(() => {
    loadTours();
  }, []);
  const { command, options } = step.value?.target ?? {};
  useEffect(() => {
    suggestion.value = command ? { command, options } : null;
  }, [command]);
  const { button, after } = step.value?.target ?? {};
  const person = client.value?.user.id;
  useEffect(() => {
    if (button && person && !channelOfButton(button) && !channelOfButton(after)) findButtons();
  }, [button, person]);
  return html`
    <p class="visually-hidden" role="status">${announcement()}</p>
    ${tour.value && html`<${Card} key=${tour.value.id} />`}
  `;
}
