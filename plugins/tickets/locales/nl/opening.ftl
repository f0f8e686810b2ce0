## opening

cmd-ticket = Vraagt het team om hulp in een eigen kanaal
    .description = Wat je nodig hebt
    .category = Waarover het gaat
cmd-ticket_about = Opent een formulier voor een ticket over een bericht
    .command-name = Ticket over dit bericht
cmd-ticket_panel_post = Plaatst het paneel waarmee leden tickets openen, of werkt het bij
    .channel = Waar; hier, als je niets kiest

form-description = Waarmee kunnen we helpen?
opening-category = Waarover gaat het?
opening-faq = Misschien staat het antwoord hier al:
button-answered = Dit beantwoordt mijn vraag
button-answered-by = Beantwoord door: { $title }
button-anyway = Toch een ticket openen
opening-answered = Mooi zo. Er is geen ticket geopend.
opening-begun = Je ticket wordt geopend…
opening-done = Ticket #{ $id } is open: { $place }
opening-greeting = { $member }, bedankt voor je bericht. Het team antwoordt je hier.
opening-hours = Op dit moment is er niemand aan het werk. Het team is er weer { $when } ({ $soon }).
given-back = Wat je schreef

refused-blank = Schrijf waar het over gaat; alleen spaties of onzichtbare tekens tellen niet.
refused-unanswered = Vul iets in bij «{ $question }»; alleen spaties of onzichtbare tekens tellen niet.
refused-category = Hier is geen categorie '{ $category }'. Wel: { $names }.
refused-category-none = Kies een categorie uit de lijst.
refused-draft-gone = Dit is al geopend, of het is meer dan een dag oud. Begin opnieuw met /ticket.
refused-limit = Je hebt al { $most ->
        [one] een ticket
       *[other] { $most } tickets
    } open in de categorie { $category }, en meer mogen er niet openstaan. { $where ->
        [none] Wacht tot het gesloten is.
       *[other] Schrijf in { $place }.
    }
refused-limit-all = Er staan { $most } tickets open in de categorie { $category }, zoveel als het team tegelijk aanneemt. Probeer het later opnieuw.
refused-cooldown = Je opende pas nog een ticket in de categorie { $category }. Een volgende kan { $when }.
refused-blocked = Je mag geen tickets openen in de categorie { $category }: een van je rollen is ervan uitgesloten. Vraag het team om hulp.
refused-required = Tickets in de categorie { $category } zijn voor leden met een van deze rollen: { $roles }.

opening-undone-category-full = Je ticket kon niet geopend worden: { $place } heeft zoveel kanalen als Discord toelaat, en er is nergens anders plaats. Laat het het team weten, of probeer het later opnieuw.
opening-undone-guild-full = Je ticket kon niet geopend worden: deze server heeft zoveel kanalen als Discord toelaat. Laat het het team weten, of probeer het later opnieuw.
opening-undone-parent-gone = Je ticket kon niet geopend worden: het kanaal voor tickets in de categorie { $category } is er niet meer. Laat het het team weten: dat kan een ander instellen.
opening-undone-no-private-threads = Je ticket kon niet geopend worden: in het kanaal voor tickets in de categorie { $category } zou iedereen het kunnen lezen. Zeg het aan het team, dat een ander kan instellen.
opening-undone-unseen = Je ticket kon niet geopend worden: het kanaal waarin tickets van de categorie { $category } horen, is voor jou verborgen. Zeg het aan het team.
opening-undone-forbidden = Je ticket kon niet geopend worden: ik mis daarvoor een machtiging. Laat het het team weten; in het logkanaal staat welke.
opening-undone-other = Je ticket kon niet geopend worden: Discord accepteert het kanaal niet. Laat het het team weten.
opening-undone-failed = Je ticket kon niet geopend worden: Discord antwoordde te lang niet. Probeer het later opnieuw.

log-undone-category-full = Niet geopend bij gebrek aan plaats: de Discord-categorie { $place } zit vol (50 kanalen), en de uitwijkcategorie ook, als die er is. Verwijder kanalen, of stel `overflow` van de categorie { $category } in.
log-undone-guild-full = Niet geopend: de server heeft zijn 500 kanalen. Verwijder er enkele.
log-undone-parent-gone = Niet geopend: het kanaal waarin de threads van de categorie { $category } gemaakt worden, is er niet. Stel `parent` ervan in.
log-undone-no-private-threads = Niet geopend, want iedereen zou het kunnen lezen: `parent` van `categories.{ $category }` moet een tekstkanaal zijn, en dat is { $place } niet. Stel een ander in.
log-undone-unseen = Niet geopend: wie het opende, ziet { $place } niet en kan er dus niet in een thread gezet worden. Laat leden met een ticket in de categorie { $category } het kanaal zien, of stel een andere `parent` in.
log-undone-forbidden =
    { $mode ->
        [thread] Niet geopend: ik heb in { $place }, waar de threads van de categorie { $category } gemaakt worden, de machtigingen Kanalen weergeven, Privéthreads aanmaken, Berichten verzenden in threads, Threads beheren en Links insluiten nodig.
       *[channel] Niet geopend: ik heb de machtigingen Kanalen weergeven, Kanalen beheren, Rollen beheren, Berichten verzenden en Links insluiten nodig waar tickets van de categorie { $category } gemaakt worden ({ $place }).
    }
log-undone-other = Niet geopend: Discord accepteert het kanaal van de categorie { $category } niet. Misschien kloppen de instellingen niet; de oorzaak staat in het logboek van het programma.
log-undone-failed = Niet geopend, hoe vaak het ook geprobeerd werd: Discord antwoordt niet.
log-parent-gone = De Discord-categorie van `categories.{ $category }` is er niet meer: het kanaal staat nu ergens anders. Stel `parent` of `overflow` opnieuw in.
log-parent-kind = `parent` of `overflow` van `categories.{ $category }` is geen Discord-categorie: het kanaal staat nu ergens anders. Stel het id van een categorie in.
log-roles-gone = `categories.{ $category }` noemt rollen die er niet meer zijn: { $roles }. Haal ze uit de instellingen.
log-sync-category-full = Het kanaal blijft waar het is: de Discord-categorie van `categories.{ $category }` zit vol (50 kanalen). Verwijder er enkele, of stel `overflow` in.
log-sync-guild-full = Het kanaal kon niet gewijzigd worden: de server heeft zoveel kanalen als Discord toelaat.
log-sync-parent-gone = Het kanaal blijft waar het is: de Discord-categorie van `categories.{ $category }` is er niet meer. Stel `parent` opnieuw in.
log-sync-parent-kind = Het kanaal blijft waar het is: `parent` of `overflow` van `categories.{ $category }` is geen Discord-categorie. Stel het id van een categorie in.
log-sync-unseen = Iemand kon niet in de thread gezet worden: het kanaal waarin die staat, is voor hen verborgen. Laat hen dat zien, of open een ander ticket.
log-sync-forbidden =
    { $mode ->
        [thread] De thread kon niet bijgewerkt worden: ik heb in het kanaal ervan de machtigingen Berichten verzenden in threads en Threads beheren nodig.
       *[channel] Het kanaal kon niet bijgewerkt worden: ik heb er de machtigingen Kanalen beheren en Rollen beheren nodig.
    }
log-sync-other = Het kanaal kon niet bijgewerkt worden: Discord accepteert niet wat gewenst is. De oorzaak staat in het logboek van het programma.
closed-channel-gone = Het kanaal is verwijderd.

panel-title = Hulp nodig?
panel-text = Druk op een knop om een ticket te openen. Alleen jij en het team zien het.
panel-open = Open een ticket
panel-posted = Het paneel staat in { $place }: { $link }
panel-refused = Ik kan niet schrijven in { $place }. Geef me daar Kanalen weergeven, Berichten verzenden en Links insluiten.

cmd-ticket_add = Laat een lid of een rol toe tot een ticket
    .who = Wie
    .id = Welk ticket; dat van dit kanaal, als je niets kiest
cmd-ticket_remove = Haalt een toegevoegd lid of een toegevoegde rol uit een ticket
    .who = Wie
    .id = Welk ticket; dat van dit kanaal, als je niets kiest
cmd-ticket_move = Verplaatst een ticket naar een andere categorie
    .category = Waarheen
    .id = Welk ticket; dat van dit kanaal, als je niets kiest

act-add = er iemand aan toevoegen
act-remove = er iemand uit halen
act-move = het verplaatsen
reply-added = { $guest } is toegevoegd aan ticket #{ $id }.
reply-removed = { $guest } is uit ticket #{ $id } gehaald.
reply-moved = Ticket #{ $id } staat nu in de categorie { $category }.
said-added = { $who } heeft { $guest } toegevoegd.
said-removed = { $who } heeft { $guest } eruit gehaald.
said-moved = { $who } heeft dit ticket verplaatst naar { $category }.
said-left = { $who } heeft de server verlaten. Dit ticket blijft open tot het team het sluit.
log-added = { $who } heeft { $guest } toegevoegd.
log-removed = { $who } heeft { $guest } eruit gehaald.
log-moved = { $who } heeft het verplaatst naar { $category }.
refused-everyone = Iedereen heeft die rol: het ticket zou niet meer besloten zijn. Kies een andere rol.
refused-bot = { $guest } houdt elk ticket bij en kan dus niet aan #{ $id } toegevoegd worden: noem een lid of een rol.
refused-added = { $guest } zit al in ticket #{ $id }.
refused-not-added = { $guest } is niet toegevoegd aan ticket #{ $id } en kan er dus niet uit. Het team zit erin door zijn rollen.
refused-theirs = Ticket #{ $id } is van { $guest } zelf, die er dus in blijft.
refused-moved = Ticket #{ $id } staat al in de categorie { $category }.
refused-thread-role = Ticket #{ $id } wordt in een thread behandeld, en daarin passen alleen leden, geen rollen: voeg de leden met { $guest } één voor één toe, of escaleer het ticket naar die rol.
said-called = { $roles }, dit ticket heeft jullie nodig.
said-thread-stays = De thread blijft waar die is: Discord kan een thread niet naar een ander kanaal verplaatsen.
refused-place = Categorie { $category } werkt met threads en dit ticket is een kanaal, of andersom: het kan niet verplaatst worden.
log-orphans-title = Kanalen zonder ticket
log-orphans = { $count ->
        [one] Een kanaal draagt
       *[other] { $count } kanalen dragen
    } het kenmerk van een ticket dat niet in deze database staat: { $channels }. Als dit de juiste database is, verwijder dan wat niet meer nodig is.
