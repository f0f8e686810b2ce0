// What went wrong with a press or a choice, under the message that it was made on.

import { html } from "../html.js";
import { dismiss, interactions } from "../store/interactions.js";

/** The failed interactions of the message with this id. */
export function Failures({ message }) {
  const failed = Object.values(interactions.value).filter(({ state, about }) => state === "failed" && about.message === message);
  return failed.map(({ id, error }) => html`
    <p class="failed" role="alert" key=${id}>
      <span aria-hidden="true">⚠</span> ${error}${" "}
      <button type="button" class="link" onClick=${() => dismiss(id)}>Dismiss</button>
    </p>
  `);
}
