// What takes whole lines: headings, subtext, quotes, lists and fenced code.

import { atLineStart, nesting } from "./bounds.js";

const ITEM = /^( *)([-*]|\d{1,9}\.) +(?=\S)/;
const MARKS = "#->*`0123456789 ";

const line = (marks, expression, parse) =>
  nesting(marks, { match: (source, state) => (atLineStart(state) ? expression.exec(source) : null), parse });

/** The content of a block is parsed as lines of their own. */
const lines = (text, parse, state) => {
  state.opensLine = true;
  return parse(text, state);
};

/** The rules, in Discord's order. */
export const BLOCKS = {
  heading: line(MARKS, /^(#{1,3}) +(?=\S)([^\n]*)(?:\n|$)/, ([, marks, text], parse, state) => ({
    level: marks.length,
    content: parse(text.trim(), state),
  })),
  subtext: line(MARKS, /^-# +(?=\S)([^\n]*)(?:\n|$)/, ([, text], parse, state) => ({ content: parse(text.trim(), state) })),
  fence: { match: fence, parse: ([, language, content]) => ({ language, content }) },
  quote: nesting(MARKS, {
    match: (source, state) => (atLineStart(state) && !state.quoted ? quote(source) : null),
    parse([, text], parse, state) {
      state.quoted = true;
      const content = lines(text, parse, state);
      state.quoted = false;
      return { content };
    },
  }),
  list: nesting(MARKS, {
    match: (source, state) => (atLineStart(state) ? list(source) : null),
    parse: ([, items], parse, state) => ({
      ordered: items[0].number !== undefined,
      start: items[0].number,
      items: items.map(({ text }) => lines(text, parse, state)),
    }),
  }),
};

/** Three backticks to three backticks; a word alone on the first line is the language. */
function fence(source) {
  if (!source.startsWith("```")) return null;
  const end = source.indexOf("```", 3);
  if (end < 0) return null;
  const [, language, content] = /^(?:([\w+\-.#]+)\n)?([^]*)$/.exec(source.slice(3, end));
  if (!content.trim()) return null;
  const whole = source.slice(0, end + 3) + (source[end + 3] === "\n" ? "\n" : "");
  return [whole, language, content.replace(/^\n+/, "").trimEnd()];
}

/** `>>> ` quotes all that follows, `> ` the lines that begin so. */
function quote(source) {
  if (source.startsWith(">>> ")) return [source, source.slice(4)];
  const quoted = [];
  let length = 0;
  for (const text of source.split("\n")) {
    if (!text.startsWith("> ")) break;
    quoted.push(text.slice(2));
    length += text.length + 1;
  }
  return quoted.length ? [source.slice(0, length), quoted.join("\n")] : null;
}

/** A run of items of one kind; lines that are indented deeper belong to the item above them. */
function list(source) {
  const first = ITEM.exec(source);
  if (!first) return null;
  const items = [];
  let length = 0;
  for (const text of source.split("\n")) {
    const item = ITEM.exec(text);
    const depth = /^ */.exec(text)[0].length;
    if (item && depth <= first[1].length + 1) {
      if (/\d/.test(item[2]) !== /\d/.test(first[2])) break;
      items.push({ number: /\d/.test(item[2]) ? Number.parseInt(item[2], 10) : undefined, lines: [text.slice(item[0].length)] });
    } else if (items.length && depth > first[1].length + 1 && text.trim()) {
      items.at(-1).lines.push(text.slice(Math.min(depth, first[0].length)));
    } else {
      break;
    }
    length += text.length + 1;
  }
  return [source.slice(0, length), items.map(({ number, lines }) => ({ number, text: lines.join("\n") }))];
}
