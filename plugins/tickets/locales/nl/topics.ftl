## topics

topic-title = Telkens opnieuw gevraagd: { $title }
topic-unnamed = een onderwerp
topic-lead = { $count } gesloten tickets gaan over hetzelfde. Staat het antwoord in de FAQ, dan hoeft het volgende lid er geen ticket voor te openen.
topic-earlier = en { $count } die daarvoor kwamen:
topic-draft = Concept voor de FAQ
topic-decision = Beslist
topic-open = Nog niemand heeft beslist.
topic-added = { $who } heeft het als nummer { $entry } aan de FAQ toegevoegd, { $at }.
topic-later = { $who } heeft het uitgesteld, { $at }. Het komt terug als er na enkele dagen weer genoeg tickets over zijn.
topic-never = { $who } wil het niet in de FAQ, { $at }. Het wordt niet meer voorgesteld.

button-topic-add = Zet in FAQ
button-topic-later = Niet nu
button-topic-never = Nooit voor dit onderwerp

refused-faq-off = De FAQ staat uit op deze server: er kan niets aan toegevoegd worden.
refused-topic-gone = Dit voorstel is er niet meer.
