## numbers

cmd-ticket_stats = Toont de cijfers van tickets: hoeveel, hoe snel, hoe goed
    .public = Toon ze aan iedereen hier
cmd-export_tickets = Geeft alle tickets als tabel

numbers-title-7d = Tickets, laatste 7 dagen
numbers-title-30d = Tickets, laatste 30 dagen
numbers-title-all = Tickets, sinds het begin
numbers-taken = Stand van { $at }.
numbers-now = Nu
numbers-none = geen tickets
numbers-done = In deze periode
numbers-done-value = geopend: **{ $opened }**
    gesloten: **{ $closed }**
numbers-rating = Beoordeling
numbers-rating-value = { $count ->
    [0] nog geen
    [one] { $average } van één lid
   *[other] { $average } van { $count } leden
}
numbers-cycle = Gemiddelde tijd van openen tot sluiten
numbers-first = Eerste antwoord, binnen werktijd
numbers-first-value = De helft binnen **{ $median }**
    Negen op de tien binnen **{ $p90 }**
numbers-categories = Per categorie
numbers-of-category = **{ $who }**: { $opened } geopend, { $closed } gesloten · { $cycle } open · eerste antwoord { $first } · { $stars }
numbers-staff = Per teamlid
numbers-of-staff = { $who }: { $closed } gesloten · { $cycle } open · eerste antwoord { $first } · { $stars }
numbers-more = en nog { $count }
numbers-stars = ★{"\u00A0"}{ $whole },{ $tenth }
numbers-no-value = –

time-under-a-minute = nog geen minuut
time-minutes = { $large } min
time-hours = { $large } u { $small } min
time-days = { $large } d { $small } u

chart-title = Tickets per { $step ->
    [day] dag
    [week] week
    [month] maand
   *[year] jaar
}
chart-opened = geopend
chart-closed = gesloten
chart-nothing = niets geopend of gesloten
chart-bar = { $day }: { $opened } geopend, { $closed } gesloten
chart-day = { $day } { $month }
chart-month = { $month } { $year }
month = { $month ->
    [1] jan
    [2] feb
    [3] mrt
    [4] apr
    [5] mei
    [6] jun
    [7] jul
    [8] aug
    [9] sep
    [10] okt
    [11] nov
   *[12] dec
}

button-7d = 7 dagen
button-30d = 30 dagen
button-all = Alles
button-refresh = Vernieuwen

refused-numbers = De cijfers zijn voor wie tickets behandelt.
refused-export = De tabel bevat de tickets van elke categorie: alleen wie ze allemaal behandelt, of de server beheert, krijgt hem.
refused-export-size = De tabel is te groot voor een bestand in Discord. Haal hem op via de API: /api/docs, tickets, export.csv.
reply-exported = Alle tickets, één per rij. Open het bestand als UTF-8.
