// What is covered until it is pressed.

import { useEffect, useRef, useState } from "../html.js";

/** `[shown, show, ref]`: what takes the cover's place gets `ref`, and with it the focus that the cover had. */
export function useReveal(covered) {
  const [shown, setShown] = useState(!covered);
  const place = useRef();
  useEffect(() => {
    if (covered && shown) place.current?.focus({ preventScroll: true });
  }, [shown]);
  return [shown, () => setShown(true), place];
}
