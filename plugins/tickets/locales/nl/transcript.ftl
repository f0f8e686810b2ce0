## transcript

transcript-sent = Transcript van ticket #{ $id }.
transcript-summary = **Samenvatting**
transcript-date = { $day } { $month } { $year }
transcript-by = { $who }, { $at }
transcript-staff = team
transcript-bot = bot
transcript-note = Notitie van
transcript-empty = (een bericht zonder tekst)
transcript-nothing = In dit ticket is niets gezegd.
transcript-edited = bewerkt op { $at }
transcript-until = tot { $at }
transcript-deleted = verwijderd op { $at }
transcript-unknown = een bericht dat hier niet staat
transcript-forwarded = Doorgestuurd
transcript-sticker = Sticker
transcript-poll = Peiling
transcript-picture = Afbeelding:
transcript-file-pending = wordt nog opgehaald
transcript-file-large = te groot om te bewaren
transcript-file-failed = was al weg voor het bewaard kon worden
transcript-file-elsewhere = bewaard, maar te groot voor deze pagina
transcript-foot = { $count ->
    [one] 1 bericht
   *[other] { $count } berichten
  }. Alle tijden zijn die van { $zone }.
transcript-cut = Dit ticket is te lang voor één bestand. Hieronder staat het einde; alles is te lezen via de API.

month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

cmd-ticket_search = Zoekt tickets op wat erin gezegd is
    .words = Woorden die gezegd zijn
search-title = { $count ->
    [one] 1 ticket
   *[other] { $count } tickets
  } met deze woorden
search-nothing = Geen ticket van jouw team bevat al deze woorden.
search-no-words = Typ woorden die gezegd zijn, zoals «terugbetaling factuur»: met alleen kleine woordjes is niets te vinden.
search-staff = Alleen het team kan in tickets zoeken.
