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
