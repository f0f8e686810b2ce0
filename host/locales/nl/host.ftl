# Wat leden zien als iets niet lukt
command-off = Dit commando staat uit in deze server.
command-guild-only = Dit commando werkt alleen in een server.
command-cooldown = Niet zo snel: wacht even en probeer opnieuw.
command-outdated = Dit commando is veranderd. Herstart Discord (of wacht een minuut) en probeer opnieuw.
argument-unreadable = “{ $input }” kan hier niet: { $reason }
component-unknown = Deze knop leidt nergens meer naartoe. Gebruik het commando opnieuw.
component-off = De functie achter deze knop staat uit in deze server.

# Wat de staf leest in het logkanaal
quarantine-title = Een plug-in blijft falen
quarantine = “{ $plugin }” faalde meermaals na elkaar. Ze krijgt { $minutes } minuten geen gebeurtenissen in deze server. Haar commando's werken nog; het logboek van het programma kent de oorzaak.
registration-failed-title = Commando's konden niet worden geregistreerd
registration-failed = Discord nam de commando's van deze server niet aan. Bij de volgende wijziging of verbinding wordt het opnieuw geprobeerd; het logboek van het programma kent de oorzaak.
intent-lacking-title = Een plug-in krijgt haar gebeurtenissen niet
job-parked-title = Een taak is opgegeven
job-parked = “{ $job }” met de sleutel “{ $key }” mislukte bij elke poging en is opzijgezet. Referentie voor de beheerder: { $reference }
config-broken-title = plugins.toml is onbruikbaar
config-broken = Het bestand bevat fouten; de laatste goede instellingen blijven gelden. De eerste fout: { $error }
config-mended-title = plugins.toml geldt weer
config-mended = Het bestand is weer leesbaar.
