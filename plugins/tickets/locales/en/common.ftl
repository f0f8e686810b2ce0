## What every part of the plugin says

status-opening = being opened
status-open = open
status-claimed = claimed
status-waiting_for_user = waiting for the member
status-escalated = escalated
status-closed = closed
status-archived = archived

priority-low = low
priority-normal = normal
priority-high = high
priority-urgent = urgent

act-made = open it
act-claim = claim it
act-unclaim = give it back
act-transfer = transfer it
act-wait = wait for the member
act-resume = go on with it
act-escalate = escalate it
act-close = close it
act-reopen = reopen it
act-archive = archive it

refused-gone = There is no ticket #{ $id } in this server.
refused-standing = You can't { $act }: ticket #{ $id } is not yours, and you don't belong to its staff.
refused-staff = You can't { $act }: that is for the staff of ticket #{ $id }.
refused-already-by = Ticket #{ $id } is { $status } already: { $who } was first.
refused-already = Ticket #{ $id } is { $status } already.
refused-nobody = A program can't { $act }: somebody of the staff of ticket #{ $id } has to.
refused-no-channel = The channel of ticket #{ $id } is gone, so it can't go on. Open a new ticket.
refused-claimed = { $who } is handling ticket #{ $id }.
refused-status = That can't be done now: ticket #{ $id } is { $status }.
refused-closed-by = That can't be done now: ticket #{ $id } is { $status }, by { $who }.
refused-possible = What can be done: { $acts }.
refused-moment = Try again in a moment.
refused-nothing-possible = Nothing more can be done with it.
