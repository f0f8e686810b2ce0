## numbers

cmd-ticket_stats = Shows the numbers of tickets: how many, how fast, how well
    .public = Show them to everybody here
cmd-export_tickets = Gives all tickets as a table

numbers-title-7d = Tickets, last 7 days
numbers-title-30d = Tickets, last 30 days
numbers-title-all = Tickets, all time
numbers-taken = As of { $at }.
numbers-now = Now
numbers-none = no tickets
numbers-done = In this time
numbers-done-value = opened: **{ $opened }**
    closed: **{ $closed }**
numbers-rating = Rating
numbers-rating-value = { $count ->
    [0] none yet
    [one] { $average } from one member
   *[other] { $average } from { $count } members
}
numbers-cycle = Average time from opening to closing
numbers-first = First answer, in working hours
numbers-first-value = Half within **{ $median }**
    Nine of ten within **{ $p90 }**
numbers-categories = Per category
numbers-of-category = **{ $who }**: { $opened } opened, { $closed } closed · open for { $cycle } · first answer { $first } · { $stars }
numbers-staff = Per member of staff
numbers-of-staff = { $who }: { $closed } closed · open for { $cycle } · first answer { $first } · { $stars }
numbers-more = and { $count } more
numbers-stars = ★{"\u00A0"}{ $whole }.{ $tenth }
numbers-no-value = –

time-under-a-minute = under a minute
time-minutes = { $large } min
time-hours = { $large } h { $small } min
time-days = { $large } d { $small } h

chart-title = Tickets per { $step ->
    [day] day
    [week] week
    [month] month
   *[year] year
}
chart-opened = opened
chart-closed = closed
chart-nothing = nothing opened or closed
chart-bar = { $day }: { $opened } opened, { $closed } closed
chart-day = { $day } { $month }
chart-month = { $month } { $year }
month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}

button-7d = 7 days
button-30d = 30 days
button-all = All time
button-refresh = Refresh

refused-numbers = The numbers are for staff of tickets.
refused-export = The table has the tickets of every category: only who answers all of them, or manages the server, is given it.
refused-export-size = The table is too large for a file in Discord. The API gives it: /api/docs, tickets, export.csv.
reply-exported = All tickets, one per row. Open it as UTF-8.
