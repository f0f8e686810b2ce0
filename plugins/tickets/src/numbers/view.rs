//! A guild's numbers, as an embed with a chart.

use plugin_api::{
    Locale, Result,
    chrono::{Datelike, NaiveDate},
    run_blocking,
    serenity::{ButtonStyle, CreateActionRow, CreateAttachment, CreateButton, Mentionable},
    ui::{self, Reply, Tone, embed::FIELD_LIMIT, timestamp},
};

use super::{
    chart::{self, Chart},
    domain::{Bar, Figures, Numbers, Period, Spread, Step},
};
use crate::{
    names,
    settings::TicketSettings,
    texts::{category_label, text, text_with},
    ticket::Status,
};

/// The name of the chart's file.
const PICTURE: &str = "tickets.png";
/// How many categories and how many members of staff are listed.
const MAX_LISTED: usize = 10;

/// Renders the numbers with their chart, and buttons for other periods.
pub async fn render(locale: &Locale, settings: &TicketSettings, numbers: &Numbers) -> Result<Reply> {
    let chart = chart(locale, numbers);
    let alt_text = chart_in_words(locale, numbers);
    let picture = run_blocking(move || chart::render_png(&chart)).await??;
    let title = text(locale, &format!("numbers-title-{}", numbers.period));
    let taken = text_with(locale, "numbers-taken", &[("at", timestamp(numbers.until, 'f').into())]);
    let mut embed = ui::embed(Tone::Neutral, &title, &taken).image(format!("attachment://{PICTURE}"));
    for (name, value) in totals(locale, numbers) {
        embed = embed.field(text(locale, name), value, true);
    }
    let categories = numbers.categories.iter().map(|of| {
        let label = ui::escape_markdown(&category_label(settings, &of.category));
        figures(locale, "numbers-of-category", &label, &of.figures)
    });
    let staff = numbers
        .staff
        .iter()
        .map(|of| figures(locale, "numbers-of-staff", &of.user_id.mention().to_string(), &of.figures));
    for (name, lines) in
        [("numbers-categories", listed(locale, categories)), ("numbers-staff", listed(locale, staff))]
    {
        if !lines.is_empty() {
            embed = embed.field(text(locale, name), lines, false);
        }
    }
    let file = CreateAttachment::bytes(picture, PICTURE).description(alt_text);
    Ok(Reply::new().embed(embed).file(file).row(periods(locale, numbers.period)?))
}

/// The fields of all tickets together.
fn totals(locale: &Locale, numbers: &Numbers) -> Vec<(&'static str, String)> {
    let total = &numbers.total;
    let now: Vec<_> = Status::ALL
        .iter()
        .filter_map(|status| {
            let count = numbers.status.get(status).filter(|count| **count > 0)?;
            Some(format!("**{count}** {}", text(locale, &format!("status-{status}"))))
        })
        .collect();
    let now = if now.is_empty() { text(locale, "numbers-none") } else { now.join("\n") };
    let done = text_with(
        locale,
        "numbers-done-value",
        &[("opened", total.opened.into()), ("closed", total.closed.into())],
    );
    let rated = text_with(
        locale,
        "numbers-rating-value",
        &[("average", stars(locale, total).into()), ("count", total.ratings.count().into())],
    );
    vec![
        ("numbers-now", now),
        ("numbers-done", done),
        ("numbers-rating", rated),
        ("numbers-cycle", time(locale, total.cycle_seconds.average)),
        ("numbers-first", spread(locale, &total.first_response_seconds)),
    ]
}

fn spread(locale: &Locale, spread: &Spread) -> String {
    let args = [("median", time(locale, spread.median).into()), ("p90", time(locale, spread.p90).into())];
    text_with(locale, "numbers-first-value", &args)
}

/// One line of a list.
fn figures(locale: &Locale, id: &str, who: &str, figures: &Figures) -> String {
    text_with(
        locale,
        id,
        &[
            ("who", who.to_owned().into()),
            ("opened", figures.opened.into()),
            ("closed", figures.closed.into()),
            ("cycle", time(locale, figures.cycle_seconds.average).into()),
            ("first", time(locale, figures.first_response_seconds.median).into()),
            ("stars", stars(locale, figures).into()),
        ],
    )
}

/// As many lines as are listed and fit into a field; the last one says how many do not.
fn listed(locale: &Locale, lines: impl ExactSizeIterator<Item = String>) -> String {
    let count = lines.len();
    let more = |left: usize| text_with(locale, "numbers-more", &[("count", left.into())]);
    let mut shown = String::new();
    for (place, line) in lines.enumerate() {
        let room = FIELD_LIMIT - more(count).chars().count() - 1;
        if place == MAX_LISTED || shown.chars().count() + line.chars().count() > room {
            shown.push_str(&more(count - place));
            break;
        }
        shown.push_str(&line);
        shown.push('\n');
    }
    shown.trim_end().to_owned()
}

fn stars(locale: &Locale, figures: &Figures) -> String {
    let Some(tenths) = figures.ratings.tenths() else { return text(locale, "numbers-no-value") };
    let args = [("whole", (tenths / 10).into()), ("tenth", (tenths % 10).into())];
    text_with(locale, "numbers-stars", &args)
}

/// A duration in its two largest units.
fn time(locale: &Locale, seconds: Option<i64>) -> String {
    let Some(seconds) = seconds else { return text(locale, "numbers-no-value") };
    let minutes = seconds / 60;
    let (id, large, small) = match minutes {
        0 => ("time-under-a-minute", 0, 0),
        1..60 => ("time-minutes", minutes, 0),
        60..1_440 => ("time-hours", minutes / 60, minutes % 60),
        _ => ("time-days", minutes / 1_440, minutes % 1_440 / 60),
    };
    text_with(locale, id, &[("large", large.into()), ("small", small.into())])
}

fn periods(locale: &Locale, shown: Period) -> Result<CreateActionRow> {
    let mut buttons = Vec::new();
    for period in Period::ALL {
        let style = if *period == shown { ButtonStyle::Primary } else { ButtonStyle::Secondary };
        let id = names::actions::NUMBERS.id().with(period).build()?;
        buttons.push(CreateButton::new(id).style(style).label(text(locale, &format!("button-{period}"))));
    }
    let refresh = names::actions::NUMBERS_REFRESH.id().with(shown).build()?;
    buttons.push(
        CreateButton::new(refresh)
            .style(ButtonStyle::Secondary)
            .emoji('🔄')
            .label(text(locale, "button-refresh")),
    );
    Ok(CreateActionRow::Buttons(buttons))
}

fn chart(locale: &Locale, numbers: &Numbers) -> Chart {
    let bar = |bar: &Bar| (label(locale, numbers.step, bar.from), bar.opened, bar.closed);
    Chart {
        title: text_with(locale, "chart-title", &[("step", numbers.step.as_str().into())]),
        opened: text(locale, "chart-opened"),
        closed: text(locale, "chart-closed"),
        nothing: text(locale, "chart-nothing"),
        bars: numbers.bars.iter().map(bar).collect(),
    }
}

/// The chart in words: its alternative text.
fn chart_in_words(locale: &Locale, numbers: &Numbers) -> String {
    let title = text_with(locale, "chart-title", &[("step", numbers.step.as_str().into())]);
    let bars: Vec<_> = numbers
        .bars
        .iter()
        .filter(|bar| bar.opened + bar.closed > 0)
        .map(|bar| {
            let day = label(locale, numbers.step, bar.from);
            let args = [("day", day.into()), ("opened", bar.opened.into()), ("closed", bar.closed.into())];
            text_with(locale, "chart-bar", &args)
        })
        .collect();
    // Discord's limit on a file's description.
    ui::embed::truncate(&format!("{title}: {}", bars.join("; ")), 1024)
}

fn label(locale: &Locale, step: Step, from: NaiveDate) -> String {
    let id = match step {
        Step::Day | Step::Week => "chart-day",
        Step::Month => "chart-month",
        Step::Year => return from.year().to_string(),
    };
    let month = text_with(locale, "month", &[("month", from.month().into())]);
    let args =
        [("day", from.day().into()), ("month", month.into()), ("year", from.year().to_string().into())];
    text_with(locale, id, &args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_two_units_of_each_language() {
        let duration = |language: &str, seconds| time(&Locale::new(language), Some(seconds));
        assert_eq!(duration("en", 59), "under a minute");
        assert_eq!(duration("en", 3_599), "59 min");
        assert_eq!(duration("en", 7_500), "2 h 5 min");
        assert_eq!(duration("nl", 7_500), "2 u 5 min");
        assert_eq!(duration("nl", 90_000), "1 d 1 u");
    }

    #[test]
    fn days_and_months_have_short_names() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
        let label_in = |language: &str, step| label(&Locale::new(language), step, day);
        assert_eq!(
            (label_in("en", Step::Day), label_in("nl", Step::Day)),
            ("1 Mar".to_owned(), "1 mrt".to_owned())
        );
        assert_eq!(label_in("en", Step::Month), "Mar 2026");
        assert_eq!(label_in("nl", Step::Year), "2026");
    }

    #[test]
    fn a_list_that_is_too_long_says_how_much_it_leaves_out() {
        let locale = Locale::new("en");
        let lines: Vec<_> = (0..30).map(|place| format!("{place} {}", "x".repeat(200))).collect();
        let shown = listed(&locale, lines.into_iter());
        assert!(shown.chars().count() <= FIELD_LIMIT);
        assert!(shown.ends_with("and 26 more"), "{shown}");
    }
}
