## opening

cmd-ticket = Asks staff for help in a channel of your own
    .description = What you need
    .category = What it is about
cmd-ticket_about = Opens a form for a ticket about a message
    .command-name = Open ticket from this message
cmd-ticket_panel_post = Posts the panel from which members open tickets, or brings it up to date
    .channel = Where; this channel if left out

form-description = What do you need?
opening-category = What is it about?
opening-faq = Perhaps this answers it already:
button-answered = That answered it
button-answered-by = Answered by: { $title }
button-anyway = Open a ticket anyway
opening-answered = Good. No ticket was opened.
opening-begun = Your ticket is being opened…
opening-done = Ticket #{ $id } is open: { $place }
opening-greeting = { $member }, thank you for your message. Staff will answer you here.
opening-hours = Nobody is working at this moment. Staff are back { $when } ({ $soon }).
given-back = What you wrote

refused-blank = Write what it is about; spaces and invisible characters alone do not count.
refused-unanswered = Answer «{ $question }»; spaces and invisible characters alone do not count.
refused-category = There is no category '{ $category }' here. There are: { $names }.
refused-category-none = Choose a category from the list.
refused-draft-gone = This was opened already, or it is more than a day old. Begin again with /ticket.
refused-limit = You have { $most ->
        [one] a ticket
       *[other] { $most } tickets
    } of the category { $category } open, which is the most that you can have. { $where ->
        [none] Wait until it is closed.
       *[other] Write in { $place }.
    }
refused-limit-all = { $most } tickets of the category { $category } are open, which is the most that staff take at a time. Try again later.
refused-cooldown = You opened a ticket of the category { $category } a short time ago. You can open another { $when }.
refused-blocked = You can't open tickets of the category { $category }: one of your roles is kept from it. Ask staff.
refused-required = Tickets of the category { $category } are for members with one of these roles: { $roles }.

opening-undone-category-full = Your ticket could not be opened: { $place } has as many channels as Discord allows, and there is no room elsewhere. Tell staff, or try again later.
opening-undone-guild-full = Your ticket could not be opened: this server has as many channels as Discord allows. Tell staff, or try again later.
opening-undone-parent-gone = Your ticket could not be opened: the channel for tickets of the category { $category } is gone. Tell staff, who can set another.
opening-undone-no-private-threads = Your ticket could not be opened: in the channel for tickets of the category { $category } everybody would read it. Tell staff, who can set another.
opening-undone-unseen = Your ticket could not be opened: the channel that tickets of the category { $category } belong in is hidden from you. Tell staff.
opening-undone-forbidden = Your ticket could not be opened: I lack a permission for it. Tell staff, who find in their log channel which.
opening-undone-other = Your ticket could not be opened: Discord does not take its channel. Tell staff.
opening-undone-failed = Your ticket could not be opened: Discord did not answer for too long. Try again later.

log-undone-category-full = Not opened, for want of room: the Discord category { $place } has its 50 channels, and so has the overflow, if there is one. Delete channels, or set `overflow` of the category { $category }.
log-undone-guild-full = Not opened: the server has its 500 channels. Delete some.
log-undone-parent-gone = Not opened: the channel in which the threads of the category { $category } are made is not there. Set its `parent`.
log-undone-no-private-threads = Not opened, since everybody would read it: `parent` of `categories.{ $category }` has to be a text channel, which { $place } is not. Set another.
log-undone-unseen = Not opened: who opened it does not see { $place }, so can't be put into a thread there. Let members of the category { $category } see it, or set another `parent`.
log-undone-forbidden =
    { $mode ->
        [thread] Not opened: I need the permissions View Channel, Create Private Threads, Send Messages in Threads, Manage Threads and Embed Links in { $place }, where the threads of the category { $category } are made.
       *[channel] Not opened: I need the permissions View Channel, Manage Channels, Manage Roles, Send Messages and Embed Links where tickets of the category { $category } are made ({ $place }).
    }
log-undone-other = Not opened: Discord does not take the channel of the category { $category }. Its settings may be wrong; the program's log has the cause.
log-undone-failed = Not opened, however often it was tried: Discord does not answer.
log-parent-gone = The Discord category of `categories.{ $category }` is gone: the channel stands elsewhere. Set its `parent` or `overflow` anew.
log-parent-kind = `parent` or `overflow` of `categories.{ $category }` is no Discord category: the channel stands elsewhere. Set a category's id.
log-roles-gone = `categories.{ $category }` names roles that are gone: { $roles }. Take them out of the settings.
log-sync-category-full = The channel stays where it is: the Discord category of `categories.{ $category }` has its 50 channels. Delete some, or set `overflow`.
log-sync-guild-full = The channel could not be changed: the server has as many channels as Discord allows.
log-sync-parent-gone = The channel stays where it is: the Discord category of `categories.{ $category }` is gone. Set its `parent` anew.
log-sync-parent-kind = The channel stays where it is: `parent` or `overflow` of `categories.{ $category }` is no Discord category. Set a category's id.
log-sync-unseen = Somebody could not be put into the thread: the channel that it is in is hidden from them. Let them see it, or open another ticket.
log-sync-forbidden =
    { $mode ->
        [thread] The thread could not be brought up to date: I need the permissions Send Messages in Threads and Manage Threads in its channel.
       *[channel] The channel could not be brought up to date: I need the permissions Manage Channels and Manage Roles in it.
    }
log-sync-other = The channel could not be brought up to date: Discord does not take what is wanted. The program's log has the cause.
closed-channel-gone = Its channel was deleted.

panel-title = Need help?
panel-text = Press a button to open a ticket. Only you and staff see it.
panel-open = Open a ticket
panel-posted = The panel is in { $place }: { $link }
panel-refused = I can't write in { $place }. Give me View Channel, Send Messages and Embed Links there.

cmd-ticket_add = Lets a member or a role into a ticket
    .who = Whom
    .id = Which one; this channel's if left out
cmd-ticket_remove = Takes a member or a role that was added out of a ticket
    .who = Whom
    .id = Which one; this channel's if left out
cmd-ticket_move = Moves a ticket to another category
    .category = Where to
    .id = Which one; this channel's if left out

act-add = add somebody to it
act-remove = take somebody out of it
act-move = move it
reply-added = { $guest } is in ticket #{ $id } now.
reply-removed = { $guest } is not in ticket #{ $id } any more.
reply-moved = Ticket #{ $id } is in the category { $category } now.
said-added = { $who } added { $guest }.
said-removed = { $who } took { $guest } out.
said-moved = { $who } moved this ticket to { $category }.
said-left = { $who } left the server. This ticket stays open until staff close it.
log-added = { $who } added { $guest }.
log-removed = { $who } took { $guest } out.
log-moved = { $who } moved it to { $category }.
refused-everyone = That role is everybody's: the ticket would not be private any more. Choose another role.
refused-bot = { $guest } keeps every ticket, so can't be added to #{ $id }: name a member or a role.
refused-added = { $guest } is in ticket #{ $id } already.
refused-not-added = { $guest } was not added to ticket #{ $id }, so can't be taken out. Staff are in it by their roles.
refused-theirs = Ticket #{ $id } is the ticket of { $guest }, who stays in it.
refused-moved = Ticket #{ $id } is in the category { $category } already.
refused-thread-role = Ticket #{ $id } is held in a thread, which takes in members and not roles: add those of { $guest } one by one, or escalate the ticket to that role.
said-called = { $roles }, this ticket needs you.
said-thread-stays = The thread stays where it is: Discord can't move one to another channel.
refused-place = Category { $category } uses threads and this ticket is a channel, or the other way round: it can't be moved there.
log-orphans-title = Channels without a ticket
log-orphans = { $count ->
        [one] A channel carries
       *[other] { $count } channels carry
    } the mark of a ticket that is not in this database: { $channels }. If the database is the right one, delete what is not needed any more.
