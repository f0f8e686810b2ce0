// A message's text between writing and sending: mentions are written as names and sent as Discord's syntax.

import { mentionable } from "./mentions.js";

/** How many characters a message takes. */
export const LIMIT = 2000;

const SYNTAX = /<(?:@[!&]?|#)\d+>/g;

/** How long a text is to Discord, which counts characters and not the halves of them. */
export const lengthOf = (text) => [...text].length;

/** What to say of a message that is so many characters too long. */
export const tooLong = (over) =>
  `The message is ${over} ${over === 1 ? "character" : "characters"} too long; it takes up to ${LIMIT.toLocaleString("en")}.`;

/** The text as it is sent: names that were picked become mentions. `mentions` maps what is shown to the syntax. */
export function encode(text, mentions) {
  // The longest first: @Ann is a part of @Anna.
  const names = Object.keys(mentions).sort((a, b) => b.length - a.length);
  return names.reduce((sent, name) => sent.replaceAll(name, () => mentions[name]), text);
}

/** A sent text as it is edited: `{text, mentions}`, known mentions shown as names. */
export function decode(content) {
  const known = mentionable();
  const mentions = {};
  const text = content.replace(SYNTAX, (syntax) => {
    const name = known.get(syntax.replace("@!", "@"));
    // Two of one name stay apart: the second is shown as it is sent.
    if (!name || (mentions[name] ?? syntax) !== syntax) return syntax;
    mentions[name] = syntax;
    return name;
  });
  return { text, mentions };
}
