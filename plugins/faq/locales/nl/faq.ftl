cmd-faq = Vragen die vaak gesteld worden, met hun antwoorden
cmd-faq-list = Toont de vragen
    .category = Alleen die onder deze rubriek
cmd-faq-view = Toont een antwoord
    .entry = Welke: de vraag, een andere formulering of een trefwoord
    .public = Toon het aan iedereen hier
cmd-faq-search = Zoekt het antwoord op een vraag
    .question = Je vraag, in je eigen woorden
    .public = Toon het aan iedereen hier
cmd-faq-add = Voegt een vraag met antwoord toe in een formulier
    .title = De vraag
    .category = De rubriek van de vraag
cmd-faq-edit = Wijzigt een vraag met antwoord in een formulier
    .entry = Welke
cmd-faq-remove = Verwijdert een vraag met antwoord en geschiedenis
    .entry = Welke
cmd-faq-publish = Toont een vraag met antwoord aan leden, of trekt ze terug
    .entry = Welke
    .published = False maakt er weer een concept van
cmd-faq-history = Toont wie wanneer iets wijzigde, en wat er eerst stond
    .entry = Welke
cmd-faq-gaps = Toont de vragen waarop nog geen antwoord is
cmd-export_faq = Geeft alle vragen en antwoorden als tabel

field-title = Vraag
field-text = Antwoord
field-keywords = Trefwoorden
field-aliases = Andere formuleringen
field-alias = Een van de andere formuleringen
field-category = Rubriek
form-add = Nieuwe vraag
form-edit = Vraag #{ $id }
form-title = Vraag
form-text = Antwoord (Markdown)
form-keywords = Trefwoorden, met komma's ertussen
form-aliases = Andere formuleringen, één per regel
form-category = Rubriek

wrong-empty = { $field }: schrijf iets wat te zien is.
wrong-too-long = { $field }: hoogstens { $limit } tekens.
refused-gone = Vraag #{ $id } bestaat niet (meer). Met /faq list zie je alles wat er is.
refused-revision-gone = Wat vraag #{ $id } na wijziging { $revision } zei, wordt niet meer bewaard. Kies een recentere wijziging.
refused-rights = Hiervoor heb je { $permission } nodig in de hele server, niet alleen in één kanaal, of een rol die een beheerder in de instelling { $setting } heeft gezet.
refused-failed = Er ging iets mis, dus dit is niet bewaard. Je bent niets kwijt: je tekst staat hieronder, en in het bestand. Verstuur hem straks opnieuw.
refused-unknown = Geen enkele vraag heet zo. Kies er een uit de suggesties terwijl je typt, of gebruik /faq search.
refused-gap-gone = Deze vraag staat niet meer in de lijst: iemand heeft ze beantwoord of verwijderd.
refused-draft-public = Dit is een concept, dat alleen het team ziet. Publiceer het eerst.
refused-taken = Vraag #{ $id } is dezelfde vraag. Je tekst staat hieronder: stel de vraag anders, of zet je tekst bij die vraag.
refused-changed = Iemand wijzigde vraag #{ $id } terwijl je schreef, en van jou is niets bewaard. Je tekst staat hieronder: kijk wat er nu staat, en vul het aan.
refused-again = Tot daarnet was er al zo een vraag, maar iemand heeft ze gewijzigd of verwijderd. Verstuur de jouwe nog een keer.
refused-too-many = Er zijn { $most } vragen, zoveel als de instelling max_entries toelaat. Verwijder er een, of vraag een beheerder om er meer toe te laten.
refused-export-size = De tabel is te groot voor een bestand in Discord. Haal hem op via de API: /api/docs, faq, export.csv.
refused-not-asker = Alleen het lid dat de vraag stelde, kan zeggen of dit hielp.
given-back = Wat je schreef
somebody = iemand

reply-added = Vraag #{ $id } is toegevoegd, en leden kunnen ze vinden.
reply-drafted = Vraag #{ $id } is toegevoegd als concept. Leden zien ze zodra ze gepubliceerd is.
reply-edited = Vraag #{ $id } is bewaard.
reply-published = Vraag #{ $id } is gepubliceerd.
reply-unpublished = Vraag #{ $id } is weer een concept; leden zien ze niet meer.
reply-unchanged = Er valt niets te wijzigen: vraag #{ $id } is al zo.
reply-changed = Iemand heeft vraag #{ $id } intussen gewijzigd, dus er is niets gebeurd. Dit staat er nu.
reply-removed = Vraag #{ $id } is verwijderd.
reply-kept = Er is niets verwijderd.
reply-sure = Vraag #{ $id }, { $title }, met haar geschiedenis verwijderen?
reply-exported = Alle vragen en antwoorden, ook de concepten.

status-draft = concept
button-edit = Wijzigen
button-edit-now = Open wat er nu staat
button-publish = Publiceren
button-unpublish = Terugtrekken
button-history = Geschiedenis
button-remove = Verwijderen
button-restore = Zet dit terug
button-gap-add = Beantwoorden
button-gap-drop = Verwijderen
button-helped = Dit hielp
button-not-helped = Dit hielp niet
select-open = Lees een antwoord
select-revision = Kies een wijziging om te lezen
select-gap = Kies een vraag om te beantwoorden

list-title = Vragen en antwoorden
list-title-category = Vragen en antwoorden: { $category }
list-empty = Hier is nog niets.
list-empty-category = In de rubriek { $category } staat niets. Gebruik /faq list zonder rubriek om alles te zien.
list-views = { $count ->
    [one] één keer geopend
   *[other] { $count } keer geopend
 }
history-title = Geschiedenis van vraag #{ $id }
history-line = **{ $revision }** · { $when } · { $who } { $what } · { $title }
history-choice = Na wijziging { $revision }
history-shown = Vraag #{ $id } na wijziging { $revision }, door { $who } op { $when }:
action-add = voegde ze toe
action-edit = wijzigde ze
action-publish = publiceerde ze
action-unpublish = trok ze terug
gaps-title = Vragen zonder antwoord
gaps-empty = Elke vraag die gesteld werd, vond een antwoord.
gaps-line = • { $question } · { $count ->
    [one] één keer gesteld
   *[other] { $count } keer gesteld
 }, laatst { $when }
gap-shown = Hierop is nog geen antwoord: { $question }
gap-dropped = De vraag is verwijderd. Ze komt terug als iemand ze opnieuw stelt.

found-title = Deze geven misschien antwoord: { $question }
found-others = Niet dat? Misschien een van deze
found-nothing = Ik vond geen antwoord op: { $question }
found-nothing-next = Probeer andere woorden, of vraag het aan het team.
found-nothing-kept = Probeer andere woorden, of vraag het aan het team. Dat ziet dat deze vraag nog geen antwoord heeft, niet wie ze stelde.

suggest-says = Misschien geeft dit antwoord:
suggest-helped = Dit hielp.
suggest-not-helped = Bedankt. Het team ziet dat deze vraag een beter antwoord nodig heeft.
suggest-late = Hier is al op geantwoord, of de vraag is te oud.

log-title = FAQ #{ $id }, { $title }
log-added = { $who } voegde ze toe, en leden kunnen ze vinden.
log-drafted = { $who } voegde ze toe als concept.
log-edited = { $who } wijzigde ze: { $what }.
log-published = { $who } publiceerde ze.
log-unpublished = { $who } trok ze terug.
log-removed = { $who } verwijderde ze met haar geschiedenis.

page-title = Vragen en antwoorden
page-search = Wat wil je weten?
page-find = Zoeken
page-empty = Hier is nog niets.
page-nothing = Er is geen antwoord gevonden. Probeer andere woorden.
page-all = Alle vragen
page-pages = Pagina's
page-previous = Vorige
page-next = Volgende
page-of = Pagina { $page } van { $pages }

tour-faq = Beantwoord een vraag voorgoed
tour-faq-add = Schrijf /faq add in het berichtvak en verstuur het; er is al een vraag ingevuld. Schrijf in het formulier een antwoord en verstuur het. Het wordt bewaard, en het staat in #bot-log.
tour-faq-search = Iemand vraagt hetzelfde in eigen woorden, gehaast. Verstuur deze /faq search, met fouten en al: jouw antwoord wordt gevonden. Alleen wie vraagt, ziet het.
tour-faq-miss = Nu een vraag waarop nog geen antwoord is. Verstuur ze: de bot vindt niets, en zegt dat in plaats van te gokken.
tour-faq-gaps = Die vraag is niet verloren. Verstuur /faq gaps: daar staat ze, zonder wie ze stelde. Kies ze om ze in hetzelfde formulier te beantwoorden.
tour-faq-list = Verstuur /faq list: alles wat er is. Open daar een antwoord om het te wijzigen, terug te trekken, of te lezen wat er eerst stond.
