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

act-made = openen
act-claim = in behandeling nemen
act-unclaim = teruggeven
act-transfer = overdragen
act-wait = op het lid laten wachten
act-resume = hervatten
act-escalate = escaleren
act-close = sluiten
act-reopen = heropenen
act-archive = archiveren

refused-gone = Er is geen ticket #{ $id } op deze server.
refused-standing = Je mag ticket #{ $id } niet { $act }: het is niet van jou en je hoort niet bij het team ervan.
refused-staff = Je mag ticket #{ $id } niet { $act }: dat doet het team ervan.
refused-already-by = Ticket #{ $id } is al { $status }: { $who } was je voor.
refused-already = Ticket #{ $id } is al { $status }.
refused-nobody = Een programma kan ticket #{ $id } niet { $act }: dat moet iemand van het team doen.
refused-no-channel = Het kanaal van ticket #{ $id } is weg, dus het kan niet verdergaan. Open een nieuw ticket.
refused-claimed = { $who } heeft ticket #{ $id } in behandeling.
refused-status = Dat kan nu niet: ticket #{ $id } is { $status }.
refused-closed-by = Dat kan nu niet: ticket #{ $id } is { $status } door { $who }.
refused-possible = Wat wel kan: { $acts }.
refused-moment = Probeer het zo dadelijk opnieuw.
refused-nothing-possible = Er valt niets meer mee te doen.
