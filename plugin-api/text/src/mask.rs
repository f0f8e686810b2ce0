//! Masks what is private in a text before it leaves the program, or is stored for longer than its message.

use std::sync::LazyLock;

use regex::{Captures, Regex};

#[cfg(test)]
mod tests;

const EMAIL: &str = "[e-mail]";
const SECRET: &str = "[secret]";
const ACCOUNT: &str = "[account]";
const NUMBER: &str = "[number]";
const MEMBER: &str = "[member]";

/// A telephone number has at least as many digits. Shorter ones are years, prices and error codes.
const FEWEST_DIGITS: usize = 7;

/// Discord's ids have as many digits, and nothing between them.
const SNOWFLAKE: std::ops::RangeInclusive<usize> = 17..=20;

/// The shortest and the longest account number, in characters.
const IBAN: std::ops::RangeInclusive<usize> = 15..=34;

/// The fewest and most digits on a payment card.
const CARD: std::ops::RangeInclusive<usize> = 13..=19;

/// From this length on a word of letters and digits is taken for a key.
const KEY: usize = 16;

/// How often a key goes from capitals to small letters to digits, at least: one step in so many. Names and addresses do more seldom.
const CHANGES: usize = 3;

/// Finds something private and replaces it; `None` leaves it as it is.
struct Rule {
    pattern: Regex,
    replace: fn(&Captures<'_>) -> Option<String>,
}

/// In this order: what is told by its form alone comes before what is told by its digits.
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    vec![
        rule(r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)", |_| {
            secret()
        }),
        // The token at the end of a webhook's address.
        rule(r"(?i)(/webhooks/\d+/)[\w-]+", |found| Some(format!("{}{SECRET}", &found[1]))),
        rule(r"(://)[^\s/@:]*:[^\s/@]+@", |found| Some(format!("{}{SECRET}@", &found[1]))),
        rule(EMAIL_PATTERN, |_| Some(EMAIL.to_owned())),
        rule(r"<@!?\d+>", |_| Some(MEMBER.to_owned())),
        rule(NAMED_PATTERN, named),
        rule(r"(?i)\b((?:bearer|basic) +)([\w.~+/=-]{8,})", |found| {
            found[2].contains(|c: char| c.is_ascii_digit()).then(|| format!("{}{SECRET}", &found[1]))
        }),
        rule(r"(?i)\b((?:pin|pin ?code|code)\s*(?:[:=]|is)?\s*)\d(?:[ -]?\d){3,7}\b", |found| {
            Some(format!("{}{SECRET}", &found[1]))
        }),
        rule(KNOWN_KEYS, |_| secret()),
        rule(r"(?i)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", |_| secret()),
        rule(r"\b[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){2,}\b", |found| {
            (has(&found[0], char::is_alphabetic) && has(&found[0], char::is_numeric)).then(secret)?
        }),
        rule(r"(?i)\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,34}\b", |found| iban(&found[0])),
        rule(r"[\w.+/-]*\w=*", |found| looks_like_a_key(&found[0]).then(secret)?),
        rule(NUMBER_PATTERN, |found| found.name("kept").map_or_else(|| digits(&found[0]), |_| None)),
    ]
});

/// With a sign, or spelled out as people do who hide it from programs.
const EMAIL_PATTERN: &str = r"(?ix)
    [\p{L}\p{N}._%+'-]+
    \s* (?: @ | ＠ | %40 | [(\[{] \s* (?: at | apenstaart(?:je)? ) \s* [)\]}] ) \s*
    [\p{L}\p{N}-]+
    (?: (?: \. | \s* [(\[{] \s* (?: dot | punt ) \s* [)\]}] \s* ) [\p{L}\p{N}-]+ )+";

/// A word for something secret, and what it is.
const NAMED_PATTERN: &str = r#"(?ix)
    ( (?: \b | _ )
      (?: passw(?:or)?d | passphrase | passcode | pwd | wachtwoord | ww | token | secret | geheim
        | (?: api | access | private | secret | license | licence ) [\ _-]? (?: key | sleutel ) | authorization )
      ["']? \s* ) ( [:=] | \b(?:is|was)\b ) ( \s* (?: (?: bearer | basic ) \s+ )? ["'`]? ) ( [^\s"'`,;]+ )"#;

/// Keys that say themselves what they are.
const KNOWN_KEYS: &str = r"(?x)
    \b (?: (?: sk | pk | rk ) [-_] [\w-]{12,}
      | gh[pousr]_ \w{16,} | github_pat_ \w{16,} | glpat- [\w-]{16,} | npm_ \w{16,} | hf_ \w{16,}
      | xox[abprs]- [\w-]{10,} | AKIA [0-9A-Z]{12,} | AIza [\w-]{20,} | mfa\. [\w-]{20,}
      | eyJ [\w-]{8,} \. [\w-]+ (?: \. [\w-]* )?
      | [A-Za-z0-9_-]{20,} \. [\w-]{5,8} \. [\w-]{20,} )";

/// Dates and Discord's addresses are found first, and left. The rest are digits with little between them.
const NUMBER_PATTERN: &str = r"(?ix)
    (?<kept> \b (?: (?:19|20)\d\d-[01]?\d-[0-3]?\d | [0-3]?\d[-/.][01]?\d[-/.](?:19|20)\d\d ) \b | discord(?:app)?\.com/channels/[\d/]+ )
    | [+(]{0,2} \d (?: [^\S\n]{0,2} [-./()–]{0,2} [^\S\n]{0,2} \d ){6,}";

fn rule(pattern: &str, replace: fn(&Captures<'_>) -> Option<String>) -> Rule {
    Rule { pattern: Regex::new(pattern).expect("the pattern is written here"), replace }
}

/// Replaces e-mail addresses, telephone and account numbers, passwords, keys and members' ids by a word in brackets each.
///
/// It rather masks an order number than lets a telephone number through. Invisible characters go, which could break a number up.
pub fn mask(text: &str) -> String {
    let mut masked: String = text.chars().filter(|character| !is_invisible(*character)).collect();
    for rule in RULES.iter() {
        let replaced = rule.pattern.replace_all(&masked, |found: &Captures<'_>| {
            (rule.replace)(found).unwrap_or_else(|| found[0].to_owned())
        });
        masked = replaced.into_owned();
    }
    masked
}

fn secret() -> Option<String> {
    Some(SECRET.to_owned())
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn has(text: &str, what: fn(char) -> bool) -> bool {
    text.contains(what)
}

/// After a colon anything is the secret; after «is» only what is no word («the password is wrong»).
fn named(found: &Captures<'_>) -> Option<String> {
    let (name, link, between, value) = (&found[1], &found[2], &found[3], &found[4]);
    let certain = link == ":" || link == "=";
    let no_word = value.trim_end_matches(['.', '!', '?', ')']).chars().any(|c| !c.is_alphabetic());
    (certain || no_word).then(|| format!("{name}{link}{between}{SECRET}"))
}

/// The beginning of a run that is an account number by its check digits; the words after it stay.
fn iban(run: &str) -> Option<String> {
    let breaks = run.match_indices([' ', '-']).map(|(at, _)| at);
    let end = breaks.chain([run.len()]).find(|end| is_iban(&run[..*end]))?;
    Some(format!("{ACCOUNT}{}", &run[end..]))
}

fn is_iban(text: &str) -> bool {
    let characters: Vec<_> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    if !IBAN.contains(&characters.len()) {
        return false;
    }
    let (head, tail) = characters.split_at(4);
    let remainder =
        tail.iter().chain(head).filter_map(|character| character.to_digit(36)).fold(0, |sum, value| {
            let shift = if value > 9 { 100 } else { 10 };
            (sum * shift + value) % 97
        });
    remainder == 1
}

/// What random letters and digits look like, and words, numbers and addresses of pages do not.
fn looks_like_a_key(run: &str) -> bool {
    let parts = run.split(|character: char| !character.is_alphanumeric());
    let mixed = |part: &str| has(part, char::is_alphabetic) && has(part, char::is_numeric);
    if parts.into_iter().any(|part| part.len() >= KEY && mixed(part)) {
        return true;
    }
    let kinds: Vec<_> = run.chars().map(kind).collect();
    let steps = kinds.windows(2).filter(|pair| pair[0] != pair[1] && !pair.contains(&Kind::Other)).count();
    let all = [Kind::Capital, Kind::Small, Kind::Digit].iter().all(|kind| kinds.contains(kind));
    all && kinds.len() >= KEY && steps * CHANGES >= kinds.len()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Capital,
    Small,
    Digit,
    Other,
}

fn kind(character: char) -> Kind {
    match character {
        c if c.is_uppercase() => Kind::Capital,
        c if c.is_lowercase() => Kind::Small,
        c if c.is_numeric() => Kind::Digit,
        _ => Kind::Other,
    }
}

fn digits(run: &str) -> Option<String> {
    let digits: Vec<u32> = run.chars().filter_map(|character| character.to_digit(10)).collect();
    let unbroken = run.chars().all(|character| character.is_ascii_digit());
    if CARD.contains(&digits.len()) && is_card(&digits) {
        return Some(ACCOUNT.to_owned());
    }
    let is_id = unbroken && SNOWFLAKE.contains(&run.len());
    // Digits of other scripts are none to `to_digit`: the pattern has counted them.
    (!is_id && run.chars().count() >= FEWEST_DIGITS).then(|| NUMBER.to_owned())
}

/// The check digit of payment cards (Luhn).
fn is_card(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}
