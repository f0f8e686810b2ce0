// The rows of a channel's log: messages, days, and the mark of unread ones.

/**
 * The rows of the log: `{key, day}`, `{key, fresh: true}` and `{key, message, previous}`. `previous` is the message
 * right above; there is none after a line. `firstNew` is the message below the mark.
 */
export function rowsOf(messages, firstNew) {
  const rows = [];
  let previous;
  for (const message of messages) {
    const day = dayOf(message);
    const begins = !previous || day !== dayOf(previous);
    if (begins) rows.push({ key: day, day: message.timestamp });
    if (message.id === firstNew) rows.push({ key: "fresh", fresh: true });
    const joined = !begins && message.id !== firstNew;
    rows.push({ key: message.id, message, previous: joined ? previous : undefined });
    previous = message;
  }
  return rows;
}

const dayOf = ({ timestamp }) => new Date(timestamp).toDateString();
