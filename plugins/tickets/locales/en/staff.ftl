## staff

nobody = the bot
forgotten = somebody who asked to be forgotten

card-title = Ticket #{ $id }
card-title-category = Ticket #{ $id } · { $category }
card-status = Status
card-priority = Priority
card-member = Member
card-opened = Opened
card-origin = Opened from this message
card-claimed = In the hands of
card-escalated = Escalated to
card-waiting = Waiting since
card-closed = Closed
card-reason = Reason

button-claim = Claim
button-unclaim = Give back
button-wait = Wait for user
button-resume = Go on
button-escalate = Escalate
button-suggest = Suggest reply
button-close-request = Close request
button-close = Close
button-reopen = Reopen
button-archive = Archive
button-delete = Delete

said-claim = { $who } claimed this ticket.
said-unclaim = { $who } gave this ticket back. Somebody else of staff can claim it.
said-transfer = { $who } put this ticket in the hands of { $claimer }.
said-wait = { $who } waits for your answer, { $member }.
said-resume = { $who } goes on with this ticket.
said-escalate = { $who } escalated this ticket to { $role }.
said-reopen = { $who } reopened this ticket.
said-archive = { $who } archived this ticket: it can no longer be reopened.
said-priority = { $who } set the priority of this ticket: { $priority }.

log-made = { $member } opened it.
log-claim = { $who } claimed it.
log-unclaim = { $who } gave it back.
log-transfer = { $who } transferred it to { $claimer }.
log-wait = { $who } waits for the member.
log-resume = { $who } goes on with it.
log-escalate = { $who } escalated it to { $role }.
log-close = { $who } closed it.
log-reopen = { $who } reopened it.
log-archive = { $who } archived it.
log-delete = { $who } has its channel deleted.
log-priority = { $who } set its priority: { $priority }.
log-note = { $who } added a note for staff.

act-priority = change its priority
act-note = note something about it
act-delete = delete its channel
act-suggest = have a reply suggested
act-post = post a reply
act-list = see the list

refused-no-staff-of = { $who } does not belong to the staff of ticket #{ $id }: choose somebody who answers its category.
refused-same-priority = Ticket #{ $id } has this priority already: { $priority }.
refused-no-role = Name the role that it is escalated to: the settings of its category name none.
refused-role = A ticket can't be escalated to this role: choose one of this server's that not everybody has, nor a bot alone.
refused-blank-note = Write something; spaces and invisible characters alone do not count.
refused-delete-live = Ticket #{ $id } is not closed: close it first. Its channel can be deleted once its transcript is stored.
refused-delete-transcript = The transcript of ticket #{ $id } is not stored yet, so its channel stays for now. Try again in a minute.
refused-delete-gone = The channel of ticket #{ $id } is gone already.

cmd-ticket_list = Lists tickets, the oldest first
    .status = Only those with this status; those that are not closed if left out
    .member = Only those that this member opened
    .category = Only those of this category
cmd-ticket_claim = Takes on a ticket
    .id = Which one; this channel's if left out
cmd-ticket_unclaim = Gives a ticket back
    .id = Which one; this channel's if left out
cmd-ticket_close = Closes a ticket
    .reason = Why; the member reads it
    .id = Which one; this channel's if left out
cmd-ticket_reopen = Opens a closed ticket again
    .id = Which one; this channel's if left out
cmd-ticket_status = Brings a ticket to a status
    .id = Which one
    .status = The status
    .escalate_to = The role that it is escalated to; the one in the settings if left out
cmd-ticket_transfer = Puts a ticket in the hands of somebody of its staff
    .staff = Who takes it
    .id = Which one; this channel's if left out
cmd-ticket_priority = Says how urgent a ticket is
    .priority = How urgent
    .id = Which one; this channel's if left out
cmd-ticket_note = Notes something that only staff read; without a text it shows the notes
    .text = The note
    .id = Which one; this channel's if left out

refused-no-number = Name a ticket by its number, such as 12, or choose one from what is offered while you type.
refused-no-ticket-here = This channel is no ticket. Name one by its number.
refused-no-status = There is no such status. There are: { $names }.
refused-no-priority = There is no such priority. There are: { $names }.
refused-list = Only staff see the list of tickets.

reply-stands =
    { $held ->
        [yes] Ticket #{ $id } is now { $status }, in the hands of { $claimer }. Priority: { $priority }. { $channel }
       *[no] Ticket #{ $id } is now { $status }. Priority: { $priority }. { $channel }
    }
reply-noted = Note { $number } of ticket #{ $id } is kept. Only staff read it.
reply-escalate = To which role do you escalate ticket #{ $id }?
reply-escalate-usual = To which role do you escalate ticket #{ $id }? { $role } is the usual one.
reply-sure = Delete the channel of ticket #{ $id }? Its transcript is stored and stays; the channel does not come back.
reply-deleting = The channel of ticket #{ $id } is being deleted. Its transcript stays.
reply-kept = Nothing was changed.

list-live = not closed
list-all = all
list-title = Tickets: { $wanted } ({ $count })
list-empty = No tickets found.
notes-title = Notes of ticket #{ $id }
notes-empty = Nobody noted anything yet. /ticket_note with a text does.

form-close = Close ticket #{ $id }
form-close-reason = Reason (the member reads it)
form-close-reason-own = Reason (if you like)
select-role = Choose a role
button-escalate-usual = The usual role

reply-suggestions = Only you see this. Read it before you post it.
reply-no-suggestion = Nothing in the FAQ answers this, so there is nothing to suggest.
reply-posted = It is posted in the ticket.
refused-no-suggestion = This suggestion is gone. Press «Suggest reply» again.
said-post = { $who } answers:
button-post = Post it
button-post-one = Post number { $number }

tour-tickets = Tickets: ask, answer, close
tour-tickets-ask = You are Emma, and need help. `/ticket` opens a channel that only you and staff see. Fill it in, and send it.
tour-tickets-staff = Staff see it too: become Chloe, who belongs to them.
tour-tickets-claim = The card shows how the ticket stands, always. Press **Claim**: the channel and the log tell that it is in Chloe's hands.
tour-tickets-close = Write an answer, if you like. Then press **Close** and give a reason: the channel is locked, and everything that was said is kept.
tour-tickets-rate = Be Emma again: the bot has sent her the transcript in a direct message and asks what she thought of the help.
