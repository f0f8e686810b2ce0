// What every component imports: templates, hooks and signals in one place.

import { h } from "preact";
import htm from "htm";

/** Templates: html`<p class=${name}>${text}</p>`. Text in them is text, whatever it contains. */
export const html = htm.bind(h);

export { Fragment, render } from "preact";
export { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
export { batch, computed, effect, signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
