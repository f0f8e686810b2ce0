//! The chart of opened and closed tickets, in Discord's dark colours and legible on a phone.

use std::sync::Once;

use plotters::{
    coord::Shift,
    prelude::*,
    style::{
        register_font,
        text_anchor::{HPos, Pos, VPos},
    },
};
use plugin_api::Result;

/// The picture's size. Discord shows it at half that on a desktop and a third on a phone.
const SIZE: (u32, u32) = (1200, 630);

const GROUND: RGBColor = RGBColor(0x2b, 0x2d, 0x31);
const GRID: RGBColor = RGBColor(0x4e, 0x50, 0x58);
const TEXT: RGBColor = RGBColor(0xf2, 0xf3, 0xf5);
/// These two differ in brightness too, for people who are colour-blind.
const OPENED: RGBColor = RGBColor(0x7c, 0x8c, 0xff);
const CLOSED: RGBColor = RGBColor(0x57, 0xe3, 0x89);

/// The one font, which is in the binary.
const FONT: &str = "sans-serif";
const HEADLINE: u32 = 44;
const LABEL: u32 = 38;

/// From this many bars on they are too narrow to have their number above them.
const NARROW: usize = 13;
/// How wide a letter of a label is about, and how much space is left between two.
const LETTER: usize = 21;
const GAP: usize = 24;
/// Into how many steps the vertical axis is parted at most.
const MAX_STEPS: u64 = 5;

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What the chart shows.
    pub title: String,
    /// What the first bar of each pair is.
    pub opened: String,
    /// What the second one is.
    pub closed: String,
    /// The text in the middle if there is nothing to show.
    pub nothing: String,
    /// A label and the heights of a pair, for each span of time.
    pub bars: Vec<(String, u64, u64)>,
}

/// Draws a chart as a PNG file.
pub fn render_png(chart: &Chart) -> Result<Vec<u8>> {
    let mut pixels = vec![0; (SIZE.0 * SIZE.1 * 3) as usize];
    draw(chart, &mut pixels).map_err(|error| anyhow::anyhow!("the chart can't be drawn: {error}"))?;
    let mut file = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut file, SIZE.0, SIZE.1);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(::png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(anyhow::Error::from)?;
    writer.write_image_data(&pixels).map_err(anyhow::Error::from)?;
    writer.finish().map_err(anyhow::Error::from)?;
    Ok(file)
}

type Area<'a> = DrawingArea<BitMapBackend<'a>, Shift>;
type Drawn<'a> = Result<(), DrawingAreaErrorKind<<BitMapBackend<'a> as DrawingBackend>::ErrorType>>;

fn draw(chart: &Chart, pixels: &mut [u8]) -> Result<(), Box<dyn std::error::Error>> {
    register_fonts();
    let root = BitMapBackend::with_buffer(pixels, SIZE).into_drawing_area();
    root.fill(&GROUND)?;
    let (head, body) = root.split_vertically(84);
    draw_headline(chart, &head)?;
    draw_bars(chart, &body)?;
    root.present()?;
    Ok(())
}

fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if register_font(FONT, FontStyle::Normal, dejavu::sans::regular()).is_err() {
            unreachable!("the font in the binary is a font");
        }
    });
}

fn text_style(size: u32, horizontal: HPos) -> TextStyle<'static> {
    (FONT, size).into_font().color(&TEXT).pos(Pos::new(horizontal, VPos::Center))
}

/// The title, and which bar is which.
fn draw_headline<'a>(chart: &Chart, area: &Area<'a>) -> Drawn<'a> {
    let middle = 50;
    area.draw(&Text::new(chart.title.as_str(), (28, middle), text_style(HEADLINE, HPos::Left)))?;
    let mut right = i32::try_from(SIZE.0).unwrap_or(i32::MAX) - 28;
    for (name, colour) in [(&chart.closed, CLOSED), (&chart.opened, OPENED)] {
        let label = text_style(LABEL, HPos::Right);
        let (width, _) = area.estimate_text_size(name, &label)?;
        area.draw(&Text::new(name.as_str(), (right, middle), label))?;
        right -= i32::try_from(width).unwrap_or_default() + 40;
        area.draw(&Rectangle::new([(right, middle - 13), (right + 26, middle + 13)], colour.filled()))?;
        right -= 32;
    }
    Ok(())
}

fn draw_bars<'a>(chart: &Chart, area: &Area<'a>) -> Drawn<'a> {
    let highest = chart.bars.iter().map(|(_, opened, closed)| *opened.max(closed)).max().unwrap_or(0);
    let step = line_distance(highest);
    let top = (highest / step + 1).saturating_mul(step);
    let count = chart.bars.len();
    let widest = top.to_string().len();
    let mut plane = ChartBuilder::on(area)
        .margin_top(26)
        .margin_right(48)
        .margin_left(8)
        .x_label_area_size(66)
        .y_label_area_size(44 + 24 * i32::try_from(widest).unwrap_or(1))
        .build_cartesian_2d(0.0..count.max(1) as f64, 0.0..top as f64)?;
    for height in (0..=top / step).map(|line| line * step) {
        let line = [(0.0, height as f64), (count.max(1) as f64, height as f64)];
        plane.draw_series([PathElement::new(line, GRID.stroke_width(2))])?;
        let (x, y) = plane.backend_coord(&(0.0, height as f64));
        draw_text(area, &height.to_string(), (x - 16, y + 5), HPos::Right)?;
    }
    for (place, (_, opened, closed)) in chart.bars.iter().enumerate() {
        for (shift, height, colour) in [(0.12, *opened, OPENED), (0.51, *closed, CLOSED)] {
            let left = place as f64 + shift;
            let bar = [(left, 0.0), (left + 0.37, height as f64)];
            plane.draw_series([Rectangle::new(bar, colour.filled())])?;
            if count < NARROW && height > 0 {
                let (x, y) = plane.backend_coord(&(left + 0.185, height as f64));
                draw_text(area, &height.to_string(), (x, y - 20), HPos::Center)?;
            }
        }
    }
    let interval = label_interval(chart, plane.plotting_area().dim_in_pixel().0 as usize);
    for (place, (label, ..)) in chart.bars.iter().enumerate().step_by(interval) {
        let (x, y) = plane.backend_coord(&(place as f64 + 0.5, 0.0));
        draw_text(area, label, (x, y + 38), HPos::Center)?;
    }
    if highest == 0 {
        let (x, y) = plane.backend_coord(&(count.max(1) as f64 / 2.0, top as f64 / 2.0));
        draw_text(area, &chart.nothing, (x, y), HPos::Center)?;
    }
    Ok(())
}

/// Every how many bars there is a label, so that labels don't touch.
fn label_interval(chart: &Chart, width: usize) -> usize {
    let widest = chart.bars.iter().map(|(label, ..)| label.chars().count()).max().unwrap_or(0);
    ((widest * LETTER + GAP) * chart.bars.len()).div_ceil(width.max(1)).max(1)
}

/// Draws a text at absolute coordinates of the picture.
fn draw_text<'a>(area: &Area<'a>, text: &str, at: (i32, i32), horizontal: HPos) -> Drawn<'a> {
    let (left, top) = area.get_base_pixel();
    area.draw(&Text::new(text, (at.0 - left, at.1 - top), text_style(LABEL, horizontal)))
}

/// The distance of the lines: 1, 2 or 5 times a power of ten.
fn line_distance(highest: u64) -> u64 {
    let powers = std::iter::successors(Some(1_u64), |power| power.checked_mul(10));
    let mut steps = powers.flat_map(|power| [1, 2, 5].map(|times| power.saturating_mul(times)));
    steps.find(|step| highest / step < MAX_STEPS).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_are_few_and_at_round_numbers() {
        for (highest, expected) in
            [(0, 1), (4, 1), (5, 2), (9, 2), (10, 5), (24, 5), (25, 10), (99, 20), (1_234, 500)]
        {
            assert_eq!(line_distance(highest), expected, "{highest}");
        }
        assert!(line_distance(u64::MAX) > 0);
    }

    #[test]
    fn labels_do_not_touch() {
        let chart_of = |label: &str, count| Chart {
            title: String::new(),
            opened: String::new(),
            closed: String::new(),
            nothing: String::new(),
            bars: vec![(label.to_owned(), 1, 1); count],
        };
        for (label, count, expected) in
            [("", 0, 1), ("1 Mar", 1, 1), ("17 Nov", 7, 1), ("17 Nov", 30, 5), ("Mar 2026", 13, 3)]
        {
            assert_eq!(label_interval(&chart_of(label, count), 1_060), expected, "{count} of '{label}'");
        }
    }

    #[test]
    fn a_chart_is_a_picture_of_its_size_whatever_it_shows() {
        let chart_of = |bars: Vec<(String, u64, u64)>| Chart {
            title: "Geopend en gesloten per dag".to_owned(),
            opened: "geopend".to_owned(),
            closed: "gesloten".to_owned(),
            nothing: "niets".to_owned(),
            bars,
        };
        for bars in [vec![], vec![("1 jan".to_owned(), 0, 0)], vec![("1 jan".to_owned(), 3, u64::MAX)]] {
            let file = render_png(&chart_of(bars)).expect("it is drawn");
            let reader = ::png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG file");
            assert_eq!((reader.info().width, reader.info().height), SIZE);
        }
    }
}
