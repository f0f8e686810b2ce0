use std::collections::HashMap;

use super::*;

fn shown(text: &str) -> String {
    let people = HashMap::from([(7, "Emma <3".to_owned())]);
    markdown_to_html(text, &Names { people, zone: chrono_tz::Europe::Brussels, ..Names::default() }).0
}

#[test]
fn marks_mean_what_they_mean_on_discord() {
    let link = |to: &str| format!("<a href=\"{to}\" rel=\"noopener noreferrer nofollow\">{to}</a>");
    let table = [
        ("**b** *i* _i_ __u__ ~~s~~", "<strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s>".to_owned()),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>".to_owned()),
        ("||x||", "<span class=\"spoiler\" tabindex=\"0\">x</span>".to_owned()),
        ("a_b_c 2 * 3 * 4", "a_b_c 2 * 3 * 4".to_owned()),
        ("\\*not\\* bold", "*not* bold".to_owned()),
        ("`a **b** <c>`", "<code>a **b** &lt;c&gt;</code>".to_owned()),
        ("``a`b``", "<code>a`b</code>".to_owned()),
        ("x\n```rust\nlet a = 1;\n\n```\ny", "x<pre><code>let a = 1;\n</code></pre>y".to_owned()),
        ("```one line```", "<pre><code>one line</code></pre>".to_owned()),
        ("> a\n> b\nc", "<blockquote>a\nb</blockquote>c".to_owned()),
        ("x\n>>> a\nb", "x<blockquote>a\nb</blockquote>".to_owned()),
        ("# Big\n-# small", "<strong class=\"h1\">Big</strong><small class=\"sub\">small</small>".to_owned()),
        ("#no heading", "#no heading".to_owned()),
        ("1. one\n\n    5. five", "1. one\n\n    5. five".to_owned()),
        ("<@7> <@!8>", "<span class=\"mention\" title=\"7\">@<bdi>Emma &lt;3</bdi></span> <span class=\"mention\">@8</span>".to_owned()),
        ("<:wave:123>", "<span class=\"emoji\">:wave:</span>".to_owned()),
        ("<t:0:R>", "<time datetime=\"1970-01-01T00:00:00+00:00\">1 January 1970 01:00</time>".to_owned()),
        ("at https://example.org/a?b&c.", format!("at {}.", link("https://example.org/a?b&amp;c"))),
        ("<https://example.org>", link("https://example.org")),
        ("[here](https://example.org)", format!("here ({})", link("https://example.org"))),
        ("[x]: https://example.org", format!("[x]: {}", link("https://example.org"))),
    ];
    for (text, html) in table {
        assert_eq!(shown(text), html, "{text}");
    }
}

#[test]
fn thousands_of_addresses_that_are_none_are_text() {
    let text = "http:// ".repeat(20_000);
    assert_eq!(shown(&text), text);
}

#[test]
fn what_could_do_harm_is_text() {
    for (text, html) in [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("</script><img src=x onerror=alert(1)>", "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"),
        ("<@7 onclick=x>", "&lt;@7 onclick=x&gt;"),
        ("<:a\" onclick=\"x:1>", "&lt;:a&quot; onclick=&quot;x:1&gt;"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
    ] {
        assert_eq!(shown(text), html);
    }
}

/// What a reader sees of it.
fn read(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

proptest::proptest! {
    #[test]
    fn nothing_runs_and_no_letter_is_lost(text in "[<>\"'a-zא-ת\u{200b}\u{202e}:/()\\[\\]!`=&@#*_~|\\\\ \n-]{0,120}") {
        let html = shown(&text);
        let lower = html.to_lowercase();
        for word in ["<script", "<img", "<iframe", "<style", "<svg", "href=\"javascript", "href=\"data"] {
            proptest::prop_assert!(!lower.contains(word), "{}", html);
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        // Only the name of a language behind ``` is not shown.
        if !text.contains("```") {
            proptest::prop_assert_eq!(letters(&read(&html)), letters(&text));
        }
    }
}
