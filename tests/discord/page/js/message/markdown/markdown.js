// Shows a tree of Discord's Markdown. Every node becomes an element of ours; text stays text.

import { useReveal } from "../../components/reveal.js";
import { Fragment, html, useMemo } from "../../html.js";
import { webAddress } from "./inline.js";
import { ChannelMention, CommandMention, RoleMention, UserMention, channelText, roleText, userText } from "./pill.js";
import { parse } from "./parse.js";
import { Instant, instantText } from "./instant.js";

const PLACES = {
  customize: "Channels & Roles", browse: "Browse Channels", guide: "Server Guide", "linked-roles": "Linked Roles",
};

const SHOW = {
  text: ({ content }) => content,
  strong: ({ content }) => html`<strong>${all(content)}</strong>`,
  em: ({ content }) => html`<em>${all(content)}</em>`,
  u: ({ content }) => html`<u>${all(content)}</u>`,
  del: ({ content }) => html`<s>${all(content)}</s>`,
  code: ({ content }) => html`<code class="code">${content}</code>`,
  fence: ({ language, content }) => html`<${Fence} language=${language} content=${content} />`,
  spoiler: ({ content }) => html`<${Spoiler} content=${content} />`,
  quote: ({ content }) => html`<blockquote class="quote">${all(content)}</blockquote>`,
  heading: ({ level, content }) => html`<div class=${`heading heading-${level}`} role="heading" aria-level=${level + 3}>${all(content)}</div>`,
  subtext: ({ content }) => html`<small class="subtext">${all(content)}</small>`,
  list: ({ ordered, start, items }) => {
    const entries = items.map((item, at) => html`<li key=${at}>${all(item)}</li>`);
    return ordered ? html`<ol class="list" start=${start}>${entries}</ol>` : html`<ul class="list">${entries}</ul>`;
  },
  link: (node) => html`<${Link} ...${node} />`,
  user: ({ id }) => html`<${UserMention} id=${id} />`,
  role: ({ id }) => html`<${RoleMention} id=${id} />`,
  channel: ({ id }) => html`<${ChannelMention} id=${id} />`,
  everyone: ({ text }) => html`<span class="mention">${text}</span>`,
  command: ({ name }) => html`<${CommandMention} name=${name} />`,
  navigation: ({ place }) => html`<span class="mention">${PLACES[place]}</span>`,
  stamp: (node) => html`<${Instant} ...${node} />`,
  emoji: ({ name }) => html`<span class="emoji" title=${`:${name}:`}>:${name}:</span>`,
};

/** A user's text in Discord's Markdown. `dialect` is `full` or `title`. */
export function Markdown({ text, dialect }) {
  const tree = useMemo(() => parse(text, dialect), [text, dialect]);
  return all(tree);
}

/** The words of a text without its markup, for previews and labels. */
export function plainText(text) {
  return words(parse(text)).replace(/\s+/g, " ").trim();
}

function all(nodes) {
  return joined(nodes).map((node, at) => html`<${Fragment} key=${at}>${SHOW[node.type](node)}</${Fragment}>`);
}

/** Neighbouring texts as one: the parser cuts them at every mark. */
function joined(nodes) {
  const result = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.type === "text" && last?.type === "text") last.content += node.content;
    else result.push(node.type === "text" ? { ...node } : node);
  }
  return result;
}

function words(nodes) {
  const of = (node) => {
    if (node.items) return node.items.map(words).join(" ");
    if (Array.isArray(node.content)) return node.type === "spoiler" ? "▇▇▇" : words(node.content);
    return node.content ?? node.text ?? (node.name && `:${node.name}:`) ?? "";
  };
  return nodes.map((node) => WORDS[node.type]?.(node) ?? of(node)).join("");
}

const WORDS = {
  user: ({ id }) => userText(id),
  role: ({ id }) => roleText(id),
  channel: ({ id }) => channelText(id),
  command: ({ name }) => `/${name}`,
  stamp: instantText,
  navigation: ({ place }) => PLACES[place],
};

function Link({ target, title, masked, content }) {
  const hover = masked ? [title, target].filter(Boolean).join("\n\n") : undefined;
  return html`
    <a href=${webAddress(target)} title=${hover} target="_blank" rel="noopener noreferrer">${all(content)}</a>
  `;
}

function Fence({ language, content }) {
  return html`
    <pre class="fence" tabindex="0">${language && html`<span class="fence-language">${language}</span>`}<code>${content}</code></pre>
  `;
}

/** Covered until it is pressed. What is covered holds no control that could be reached. */
function Spoiler({ content }) {
  const [shown, show, place] = useReveal(true);
  if (shown) return html`<span class="spoiler spoiler-shown" ref=${place} tabindex="-1">${all(content)}</span>`;
  return html`
    <button type="button" class="spoiler" onClick=${show}>
      <span class="visually-hidden">Spoiler: press to show it</span><span aria-hidden="true">${words(content)}</span>
    </button>
  `;
}
