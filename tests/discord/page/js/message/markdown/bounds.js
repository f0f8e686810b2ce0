// Hostile text must not hang the page: how deep markup may nest, and how much looking for its ends may cost.

const DEPTH = 10;
const COST = 2_000_000;

/** What one text may spend. */
export const newBudget = () => ({ depth: 0, left: COST });

/** A rule whose content is parsed again. It begins with one of `marks`; past the limits its marks are plain text. */
export function nesting(marks, { match, parse, ...rest }) {
  return {
    ...rest,
    match(source, state, previous) {
      if (!marks.includes(source[0]) || state.budget.depth >= DEPTH || state.budget.left <= 0) return null;
      state.budget.left -= source.length;
      return match(source, state, previous);
    },
    parse(capture, nested, state) {
      state.budget.depth += 1;
      try {
        return parse(capture, (text, inner) => within(text, nested, inner), state);
      } finally {
        state.budget.depth -= 1;
      }
    },
  };
}

/** The content begins a line only if its parent says so: what was captured before it is not its neighbour. */
function within(text, nested, state) {
  const { prevCapture } = state;
  state.prevCapture = state.opensLine ? null : [" "];
  state.opensLine = false;
  const tree = nested(text, state);
  state.prevCapture = prevCapture;
  return tree;
}

/** Whether what comes next begins a line. */
export const atLineStart = (state) => state.prevCapture === null || state.prevCapture[0].endsWith("\n");
