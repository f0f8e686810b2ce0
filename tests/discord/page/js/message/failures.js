// What went wrong with a press or a choice, under the message that it was made on.

import { address } from "../address.js";
import { html } from "../html.js";
import { dismiss, interactions } from "../store/interactions.js";

/** The failed interactions of the message with this id. */
export function Failures({ message }) {
  const here = ({ about }) => about.as === address.value.as && about.message === message;
  const failed = Object.values(interactions.value).filter((one) => one.state === "failed" && here(one));
  return failed.map(({ id, error }) => html`
    <p class="failed" role="alert" key=${id}>
      <span aria-hidden="true">⚠</span> ${error}${" "}
      <button type="button" class="link" onClick=${() => dismiss(id)}>Dismiss</button>
    </p>
  `);
}
