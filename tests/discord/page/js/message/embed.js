// Embeds: the framed part of a message with a bar in its colour.

import { hex } from "../contrast.js";
import { html } from "../html.js";
import { elsewhere } from "./files.js";
import { Markdown } from "./markdown/markdown.js";
import { Picture } from "./picture.js";
import { MessageTime } from "./stamp.js";

const COLUMNS = 12;

/** The embeds of a message. */
export function Embeds({ embeds }) {
  return (embeds ?? []).map((embed, at) => html`<${Embed} key=${at} embed=${embed} />`);
}

function Embed({ embed }) {
  const { color, author, title, url, description, fields = [], thumbnail, image, footer, timestamp } = embed;
  const bar = color ? { "--embed-colour": hex(color) } : undefined;
  return html`
    <article class="embed" style=${bar} aria-label="Embed">
      <div class="embed-main">
        <div class="embed-text">
          ${author && html`<div class="embed-author"><${Perhaps} href=${author.url}>${author.name}</${Perhaps}></div>`}
          ${title && html`<div class="embed-title"><${Perhaps} href=${url}><${Markdown} text=${title} dialect="title" /></${Perhaps}></div>`}
          ${description && html`<div class="embed-description markdown"><${Markdown} text=${description} /></div>`}
          ${fields.length > 0 && html`<${Fields} fields=${fields} />`}
        </div>
        ${thumbnail?.url && html`<${Picture} url=${thumbnail.url} alt="Thumbnail" class="thumbnail" />`}
      </div>
      ${image?.url && html`<${Picture} url=${image.url} alt="Image" class="embed-image" />`}
      <${Foot} footer=${footer} timestamp=${timestamp} />
    </article>
  `;
}

/** Text that is a link if there is an address. */
function Perhaps({ href, children }) {
  const place = elsewhere(href);
  return place ? html`<a href=${place.href} target="_blank" rel="noopener noreferrer">${children}</a>` : children;
}

function Fields({ fields }) {
  const spans = spansOf(fields);
  return html`
    <dl class="embed-fields">
      ${fields.map(({ name, value }, at) => html`
        <div key=${at} style=${{ "--span": spans[at] }}>
          <dt><${Markdown} text=${name} dialect="title" /></dt>
          <dd class="markdown"><${Markdown} text=${value} /></dd>
        </div>
      `)}
    </dl>
  `;
}

/** How many of twelve columns a field takes: neighbours that are inline share a row, up to three of them. */
function spansOf(fields) {
  const spans = [];
  for (let at = 0; at < fields.length; ) {
    let count = 1;
    if (fields[at].inline) while (count < 3 && fields[at + count]?.inline) count += 1;
    for (let i = 0; i < count; i += 1) spans.push(COLUMNS / count);
    at += count;
  }
  return spans;
}

function Foot({ footer, timestamp }) {
  if (!footer?.text && !timestamp) return null;
  return html`
    <footer class="embed-foot">
      ${footer?.text}${footer?.text && timestamp && " • "}${timestamp && html`<${MessageTime} at=${timestamp} />`}
    </footer>
  `;
}
