// The modal that the application has shown.

import { modal } from "../store/interactions.js";

/** The form of the modal that is shown, if one is. */
export function Modal() {
  if (!modal.value) return null;
  return null;
}
