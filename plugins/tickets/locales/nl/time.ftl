## time

farewell-title = Ticket #{ $id } is gesloten
farewell-by = Gesloten door { $who }.
farewell-archived = Hier kan niemand meer schrijven. Het ticket wordt { $when } gearchiveerd; tot dan kan het heropend worden.

closed-unanswered = Het lid heeft niet geantwoord op de vraag of het ticket dicht mag.
closed-inactive = Het lid heeft { $hours } uur niet geantwoord.

act-close_request = vragen of het dicht mag
reply-close-requested = Aan het lid wordt gevraagd of ticket #{ $id } dicht mag. Zonder antwoord wordt het { $when } gesloten.
form-request = Mag #{ $id } dicht?
form-request-reason = Waarom het opgelost is
form-request-hint = Het lid leest dit bij de vraag.
question-title = Mag ticket #{ $id } dicht?
question-text = { $who } denkt dat dit opgelost is. Klopt dat? Zonder antwoord of ander bericht van jou wordt dit ticket { $when } gesloten.
question-yes = Ja, sluit het
question-no = Nee, ik heb nog hulp nodig
question-agreed = Ja: het is gesloten.
question-declined = Nee: het blijft open en het team weet het.
question-written = Het lid schreef een bericht in plaats van op een knop te drukken: het blijft open.
question-closed = Niemand heeft geantwoord: het is gesloten.

refused-already-asked = { $who } heeft het lid al gevraagd of ticket #{ $id } dicht mag; zonder antwoord wordt het { $when } gesloten.
refused-nobody-to-ask = Niemand kan gevraagd worden of ticket #{ $id } dicht mag: het lid of het kanaal is weg. Sluit het.
refused-not-asked = Of ticket #{ $id } dicht mag, wordt niet meer gevraagd.
refused-not-yours-to-answer = Alleen wie ticket #{ $id } geopend heeft, kan daarop antwoorden. Het team kan het sluiten met «Sluit».
refused-not-yours-to-rate = Alleen wie ticket #{ $id } geopend heeft, kan het beoordelen.
refused-rate-live = Ticket #{ $id } is open: je kunt het beoordelen zodra het gesloten is.
refused-no-stars = Geef eerst sterren en schrijf daarna iets.

log-close-request = { $who } heeft het lid gevraagd of het dicht mag.
log-close-unasked = { $member } kon niet gevraagd worden of het dicht mag: ik mag niet schrijven in het kanaal.
log-close-declined = { $member } wil nog niet dat het gesloten wordt.
log-close-written = { $member } schreef een bericht in plaats van te antwoorden of het dicht mag: het blijft open.
log-rating = { $member } gaf { $stars }.
log-rate-gone = { $member } is niet meer op deze server en is niet om een beoordeling gevraagd.
log-rate-unsent = { $member } kon niet om een beoordeling gevraagd worden: niet in een privébericht en niet in het kanaal.
log-remind = { $member } is eraan herinnerd dat het team op een antwoord wacht.
log-deleted = Het kanaal is verwijderd. Het transcript wordt bewaard.
log-delete-refused = Het kanaal kon niet verwijderd worden: Discord laat me niet toe. Geef me daar «Kanalen beheren» en druk nog eens op «Verwijder».
log-delete-waits = Het kanaal is nog niet verwijderd: het transcript is niet opgeslagen. Ik probeer het opnieuw.

remind = { $member }, het team wacht hier op je antwoord.
remind-closes = { $member }, het team wacht hier op je antwoord. Zonder antwoord wordt dit ticket { $when } gesloten.

rate-transcript = In de bijlage staat alles wat er gezegd is: open het bestand in je browser.
rate-question = Hoe hebben we je geholpen?
rate-thanks = Je gaf { $stars }. Bedankt! Je kunt het nog veranderen.
rate-write = Iets schrijven
rate-rewrite = Veranderen wat je schreef
form-comment = Over ticket #{ $id }
form-comment-label = Wat moeten we weten?

sla-first-response-warning = { $member } wacht op een eerste antwoord, dat er { $when } moet zijn. Prioriteit: { $priority }.
sla-first-response-breach = { $member } wacht nog op een eerste antwoord, dat er { $when } had moeten zijn. Prioriteit: { $priority }.
sla-resolution-warning = Het ticket van { $member } is niet opgelost; dat moet { $when } opgelost zijn. Prioriteit: { $priority }. In behandeling bij: { $claimer }.
sla-resolution-breach = Het ticket van { $member } is nog niet opgelost; dat had { $when } opgelost moeten zijn. Prioriteit: { $priority }. In behandeling bij: { $claimer }.
