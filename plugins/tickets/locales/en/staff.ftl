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
