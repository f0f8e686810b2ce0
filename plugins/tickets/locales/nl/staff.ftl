## staff

nobody = de bot
forgotten = iemand die vergeten wilde worden

card-title = Ticket #{ $id }
card-title-category = Ticket #{ $id } · { $category }
card-status = Status
card-priority = Prioriteit
card-member = Lid
card-opened = Geopend
card-origin = Geopend vanuit dit bericht
card-claimed = Behandeld door
card-escalated = Geëscaleerd naar
card-waiting = Wacht sinds
card-closed = Gesloten
card-reason = Reden

button-claim = Neem in behandeling
button-unclaim = Geef terug
button-wait = Wacht op lid
button-resume = Ga verder
button-escalate = Escaleer
button-suggest = Stel antwoord voor
button-close-request = Vraag om te sluiten
button-close = Sluit
button-reopen = Heropen
button-archive = Archiveer
button-delete = Verwijder

said-claim = { $who } neemt dit ticket in behandeling.
said-unclaim = { $who } heeft dit ticket teruggegeven. Iemand anders van het team kan het in behandeling nemen.
said-transfer = { $who } heeft dit ticket overgedragen aan { $claimer }.
said-wait = { $who } wacht op je antwoord, { $member }.
said-resume = { $who } gaat verder met dit ticket.
said-escalate = { $who } heeft dit ticket geëscaleerd naar { $role }.
said-reopen = { $who } heeft dit ticket heropend.
said-archive = { $who } heeft dit ticket gearchiveerd: het kan niet meer heropend worden.
said-priority = { $who } heeft de prioriteit van dit ticket aangepast: { $priority }.

log-made = { $member } heeft het geopend.
log-claim = { $who } heeft het in behandeling genomen.
log-unclaim = { $who } heeft het teruggegeven.
log-transfer = { $who } heeft het overgedragen aan { $claimer }.
log-wait = { $who } wacht op het lid.
log-resume = { $who } gaat er verder mee.
log-escalate = { $who } heeft het geëscaleerd naar { $role }.
log-close = { $who } heeft het gesloten.
log-reopen = { $who } heeft het heropend.
log-archive = { $who } heeft het gearchiveerd.
log-delete = { $who } laat het kanaal ervan verwijderen.
log-priority = { $who } heeft de prioriteit aangepast: { $priority }.
log-note = { $who } heeft een notitie voor het team toegevoegd.

act-priority = de prioriteit wijzigen
act-note = er een notitie bij zetten
act-delete = het kanaal verwijderen
act-suggest = een antwoord laten voorstellen
act-post = een antwoord plaatsen
act-list = de lijst zien

refused-no-staff-of = { $who } hoort niet bij het team van ticket #{ $id }: kies iemand die deze categorie behandelt.
refused-same-priority = Ticket #{ $id } heeft deze prioriteit al: { $priority }.
refused-no-role = Noem de rol waarnaar het wordt geëscaleerd: de instellingen van de categorie noemen er geen.
refused-role = Naar deze rol kan een ticket niet worden geëscaleerd: kies er een van deze server die niet iedereen heeft, en ook niet alleen een bot.
refused-blank-note = Schrijf iets; alleen spaties of onzichtbare tekens tellen niet.
refused-delete-live = Ticket #{ $id } is niet gesloten: sluit het eerst. Het kanaal kan weg zodra het transcript bewaard is.
refused-delete-transcript = Het transcript van ticket #{ $id } is nog niet bewaard, dus het kanaal blijft nog even. Probeer het over een minuut opnieuw.
refused-delete-gone = Het kanaal van ticket #{ $id } is al weg.

cmd-ticket_list = Toont tickets, de oudste eerst
    .status = Alleen met deze status; anders die niet gesloten zijn
    .member = Alleen die van dit lid
    .category = Alleen die van deze categorie
cmd-ticket_claim = Neemt een ticket in behandeling
    .id = Welk; anders dat van dit kanaal
cmd-ticket_unclaim = Geeft een ticket terug
    .id = Welk; anders dat van dit kanaal
cmd-ticket_close = Sluit een ticket
    .reason = Waarom; het lid kan dat lezen
    .id = Welk; anders dat van dit kanaal
cmd-ticket_reopen = Heropent een gesloten ticket
    .id = Welk; anders dat van dit kanaal
cmd-ticket_status = Geeft een ticket een andere status
    .id = Welk
    .status = De status
    .escalate_to = De rol waarnaar het wordt geëscaleerd; anders die uit de instellingen
cmd-ticket_transfer = Draagt een ticket over aan iemand van het team ervan
    .staff = Wie het overneemt
    .id = Welk; anders dat van dit kanaal
cmd-ticket_priority = Zegt hoe dringend een ticket is
    .priority = Hoe dringend
    .id = Welk; anders dat van dit kanaal
cmd-ticket_note = Noteert iets dat alleen het team leest; zonder tekst toont het de notities
    .text = De notitie
    .id = Welk; anders dat van dit kanaal

refused-no-number = Noem een ticket bij zijn nummer, zoals 12, of kies er een uit wat je tijdens het typen ziet.
refused-no-ticket-here = Dit kanaal is geen ticket. Noem er een bij zijn nummer.
refused-no-status = Die status bestaat niet. Wel: { $names }.
refused-no-priority = Die prioriteit bestaat niet. Wel: { $names }.
refused-list = Alleen het team ziet de lijst van tickets.

reply-stands =
    { $held ->
        [yes] Ticket #{ $id }: { $status }, in handen van { $claimer }. Prioriteit: { $priority }. { $channel }
       *[no] Ticket #{ $id }: { $status }. Prioriteit: { $priority }. { $channel }
    }
reply-noted = Notitie { $number } van ticket #{ $id } is bewaard. Alleen het team kan die lezen.
reply-escalate = Naar welke rol escaleer je ticket #{ $id }?
reply-escalate-usual = Naar welke rol escaleer je ticket #{ $id }? Meestal is dat { $role }.
reply-sure = Het kanaal van ticket #{ $id } verwijderen? Het transcript is bewaard en blijft; het kanaal komt niet terug.
reply-deleting = Het kanaal van ticket #{ $id } wordt verwijderd. Het transcript blijft.
reply-kept = Er is niets veranderd.

list-live = niet gesloten
list-all = alle
list-title = Tickets: { $wanted } ({ $count })
list-empty = Geen tickets gevonden.
notes-title = Notities van ticket #{ $id }
notes-empty = Nog niemand heeft iets genoteerd. Dat doe je met /ticket_note en een tekst.

form-close = Ticket #{ $id } sluiten
form-close-reason = Reden (het lid kan die lezen)
form-close-reason-own = Reden (als je wilt)
select-role = Kies een rol
button-escalate-usual = De gebruikelijke rol

reply-suggestions = Alleen jij ziet dit. Lees het na voor je het plaatst.
reply-no-suggestion = Niets in de FAQ beantwoordt dit, dus er valt niets voor te stellen.
reply-posted = Het staat in het ticket.
refused-no-suggestion = Dit voorstel is weg. Druk nog eens op «Stel antwoord voor».
said-post = { $who } antwoordt:
button-post = Plaats het
button-post-one = Plaats nummer { $number }

tour-tickets = Tickets: vragen, antwoorden, sluiten
tour-tickets-ask = Je bent Emma en je hebt hulp nodig. `/ticket` opent een kanaal dat alleen jij en het team zien. Laat het invullen en verstuur het.
tour-tickets-staff = Het team ziet het ook: word Chloe, die erbij hoort.
tour-tickets-claim = De kaart toont altijd hoe het ticket ervoor staat. Druk op **Claim**: het kanaal en het logkanaal melden dat Chloe het behandelt.
tour-tickets-close = Schrijf een antwoord, als je wil. Druk dan op **Close** en geef een reden: het kanaal gaat op slot, en alles wat gezegd is, blijft bewaard.
tour-tickets-rate = Wees weer Emma: de bot heeft haar het transcript in een privébericht gestuurd en vraagt wat ze van de hulp vond.
