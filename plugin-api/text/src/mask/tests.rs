use proptest::prelude::*;

use super::*;

/// Each text and what is left of it.
const TABLE: &[(&str, &str)] = &[
    // E-mail addresses
    ("mail me: jan.peeters+discord@example.co.uk!", "mail me: [e-mail]!"),
    ("jan @ example.com, jan(at)example.com, jan [at] example [dot] com", "[e-mail], [e-mail], [e-mail]"),
    ("ook jan [apenstaartje] voorbeeld (punt) be", "ook [e-mail]"),
    ("zoë@münchen.example and j%40example.com", "[e-mail] and [e-mail]"),
    ("meet at example.com, ping @everyone", "meet at example.com, ping @everyone"),
    // Telephone numbers
    ("bel 0470123456 of 0470 12 34 56", "bel [number] of [number]"),
    ("+32 (0)470 12.34.56", "[number]"),
    ("call (555) 010-9999 now", "call [number] now"),
    ("0 4 7 0 1 2 3 4 5 6", "[number]"),
    ("02/123.45.67", "[number]"),
    ("0470\u{200b}12\u{ad}34\u{2060}56", "[number]"),
    ("0031 6 – 12 34 56 78 after six", "[number] after six"),
    ("٠٤٧٠١٢٣٤٥٦", "[number]"),
    ("number:\n0470\n123456", "number:\n0470\n123456"),
    (
        "on 2026-11-23 at 14:05, or 23/11/2026, error 10013, 404",
        "on 2026-11-23 at 14:05, or 23/11/2026, error 10013, 404",
    ),
    ("on 2026-11-23 0470123456", "on 2026-11-23 [number]"),
    ("version 1.21.4 costs 1.250 euro", "version 1.21.4 costs 1.250 euro"),
    // Discord
    (
        "<@123456789012345678> and <@!123456789012345678> in <#123456789012345678>",
        "[member] and [member] in <#123456789012345678>",
    ),
    (
        "https://discord.com/channels/123456789012345678/223456789012345678",
        "https://discord.com/channels/123456789012345678/223456789012345678",
    ),
    (
        "https://discord.com/api/webhooks/123456789012345678/aBc-dEf_123",
        "https://discord.com/api/webhooks/123456789012345678/[secret]",
    ),
    ("MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs", "[secret]"),
    // Passwords
    ("my password: hunter", "my password: [secret]"),
    ("wachtwoord is Welkom123!", "wachtwoord is [secret]"),
    (
        "the password is wrong, het wachtwoord is verlopen.",
        "the password is wrong, het wachtwoord is verlopen.",
    ),
    ("DISCORD_TOKEN=abc.def", "DISCORD_TOKEN=[secret]"),
    ("{\"api_key\": \"abc\"}", "{\"api_key\": \"[secret]\"}"),
    ("Authorization: Bearer abcdef", "Authorization: Bearer [secret]"),
    ("the verification code is 493 021", "the verification code is [secret]"),
    ("code 404", "code 404"),
    ("postgres://anna:s3cret@db.local/x", "postgres://[secret]@db.local/x"),
    // Keys
    ("sk-proj-abcDEF123456789", "[secret]"),
    ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[secret]"),
    ("AKIAIOSFODNN7EXAMPLE", "[secret]"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-def_ghi", "[secret]"),
    ("9f86d081884c7d659a2feaa0c55ad015", "[secret]"),
    ("550e8400-e29b-41d4-a716-446655440000", "[secret]"),
    ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1", "[secret]"),
    ("ABCD1-EFGH2-JKLM3", "[secret]"),
    ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- bye", "[secret] bye"),
    (
        "https://example.com/help/how-to-reset-your-password-2026",
        "https://example.com/help/how-to-reset-your-password-2026",
    ),
    ("https://example.com/reset?t=a1b2c3d4e5f6a7b8c9", "https://example.com/reset?t=[secret]"),
    (
        "internationalisation of Donaudampfschifffahrtsgesellschaft",
        "internationalisation of Donaudampfschifffahrtsgesellschaft",
    ),
    // Accounts
    ("BE68 5390 0754 7034 met dank", "[account] met dank"),
    ("nl91abna0417164300.", "[account]."),
    ("4111 1111 1111 1111", "[account]"),
];

#[test]
fn what_is_private_is_masked_and_nothing_else() {
    for (text, masked) in TABLE {
        assert_eq!(mask(text), *masked, "of {text:?}");
    }
}

#[test]
fn what_is_masked_stays_as_it_is() {
    for (text, masked) in TABLE {
        assert_eq!(mask(masked), *masked, "of {text:?}");
    }
}

#[test]
fn a_long_text_is_masked_in_time_that_grows_with_its_length() {
    let text = "a@b 1 2 3 - token is x ".repeat(20_000);
    assert!(mask(&text).len() <= text.len());
}

/// A telephone number as people write it: digits with a separator here and there.
fn telephone() -> impl Strategy<Value = String> {
    let digit = prop::sample::select(('0'..='9').collect::<Vec<_>>());
    let separator = prop::sample::select(vec!["", "", " ", ".", "-", "/", " - ", "  "]);
    let tail = prop::collection::vec((separator, digit), 9..12);
    ("(00|\\+|0)[1-9]", tail).prop_map(|(head, tail)| {
        tail.into_iter().fold(head, |number, (separator, digit)| format!("{number}{separator}{digit}"))
    })
}

proptest! {
    #[test]
    fn no_text_breaks_it(text in any::<String>()) {
        prop_assert!(mask(&text).len() <= 10 * text.len());
    }

    #[test]
    fn a_telephone_number_never_gets_through(number in telephone(), before in "([a-zA-Z .,:é]{0,20} )?", after in "( [a-zA-Z .,!é]{0,20})?") {
        // What may be a date stays.
        prop_assume!(!["19", "20"].iter().any(|century| number.contains(century)));
        let masked = mask(&format!("{before}{number}{after}"));
        prop_assert!(masked.chars().filter(char::is_ascii_digit).count() < FEWEST_DIGITS, "{masked}");
    }

    #[test]
    fn an_address_never_gets_through(name in "[a-z0-9][a-z0-9.+_-]{0,20}", domain in "[a-z0-9]{1,12}\\.[a-z]{2,8}", around in "[ ,;:()<>\"]{0,3}") {
        let masked = mask(&format!("x{around} {name}@{domain}{around}"));
        prop_assert!(!masked.contains(&domain) && !masked.contains('@'), "{masked}");
    }
}
