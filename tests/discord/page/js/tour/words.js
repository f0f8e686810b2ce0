// A tour's texts: in the reader's language, with bold words and code.

import { html } from "../html.js";

const FALLBACK = "en";

/** A text by language, in the language that the browser prefers. */
export function inLanguage(texts) {
  const wanted = navigator.languages.flatMap((language) => [language, language.split("-")[0]]);
  return texts[wanted.find((language) => language in texts) ?? FALLBACK];
}

/** The language that `inLanguage` chooses. */
export const languageOf = (texts) => Object.keys(texts).find((language) => texts[language] === inLanguage(texts));

/** A text with `**bold**` and `` `code` `` as elements. */
export function Words({ text }) {
  return text.split(/(\*\*.+?\*\*|`[^`]+`)/).map((part) => {
    if (part.startsWith("**") && part.length > 4) return html`<strong>${part.slice(2, -2)}</strong>`;
    if (part.startsWith("`") && part.length > 2) return html`<code>${part.slice(1, -1)}</code>`;
    return part;
  });
}

/** A text without its marks, to be read aloud. */
export const plain = (text) => text.replace(/\*\*|`/g, "");
