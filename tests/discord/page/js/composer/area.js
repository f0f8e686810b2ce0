// A text area that is as high as its text.

import { useLayoutEffect } from "../html.js";

/** Keeps the text area of the ref `area` as high as its `text`. */
export function useHeight(area, text) {
  useLayoutEffect(() => {
    const { style } = area.current;
    style.height = "auto";
    style.height = `${area.current.scrollHeight}px`;
  }, [text]);
}
