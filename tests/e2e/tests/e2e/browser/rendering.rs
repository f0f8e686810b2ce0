//! What a message's text becomes.

use e2e::Scene;
use serde_json::{Value, json};

/// What is written, and the elements that it becomes; their classes and addresses are left out.
const SHOWN: [(&str, &str); 25] = [
    ("**b** *i* _i_ __u__ ~~s~~", "<strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s>"),
    ("***both*** and **a *b* c**", "<em><strong>both</strong></em> and <strong>a <em>b</em> c</strong>"),
    ("2*3 snake_case_word \\*no\\*", "2*3 snake_case_word *no*"),
    ("¯\\_(ツ)_/¯", "¯\\_(ツ)_/¯"),
    ("**never closed", "**never closed"),
    ("`a` ``b ` c``", "<code>a</code> <code>b ` c</code>"),
    ("```rs\nlet a = 1;\n```", "<pre><span>rs</span><code>let a = 1;</code></pre>"),
    ("# One\n## Two\n#none", "<div>One</div><div>Two</div>#none"),
    ("-# small\nlarge", "<small>small</small>large"),
    ("> one\n> two\nafter", "<blockquote>one\ntwo</blockquote>after"),
    ("before\n>>> all\nthat follows", "before\n<blockquote>all\nthat follows</blockquote>"),
    ("- a\n- b\n  - c", "<ul><li>a</li><li>b\n<ul><li>c</li></ul></li></ul>"),
    ("3. a\n4. b", "<ol><li>a</li><li>b</li></ol>"),
    ("a - b\n1.c", "a - b\n1.c"),
    ("https://example.org/a_b_c.", "<a>https://example.org/a_b_c</a>."),
    (
        "(https://example.org/x) <https://example.org>",
        "(<a>https://example.org/x</a>) <a>https://example.org</a>",
    ),
    ("[here](https://example.org/a_(b) \"there\")", "<a>here</a>"),
    (
        "[https://good.example](https://bad.example)",
        "[<a>https://good.example</a>](<a>https://bad.example</a>)",
    ),
    ("[press](javascript:alert(1)) <b>x</b>", "[press](javascript:alert(1)) <b>x</b>"),
    ("<@200000000000000005> <@1>", "<span>@Emma</span> <span>@unknown-user</span>"),
    ("<#1> <@&1> @everyone", "<span># unknown</span> <span>@deleted-role</span> <span>@everyone</span>"),
    ("<t:1773313200:D> <t:99999999999999:R>", "<time>March 12, 2026</time> <t:99999999999999:R>"),
    ("<:wave:123456789012345678>", "<span>:wave:</span>"),
    ("||*no* peeking||", "<button><span>Spoiler: press to show it</span><span>no peeking</span></button>"),
    ("</nothing at all:1>", "<span>/nothing at all</span>"),
];

const ELEMENTS: &str = "
    const shown = (node) => node.nodeType === Node.TEXT_NODE
        ? node.data
        : `<${node.localName}>${[...node.childNodes].map(shown).join('')}</${node.localName}>`;
    const texts = [...document.querySelectorAll('[role=log] .content')];
    return texts.map((text) => [...text.childNodes].map(shown).join(''))";

fn guild(messages: &[Value]) -> Value {
    json!({ "guilds": [{
        "name": "Texts", "owner": "ada", "members": [{ "user": "emma" }],
        "channels": [{ "name": "texts", "messages": messages }],
    }] })
}

fn written(content: &str) -> Value {
    json!({ "author": "emma", "content": content })
}

#[tokio::test]
async fn texts_are_shown_in_discords_markdown() {
    let messages: Vec<_> = SHOWN.iter().map(|(text, _)| written(text)).chain([written("The end")]).collect();
    Scene::new()
        .without_host()
        .with(guild(&messages))
        .browse(async |_, browser| {
            let page = browser.open("ada", "?as=ada&guild=Texts&channel=texts").await;
            page.messages().reads("The end").await;
            let shown = page.evaluate(ELEMENTS).await;
            let shown = shown.as_array().unwrap().iter().map(|text| text.as_str().unwrap());
            let expected = SHOWN.iter().map(|(_, elements)| *elements).chain(["The end"]);
            for ((text, shown), expected) in messages.iter().zip(shown).zip(expected) {
                assert_eq!(shown, expected, "{text}");
            }
        })
        .await;
}

#[tokio::test]
async fn markup_that_never_ends_is_shown_at_once() {
    let hostile = ["*", "`", "> ", "[", "||a ", "**__~~||", "*a **b _c __d ~~e ||f ", "- ", "[a](https://"];
    let messages: Vec<_> = hostile.map(|part| written(&part.repeat(1_900 / part.len()))).into();
    Scene::new()
        .without_host()
        .with(guild(&messages))
        .browse(async |_, browser| {
            let page = browser.open("ada", "?as=ada&guild=Texts&channel=texts").await;
            let all = format!(
                "return document.querySelectorAll('[role=log] li[id]').length === {}",
                messages.len()
            );
            page.until("all messages are there", &all).await;
            let longest = "const { parse } = await import('/page/js/message/markdown/parse.js');
                const began = performance.now();
                for (const row of document.querySelectorAll('[role=log] .content')) parse(row.textContent.repeat(2));
                return performance.now() - began";
            let took = page.evaluate(&format!("return (async () => {{ {longest} }})()")).await;
            assert!(took.as_f64().unwrap() < 2_000.0, "parsing took {took} ms");
        })
        .await;
}
