## time

farewell-title = Ticket #{ $id } is closed
farewell-by = Closed by { $who }.
farewell-archived = Nobody can write here any more. It is archived { $when }; until then it can be reopened.

closed-unanswered = The member did not answer whether it may be closed.
closed-inactive = The member did not answer for { $hours } hours.

act-close_request = ask whether it may be closed
reply-close-requested = The member is asked whether ticket #{ $id } may be closed. Without an answer it is closed { $when }.
form-request = May #{ $id } be closed?
form-request-reason = Why it is solved
form-request-hint = The member reads this with the question.
question-title = May ticket #{ $id } be closed?
question-text = { $who } thinks that this is solved. Is it? Without an answer, or another word from you, this ticket is closed { $when }.
question-yes = Yes, close it
question-no = No, I still need help
question-agreed = Yes: it is closed.
question-declined = No: it stays open, and staff know.
question-written = The member wrote instead of pressing a button: it stays open.
question-closed = Nobody answered: it is closed.

refused-already-asked = { $who } asked the member already whether ticket #{ $id } may be closed; without an answer it is closed { $when }.
refused-nobody-to-ask = Nobody can be asked whether ticket #{ $id } may be closed: its member or its channel is gone. Close it.
refused-not-asked = Whether ticket #{ $id } may be closed is no longer asked.
refused-not-yours-to-answer = Only who opened ticket #{ $id } can answer that. Staff can close it with «Close».
refused-not-yours-to-rate = Only who opened ticket #{ $id } can rate it.
refused-rate-live = Ticket #{ $id } is open: it can be rated once it is closed.
refused-no-stars = Give stars first, then write something.

log-close-request = { $who } asked the member whether it may be closed.
log-close-unasked = { $member } could not be asked whether it may be closed: I'm not allowed to write in the channel.
log-close-declined = { $member } does not want it closed yet.
log-close-written = { $member } wrote instead of answering whether it may be closed: it stays open.
log-rating = { $member } gave { $stars }.
log-rate-gone = { $member } is no longer in this server and was not asked for a rating.
log-rate-unsent = { $member } could not be asked for a rating: neither by direct message nor in the channel.
log-remind = { $member } was reminded that staff wait for an answer.
log-deleted = Its channel was deleted. The transcript is kept.
log-delete-refused = Its channel could not be deleted: Discord does not let me. Give me «Manage Channels» there and press «Delete» again.
log-delete-waits = Its channel is not deleted yet: the transcript is not stored. I try again.

remind = { $member }, staff wait for your answer here.
remind-closes = { $member }, staff wait for your answer here. Without one this ticket is closed { $when }.

rate-transcript = Attached is all that was said: open the file in your browser.
rate-question = How did we help you?
rate-thanks = You gave { $stars }. Thank you! You can still change it.
rate-write = Write something
rate-rewrite = Change what you wrote
form-comment = About ticket #{ $id }
form-comment-label = What should we know?

sla-first-response-warning = { $member } waits for a first answer: due { $when }. Priority: { $priority }.
sla-first-response-breach = { $member } still waits for a first answer: it was due { $when }. Priority: { $priority }.
sla-resolution-warning = { $member }'s ticket is not solved: due { $when }. Priority: { $priority }. In the hands of: { $claimer }.
sla-resolution-breach = { $member }'s ticket is still not solved: it was due { $when }. Priority: { $priority }. In the hands of: { $claimer }.
