## Wat elk deel van de plugin zegt

status-opening = wordt geopend
status-open = open
status-claimed = in behandeling
status-waiting_for_user = wacht op het lid
status-escalated = geëscaleerd
status-closed = gesloten
status-archived = gearchiveerd

priority-low = laag
priority-normal = normaal
priority-high = hoog
priority-urgent = dringend

act-made = het openen
act-claim = het in behandeling nemen
act-unclaim = het teruggeven
act-transfer = het overdragen
act-wait = op het lid wachten
act-resume = ermee verdergaan
act-escalate = het escaleren
act-close = het sluiten
act-reopen = het heropenen
act-archive = het archiveren

refused-gone = Er is geen ticket #{ $id } op deze server.
refused-standing = Alleen wie ticket #{ $id } heeft geopend en het team ervan mogen { $act }.
refused-staff = Alleen het team van ticket #{ $id } mag { $act }.
refused-already-by = Ticket #{ $id } is al { $status }: { $who } was je voor.
refused-already = Ticket #{ $id } is al { $status }.
refused-nobody = Alleen iemand van het team van ticket #{ $id } kan { $act }; een programma kan dat niet.
refused-no-channel = Het kanaal van ticket #{ $id } is weg, dus het kan niet verdergaan. Open een nieuw ticket.
refused-claimed = { $who } heeft ticket #{ $id } in behandeling.
refused-status = Dat kan nu niet: ticket #{ $id } is { $status }.
refused-closed-by = Dat kan nu niet: ticket #{ $id } is { $status } door { $who }.
refused-possible = Je kunt wel: { $acts }.
refused-moment = Probeer het zo dadelijk opnieuw.
refused-nothing-possible = Je kunt er niets meer mee doen.
