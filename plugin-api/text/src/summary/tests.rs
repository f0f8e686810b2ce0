use super::*;

fn summary_of(messages: Vec<ChatMessage>) -> Option<String> {
    has_content(&messages).then(|| summarise(&messages))
}

#[test]
fn nothing_has_no_summary() {
    assert_eq!(summary_of(Vec::new()), None);
    assert_eq!(
        summary_of(vec![ChatMessage::member(" \n "), ChatMessage::staff("…"), ChatMessage::member("👍")]),
        None
    );
}

#[test]
fn what_only_bots_said_has_no_summary_and_is_in_none() {
    assert_eq!(
        summary_of(vec![
            ChatMessage::bot("A ticket was opened."),
            ChatMessage::bot("Staff will be with you.")
        ]),
        None
    );
    let summary = summary_of(vec![
        ChatMessage::bot("A ticket was opened."),
        ChatMessage::member("My parcel never came."),
    ]);
    assert_eq!(summary.as_deref(), Some("My parcel never came."));
}

#[test]
fn a_greeting_is_left_out_where_there_is_more_to_say() {
    let messages = vec![
        ChatMessage::member("Hi!"),
        ChatMessage::member("My parcel with the blue headphones never arrived"),
        ChatMessage::staff(
            "Hello! We looked it up: the courier lost the parcel. We send new headphones today.",
        ),
        ChatMessage::member("Thanks!"),
    ];
    let summary = summary_of(messages).expect("people said something");
    assert_eq!(
        summary,
        "My parcel with the blue headphones never arrived. We looked it up: the courier lost the parcel. We send new headphones today."
    );
    assert_eq!(summary_of(vec![ChatMessage::member("Hello?")]).as_deref(), Some("Hello?"));
}

#[test]
fn what_was_asked_in_few_words_is_quoted_rather_than_what_was_said_last() {
    let summed = |first: &str, then: &str| {
        summary_of(vec![ChatMessage::member(first), ChatMessage::member(then)]).unwrap()
    };
    assert_eq!(summed("after hours 👻", "please"), "after hours 👻");
    assert_eq!(summed("my pasword", "cannot log in at all"), "my pasword. cannot log in at all.");
    assert_eq!(summed("Password", "please"), "Password.");
    let messages = vec![
        ChatMessage::member("my pasword"),
        ChatMessage::staff("Use the reset link of the login page."),
        ChatMessage::member("Thanks!"),
    ];
    assert_eq!(summary_of(messages).as_deref(), Some("my pasword. Use the reset link of the login page."));
}

#[test]
fn a_dutch_conversation_is_summed_up_in_its_own_words() {
    let messages = vec![
        ChatMessage::member(
            "Goedemiddag, ik kan niet meer inloggen op mijn account sinds de update van gisteren.",
        ),
        ChatMessage::staff("Dag! Krijg je een foutmelding bij het inloggen?"),
        ChatMessage::member("Ja, er staat dat mijn wachtwoord verlopen is."),
        ChatMessage::staff("Dan kun je het wachtwoord opnieuw instellen via de knop op de inlogpagina."),
        ChatMessage::member("Het werkt! Met het nieuwe wachtwoord kan ik inloggen op mijn account. Bedankt!"),
    ];
    let summary = summary_of(messages).expect("people said something");
    assert!(summary.starts_with("Goedemiddag, ik kan niet meer inloggen"), "{summary}");
    assert!(summary.contains("nieuwe wachtwoord kan ik inloggen"), "{summary}");
    assert!(!summary.contains("Bedankt"), "{summary}");
}

#[test]
fn what_was_found_and_done_is_quoted_rather_than_what_was_asked_on_the_way() {
    let messages = vec![
        ChatMessage::member("Hello, since the update this morning I can't join the voice channel anymore"),
        ChatMessage::member("it says missing permissions"),
        ChatMessage::staff("Hi Emma, which voice channel is that?"),
        ChatMessage::member("the one called Raid Night"),
        ChatMessage::staff("Thanks. Can you leave and rejoin the server?"),
        ChatMessage::member("did that, same error"),
        ChatMessage::staff("Looks like the Raider role lost the Connect permission with the update."),
        ChatMessage::staff("I have given the Raider role Connect again. Try now please."),
        ChatMessage::member("works now, thanks!"),
    ];
    assert_eq!(
        summary_of(messages).as_deref(),
        Some(
            "Hello, since the update this morning I can't join the voice channel anymore. it says missing permissions. \
             Looks like the Raider role lost the Connect permission with the update. I have given the Raider role Connect again."
        )
    );
}

#[test]
fn the_end_of_a_long_conversation_is_in_its_summary() {
    let mut messages = vec![ChatMessage::member("The export button does nothing when I click it.")];
    messages.extend(
        (0..2_000)
            .map(|n| ChatMessage::staff(format!("Please try the export again with browser number {n}."))),
    );
    messages.push(ChatMessage::member("Clearing the cookies of the export page solved the export problem."));
    let summary = summary_of(messages).expect("people said something");
    assert!(summary.starts_with("The export button does nothing"), "{summary}");
    assert!(
        summary.ends_with("Clearing the cookies of the export page solved the export problem."),
        "{summary}"
    );
    assert!(summary.chars().count() <= LONGEST_SUMMARY, "{summary}");
}

#[test]
fn what_is_said_twice_is_quoted_once() {
    let messages = vec![
        ChatMessage::member("The bot kicked me from voice."),
        ChatMessage::member("The bot kicked me from voice."),
    ];
    assert_eq!(summary_of(messages).as_deref(), Some("The bot kicked me from voice."));
}

#[test]
fn a_wall_of_text_is_cut() {
    let wall = "endless complaint ".repeat(1_000);
    let summary = summary_of(vec![ChatMessage::member(wall.as_str()), ChatMessage::staff(wall)])
        .expect("people said something");
    assert!(summary.chars().count() <= LONGEST_SUMMARY && summary.ends_with('…'), "{summary}");
}

#[test]
fn an_entry_is_drafted_from_the_most_central_summary() {
    let summaries = [
        "The download of the invoice fails. Another browser helped.",
        "The invoice of the order is missing. It was under orders, in the browser.",
        "The order came without its invoice. Staff sent it.",
        "The voice channel is too quiet.",
    ]
    .map(str::to_owned);
    let (title, text) = draft_entry(&summaries);
    assert_eq!(title, "The invoice of the order is missing");
    assert_eq!(text, "It was under orders, in the browser.");
    let private = ["Mail jan@example.com. Or call 0470 12 34 56.".to_owned()];
    assert_eq!(draft_entry(&private), ("Mail [e-mail]".to_owned(), "Or call [number].".to_owned()));
    let single = ["The invoice is missing.".to_owned()];
    assert_eq!(draft_entry(&single), ("The invoice is missing".to_owned(), single[0].clone()));
    assert_eq!(draft_entry(&[]), (String::new(), String::new()));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]
    #[test]
    fn no_text_breaks_it_or_makes_it_too_long(texts in proptest::collection::vec(".{0,400}", 0..12)) {
        let (title, text) = draft_entry(&texts);
        proptest::prop_assert!(title.chars().count() <= LONGEST_TITLE && text.chars().count() <= LONGEST_ENTRY);
        if let Some(summary) = summary_of(texts.into_iter().map(ChatMessage::member).collect()) {
            proptest::prop_assert!(!summary.is_empty() && summary.chars().count() <= LONGEST_SUMMARY);
        }
    }
}
