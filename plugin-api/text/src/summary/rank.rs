//! `TextRank`: how central each sentence of a text is.

use std::collections::HashMap;

use super::sentences::Sentence;

/// How often ranks are passed on, and how much of a rank comes from similar sentences: the constants of `TextRank`'s authors.
const ROUNDS: usize = 30;
const DAMPING: f32 = 0.85;

/// How central each sentence is: the stationary ranks of a walk from similar sentence to similar sentence.
pub(super) fn ranks(sentences: &[Sentence]) -> Vec<f32> {
    let count = sentences.len();
    let rarity = rarity(sentences);
    let similarities: Vec<Vec<f32>> = (0..count)
        .map(|a| {
            (0..count)
                .map(|b| if a == b { 0.0 } else { similarity(&sentences[a], &sentences[b], &rarity) })
                .collect()
        })
        .collect();
    let sums: Vec<f32> = similarities.iter().map(|row| row.iter().sum()).collect();
    let mut ranks = vec![1.0; count];
    for _ in 0..ROUNDS {
        ranks = (0..count)
            .map(|index| {
                let neighbours = (0..count).filter(|other| sums[*other] > 0.0);
                let received: f32 =
                    neighbours.map(|other| ranks[other] * similarities[other][index] / sums[other]).sum();
                1.0 - DAMPING + DAMPING * received
            })
            .collect();
    }
    ranks
}

/// How much a shared word says: less, the more sentences have it.
fn rarity(sentences: &[Sentence]) -> HashMap<&str, f32> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for stem in sentences.iter().flat_map(|sentence| &sentence.stems) {
        *counts.entry(stem).or_default() += 1;
    }
    let all = sentences.len() as f32;
    counts.into_iter().map(|(stem, count)| (stem, (1.0 + all / count as f32).ln())).collect()
}

fn similarity(a: &Sentence, b: &Sentence, rarity: &HashMap<&str, f32>) -> f32 {
    let shared: f32 = a.stems.intersection(&b.stems).filter_map(|stem| rarity.get(stem.as_str())).sum();
    let length = ((1 + a.stems.len()) as f32).ln() + ((1 + b.stems.len()) as f32).ln();
    if length > 0.0 { shared / length } else { 0.0 }
}
