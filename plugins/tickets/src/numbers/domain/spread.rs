//! How values are spread.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Average, median and 90th percentile of durations, in seconds; only the count if there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Spread {
    /// How many there are.
    pub count: u64,
    /// The average.
    pub average: Option<i64>,
    /// The one in the middle; of two the middle between them.
    pub median: Option<i64>,
    /// Nine of ten are not longer.
    pub p90: Option<i64>,
}

impl Spread {
    /// Computes the spread of these values.
    pub fn from_values(mut values: Vec<i64>) -> Self {
        values.sort_unstable();
        let count = values.len();
        let (Some(first), Some(low)) = (values.first(), count.checked_sub(1).map(|last| last / 2)) else {
            return Self::default();
        };
        // Differences to the least one, so that the sum of many large ones still fits.
        let above: i128 = values.iter().map(|value| i128::from(value - first)).sum();
        let average = first + i64::try_from(above / count as i128).unwrap_or_default();
        let (low, high) = (values[low], values[count / 2]);
        // The nearest rank.
        let p90 = values[(count * 9).div_ceil(10) - 1];
        Self {
            count: count as u64,
            average: Some(average),
            median: Some(low + (high - low) / 2),
            p90: Some(p90),
        }
    }
}

/// What members thought of the help, with 1 to 5 stars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ratings {
    /// How many gave 1 star, 2 stars and so on.
    pub stars: [u64; 5],
}

impl Ratings {
    /// Counts a rating; values other than 1 to 5 are ignored.
    pub fn add(&mut self, stars: i64) {
        let place = usize::try_from(stars - 1).ok();
        if let Some(count) = place.and_then(|place| self.stars.get_mut(place)) {
            *count += 1;
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.stars.iter().sum()
    }

    /// The average in tenths of a star, such as 43 for 4.3.
    pub fn tenths(&self) -> Option<u64> {
        let sum: u64 = self.stars.iter().zip(1..).map(|(count, stars)| count * stars).sum();
        let count = self.count();
        (count > 0).then(|| (sum * 10 + count / 2) / count)
    }
}
