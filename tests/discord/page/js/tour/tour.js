// The guided tour.

/** The step of the tour that is shown, if one is. */
export function Tour() {
  return null;
}
