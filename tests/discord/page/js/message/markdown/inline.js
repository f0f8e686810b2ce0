// Markup within a line: fonts, code, spoilers, links.

import SimpleMarkdown from "@khanacademy/simple-markdown";
import { nesting } from "./bounds.js";

const { strong, em, u, del } = SimpleMarkdown.defaultRules;

const inner = (capture, parse, state) => ({ content: parse(capture[1], state) });
/** One of the library's own rules. Where two fit, the longer one counts, so they share an order. */
const font = (marks, { match, quality, parse }) => nesting(marks, { match, quality, parse, order: 50 });

/** The rules, in Discord's order. */
export const INLINE = {
  shrug: { order: 40, match: (source) => /^¯\\_\(ツ\)_\/¯/.exec(source), parse: ([text]) => ({ type: "text", content: text }) },
  escape: { order: 41, match: (source) => /^\\([^0-9A-Za-z\s])/u.exec(source), parse: ([, text]) => ({ type: "text", content: text }) },
  autolink: { order: 42, match: autolink, parse: ([, target]) => bare(target) },
  url: { order: 43, match: url, parse: ([target]) => bare(target) },
  link: nesting("[", { order: 44, match: link, parse: masked }),
  strong: font("*", strong),
  em: font("*_", em),
  u: font("_", u),
  del: nesting("~", { match: del.match, parse: del.parse, order: 51 }),
  spoiler: nesting("|", { order: 52, match: (source) => /^\|\|([\s\S]+?)\|\|/.exec(source), parse: inner }),
  code: { order: 53, match: code, parse: ([, content]) => ({ content }) },
  text: {
    order: 99,
    match: (source) => /^[\s\S]+?(?=[^0-9A-Za-z\s\u00c0-\uffff]|\n|https?:\/\/|$)/.exec(source),
    parse: ([content]) => ({ content }),
  },
};

/** An address that may be opened, as the browser writes it; undefined for anything but http and https. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const bare = (target) => ({ type: "link", target, content: [{ type: "text", content: target }] });

/** A bare address ends before the sentence's punctuation and before a bracket that it did not open. */
function url(source) {
  const found = /^https?:\/\/(?:(?!\]\()[^\s<>])+/i.exec(source);
  if (!found) return null;
  const ended = (text) => text.replace(/[.,:;"'\]]+$/, "");
  let target = ended(found[0]);
  let surplus = target.split(")").length - target.split("(").length;
  for (; surplus > 0 && target.endsWith(")"); surplus -= 1) target = ended(target.slice(0, -1));
  return webAddress(target) ? [target] : null;
}

/** An address in angle brackets. */
function autolink(source) {
  const found = /^<(https?:\/\/[^\s<>]+)>/i.exec(source);
  return found && webAddress(found[1]) ? found : null;
}

/** `[text](address "title")`: brackets within the text are balanced. */
function link(source) {
  const end = closing(source);
  if (end < 2 || source[end + 1] !== "(") return null;
  const rest = /^\( *<?(https?:\/\/(?:\([^\s()]*\)|[^\s()<>])+)>?(?: +"([^"]*)"| +'([^']*)')? *\)/i.exec(source.slice(end + 1));
  if (!rest || !webAddress(rest[1])) return null;
  const text = source.slice(1, end);
  // Discord shows no link that pretends to be another one.
  if (!text.trim() || /https?:\/\//i.test(text)) return null;
  return [source.slice(0, end + 1) + rest[0], text, rest[1], rest[2] ?? rest[3]];
}

function closing(source) {
  let open = 0;
  for (let at = 0; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "[") open += 1;
    else if (source[at] === "]" && (open -= 1) === 0) return at;
  }
  return -1;
}

function masked([, text, target, title], parse, state) {
  return { type: "link", target, title, masked: true, content: parse(text, state) };
}

/** A run of backticks to the next run of the same length. */
function code(source) {
  const [ticks] = /^`*/.exec(source);
  if (!ticks) return null;
  for (const run of source.slice(ticks.length).matchAll(/`+/g)) {
    if (run[0].length !== ticks.length) continue;
    const end = ticks.length + run.index;
    return [source.slice(0, end + ticks.length), source.slice(ticks.length, end).replace(/^ (?=`)|(?<=`) $/g, "")];
  }
  return null;
}
