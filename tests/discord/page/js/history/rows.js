// What stands in a channel's log, from its messages: days between them, the mark of what is new, who goes on without a head.

/**
 * The rows of the log: `{key, day}`, `{key, fresh: true}` and `{key, message, previous}`. `previous` is the message
 * right above; there is none after a line. `firstNew` is the message that the mark stands above.
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
