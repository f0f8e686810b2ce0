// A forum: the posts that are going on in it.

import { follow, hrefOf } from "../address.js";
import { html } from "../html.js";
import { addressOf, displayName, guild, userById } from "../store/client.js";
import { Beginning } from "./beginning.js";

/** The posts of a forum, the newest first. */
export function Posts({ forum }) {
  const posts = guild.value.threads.filter(({ parent_id: parent }) => parent === forum.id);
  const newest = posts.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  return html`
    <section class="posts" aria-label=${`Posts in ${forum.name}`} tabindex="0">
      <h2 class="visually-hidden">Posts</h2>
      <${Beginning} channel=${forum} />
      ${posts.length === 0 && html`<p>There are no posts yet.</p>`}
      <ul>${newest.map((post) => html`<${Post} key=${post.id} post=${post} />`)}</ul>
    </section>
  `;
}

function Post({ post }) {
  const to = { channel: addressOf(post) };
  const { message_count: count = 0, thread_metadata: { archived } = {} } = post;
  const facts = [displayName(userById(post.owner_id)), count === 1 ? "1 message" : `${count} messages`, archived && "archived"];
  return html`
    <li>
      <a class="post" href=${hrefOf(to)} onClick=${(event) => follow(event, to)}>
        <strong>${post.name}</strong>
        <span>${facts.filter(Boolean).join(" · ")}</span>
      </a>
    </li>
  `;
}
