// The members of the guild, by role.

import { html } from "../html.js";
import { displayName, guild, memberColour } from "../store/client.js";

/** The list of members. */
export function Members() {
  return html`
    <aside class="members" aria-label="Members">
      <ul>
        ${(guild.value?.members ?? []).map(
          ({ user }) => html`<li key=${user.id} style=${{ color: memberColour(user.id) }}>${displayName(user)}</li>`,
        )}
      </ul>
    </aside>
  `;
}
