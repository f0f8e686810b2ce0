## topics

topic-title = Asked again and again: { $title }
topic-unnamed = a topic
topic-lead = { $count } closed tickets are about one topic. With an answer in the FAQ, the next member need not open one.
topic-earlier = and { $count } before these:
topic-draft = Draft of an entry
topic-decision = Decided
topic-open = Nobody has decided yet.
topic-added = { $who } added it to the FAQ as number { $entry }, { $at }.
topic-later = { $who } put it off, { $at }. It comes back when enough tickets come after some days.
topic-never = { $who } does not want it in the FAQ, { $at }. It will not be proposed again.

button-topic-add = Add to FAQ
button-topic-later = Not now
button-topic-never = Never for this topic

refused-faq-off = The FAQ is off in this server: nothing can be added to it.
refused-topic-gone = This proposal is no longer there.
