## staff

nobody = the bot
forgotten = somebody who asked to be forgotten

card-title = Ticket #{ $id } · { $category }
card-status = Status
card-priority = Priority
card-member = Member
card-opened = Opened
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
refused-role = A ticket can't be escalated to this role: choose one of this server's that not everybody has.
refused-blank-note = Write something that can be seen.
refused-delete-live = Ticket #{ $id } is not closed: close it first. Its channel can be deleted once its transcript is stored.
refused-delete-transcript = The transcript of ticket #{ $id } is not stored yet, so its channel stays for now. Try again in a minute.
refused-delete-gone = The channel of ticket #{ $id } is gone already.
