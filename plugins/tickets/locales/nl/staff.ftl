## staff

nobody = de bot
forgotten = iemand die vergeten wou worden

card-title = Ticket #{ $id } · { $category }
card-status = Status
card-priority = Prioriteit
card-member = Lid
card-opened = Geopend
card-claimed = Behandeld door
card-escalated = Geëscaleerd naar
card-waiting = Wacht sinds
card-closed = Gesloten
card-reason = Reden

button-claim = Neem aan
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
said-unclaim = { $who } heeft dit ticket teruggegeven. Iemand anders van het team kan het aannemen.
said-transfer = { $who } heeft dit ticket overgedragen aan { $claimer }.
said-wait = { $who } wacht op je antwoord, { $member }.
said-resume = { $who } gaat verder met dit ticket.
said-escalate = { $who } heeft dit ticket geëscaleerd naar { $role }.
said-reopen = { $who } heeft dit ticket heropend.
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

act-priority = van prioriteit veranderen
act-note = van een notitie voorzien
act-delete = met kanaal en al opruimen
act-suggest = van een voorgesteld antwoord voorzien
act-post = beantwoorden
act-list = in een lijst zien

refused-no-staff-of = { $who } hoort niet bij het team van ticket #{ $id }: kies iemand die deze categorie behandelt.
refused-same-priority = Ticket #{ $id } heeft deze prioriteit al: { $priority }.
refused-no-role = Noem de rol waarnaar het wordt geëscaleerd: de instellingen van de categorie noemen er geen.
refused-role = Naar deze rol kan een ticket niet worden geëscaleerd: kies er een van deze server die niet iedereen heeft.
refused-blank-note = Schrijf iets dat te zien is.
refused-delete-live = Ticket #{ $id } is niet gesloten: sluit het eerst. Het kanaal kan weg zodra het transcript bewaard is.
refused-delete-transcript = Het transcript van ticket #{ $id } is nog niet bewaard, dus het kanaal blijft nog even. Probeer het over een minuut opnieuw.
refused-delete-gone = Het kanaal van ticket #{ $id } is al weg.
