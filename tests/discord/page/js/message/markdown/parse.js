// Discord's dialect of Markdown: from text to a tree. https://discord.com/developers/docs/reference#message-formatting

import SimpleMarkdown from "@khanacademy/simple-markdown";
import { BLOCKS } from "./blocks.js";
import { INLINE } from "./inline.js";
import { MENTIONS } from "./mentions.js";
import { newBudget } from "./bounds.js";

/** Fonts, code, emoji and stamps: what the titles of embeds and the names of their fields know. */
const PLAIN = ["escape", "strong", "em", "u", "del", "code", "spoiler", "emoji", "stamp", "text"];

const parsers = {
  full: parser({ ...BLOCKS, ...MENTIONS, ...INLINE }),
  title: parser(Object.fromEntries(Object.entries({ ...MENTIONS, ...INLINE }).filter(([name]) => PLAIN.includes(name)))),
};

/** The tree of a text: everything Discord knows (`full`), or what the title of an embed may have (`title`). */
export function parse(text, dialect = "full") {
  return parsers[dialect](text ?? "", { inline: true, disableAutoBlockNewlines: true, budget: newBudget() });
}

/** The order of the rules is the order in which they are named. */
function parser(rules) {
  const ordered = Object.entries(rules).map(([name, rule], index) => [name, { ...rule, order: rule.order ?? index }]);
  return SimpleMarkdown.parserFor(Object.fromEntries(ordered));
}
