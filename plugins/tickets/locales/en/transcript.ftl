## transcript

transcript-sent = Transcript of ticket #{ $id }.
transcript-summary = **Summary**
transcript-date = { $day } { $month } { $year }
transcript-by = { $who }, { $at }
transcript-staff = staff
transcript-bot = bot
transcript-note = Note by
transcript-empty = (a message without text)
transcript-nothing = Nothing was said in this ticket.
transcript-edited = edited { $at }
transcript-until = until { $at }
transcript-deleted = deleted { $at }
transcript-unknown = a message that is not here
transcript-forwarded = Forwarded
transcript-sticker = Sticker
transcript-poll = Poll
transcript-picture = Picture:
transcript-file-pending = is being fetched
transcript-file-large = too large to be kept
transcript-file-failed = was gone before it could be kept
transcript-file-elsewhere = kept, too large for this page
transcript-foot = { $count ->
    [one] 1 message
   *[other] { $count } messages
  }. All times are those of { $zone }.
transcript-cut = This ticket is too long for one file. What follows is its end; all of it can be read through the API.

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

cmd-ticket_search = Finds tickets by what was said in them
    .words = Words that were said
search-title = { $count ->
    [one] 1 ticket
   *[other] { $count } tickets
  } with these words
search-nothing = No ticket that you answer has all of these words.
search-no-words = Type words that were said, such as «refund invoice»: small words alone find nothing.
search-staff = Only staff can search in tickets.
