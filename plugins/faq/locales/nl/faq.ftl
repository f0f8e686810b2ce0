cmd-faq = Vragen die vaak gesteld worden, met hun antwoorden
cmd-faq-list = Toont de vragen
    .category = Alleen die onder deze rubriek
cmd-faq-view = Toont een antwoord
    .entry = Welk: de vraag, een andere formulering of een trefwoord
    .public = Toon het aan iedereen hier
cmd-faq-search = Zoekt het antwoord op een vraag
    .question = Je vraag, in je eigen woorden
    .public = Toon het aan iedereen hier
cmd-faq-add = Voegt een vraag met antwoord toe in een formulier
    .title = De vraag
    .category = De rubriek waaronder ze staat
cmd-faq-edit = Wijzigt een vraag met antwoord in een formulier
    .entry = Welke
cmd-faq-remove = Verwijdert een vraag met antwoord en geschiedenis
    .entry = Welke
cmd-faq-publish = Toont een vraag met antwoord aan leden, of trekt ze terug
    .entry = Welke
    .published = False trekt ze terug: dan is ze een concept
cmd-faq-history = Toont wie wanneer iets wijzigde, en wat er eerst stond
    .entry = Welke
cmd-faq-gaps = Toont de vragen waarop nog niets antwoordt
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
form-category = Rubriek waaronder ze staat

wrong-empty = { $field }: schrijf iets wat te zien is.
wrong-too-long = { $field }: hoogstens { $limit } tekens.
refused-gone = Die vraag is er niet (meer). /faq list toont wat er is.
refused-unknown = Geen enkele vraag heet zo. Kies er een uit wat je tijdens het typen te zien krijgt, of gebruik /faq search.
refused-gap-gone = Deze vraag staat niet meer in de lijst: iemand heeft ze beantwoord of geschrapt.
refused-draft-public = Dit is een concept, dat alleen het team ziet. Publiceer het eerst.
refused-taken = Nummer #{ $id } heeft deze vraag al. Je woorden staan hieronder: wijzig de vraag, of zet ze daar in.
refused-changed = Iemand wijzigde #{ $id } terwijl je schreef, en van jou is niets bewaard. Je woorden staan hieronder: kijk wat er nu staat, en zet ze daarin.
refused-again = Iemand wijzigde op hetzelfde moment een vraag. Probeer het opnieuw.
refused-too-many = Er zijn { $most } vragen, zoveel als de instellingen toelaten. Verwijder er eerst een.
refused-export-size = De tabel is te groot voor een bestand in Discord. De API geeft ze: /api/docs, faq, export.csv.
refused-not-asker = Alleen wie de vraag stelde kan zeggen of dit hielp.
given-back = Wat je schreef
somebody = iemand

reply-added = Vraag #{ $id } is toegevoegd, en leden kunnen ze vinden.
reply-drafted = Vraag #{ $id } is toegevoegd als concept. Leden zien ze zodra ze gepubliceerd is.
reply-edited = Vraag #{ $id } is bewaard.
reply-published = Vraag #{ $id } is gepubliceerd.
reply-unpublished = Vraag #{ $id } is weer een concept; leden zien ze niet meer.
reply-unchanged = Vraag #{ $id } stond al zo.
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
button-gap-drop = Schrappen
button-helped = Dit hielp
button-not-helped = Dit hielp niet
select-open = Lees een antwoord
select-revision = Lees wat er stond
select-gap = Doe iets met een vraag

list-title = Vragen en antwoorden
list-title-category = Vragen en antwoorden: { $category }
list-empty = Hier is nog niets.
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
gap-shown = Niets antwoordt hierop: { $question }
gap-dropped = De vraag is geschrapt. Ze komt terug als iemand ze opnieuw stelt.

found-title = Deze geven misschien antwoord: { $question }
found-others = Niet dat? Misschien een van deze
found-nothing = Niets past hier: { $question }
    Probeer andere woorden, of vraag het aan het team. Dat ziet dat deze vraag nog geen antwoord heeft, niet wie ze stelde.

suggest-says = Misschien geeft dit antwoord:
suggest-helped = Dit hielp.
suggest-not-helped = Bedankt. Het team ziet dat deze vraag een beter antwoord nodig heeft.
suggest-late = Dit is al gezegd, of het is te lang geleden.

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
page-nothing = Niets past hier. Probeer andere woorden.
page-all = Alle vragen
page-pages = Pagina's
page-previous = Vorige
page-next = Volgende
page-of = Pagina { $page } van { $pages }

tour-faq = Beantwoord een vraag voorgoed
tour-faq-add = Schrijf /faq add in het berichtvak en verstuur het; er is al een vraag ingevuld. Schrijf in het formulier een antwoord en verstuur het. Het wordt bewaard, en #bot-log zegt het.
tour-faq-search = Iemand vraagt hetzelfde in eigen woorden, gehaast. Verstuur deze /faq search, met fouten en al: jouw antwoord wordt gevonden. Alleen wie vraagt, ziet het.
tour-faq-miss = Nu een vraag waarop nog niemand antwoordde. Verstuur ze: niets past, en de bot zegt dat in plaats van te gokken.
tour-faq-gaps = Die vraag is niet verloren. Verstuur /faq gaps: daar staat ze, zonder wie ze stelde. Kies ze om ze in hetzelfde formulier te beantwoorden.
tour-faq-list = Verstuur /faq list: alles wat er is. Open daar een antwoord om het te wijzigen, terug te trekken, of te lezen wat er eerst stond.
