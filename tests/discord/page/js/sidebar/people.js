// Whose client this is: a menu of everybody in this world.

import { go } from "../address.js";
import { html } from "../html.js";
import { client, displayName } from "../store/client.js";
import { did } from "../store/deeds.js";

/** The menu that changes the person. */
export function People() {
  const { people, user } = client.value;
  const choose = (event) => {
    go({ as: event.target.value });
    did({ person: event.target.value });
  };
  return html`
    <label class="people">
      You are
      <select value=${user.username} onChange=${choose}>
        ${people.map((person) => html`<option key=${person.id} value=${person.username}>${displayName(person)}</option>`)}
      </select>
    </label>
  `;
}
