//! Texts that are alike as far as their embeddings point the same way.

use super::Likeness;

/// From this cosine on two summaries are about one topic, unless [`ByVectors::with_threshold`] says otherwise. Models differ: this is what
/// OpenAI's `text-embedding-3` gives to short texts that say the same in other words; older models give more to any two texts.
const THRESHOLD: f64 = 0.6;

/// Texts that are alike as far as their embeddings point the same way.
#[derive(Clone, Debug)]
pub struct ByVectors {
    /// Each of length one, or empty where it had none.
    vectors: Vec<Vec<f32>>,
    threshold: f64,
}

impl ByVectors {
    /// Compares texts by their embeddings, all of one model.
    #[must_use]
    pub fn of(vectors: Vec<Vec<f32>>) -> Self {
        Self::with_threshold(vectors, THRESHOLD)
    }

    /// The same with another threshold than [`THRESHOLD`].
    #[must_use]
    pub fn with_threshold(vectors: Vec<Vec<f32>>, threshold: f64) -> Self {
        Self { vectors: vectors.into_iter().map(unit).collect(), threshold }
    }
}

impl Likeness for ByVectors {
    fn count(&self) -> usize {
        self.vectors.len()
    }

    fn likeness(&self, one: usize, other: usize) -> f64 {
        let (one, other) = (&self.vectors[one], &self.vectors[other]);
        // Of another model, or of nothing.
        if one.len() != other.len() {
            return 0.0;
        }
        let cosine: f64 = one.iter().zip(other).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
        cosine.clamp(0.0, 1.0)
    }

    fn threshold(&self) -> f64 {
        self.threshold
    }
}

fn unit(vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|part| part * part).sum::<f32>().sqrt();
    if !length.is_normal() {
        return Vec::new();
    }
    vector.into_iter().map(|part| part / length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_the_same_way_is_alike_however_long_it_is() {
        let likeness = ByVectors::of(vec![vec![1.0, 0.0], vec![9.0, 1.0], vec![0.0, 2.0], vec![-1.0, 0.0]]);
        assert!(likeness.likeness(0, 1) > 0.99);
        assert!(likeness.likeness(0, 2) < 0.01 && likeness.likeness(0, 3) < 0.01);
        assert_eq!(likeness.alike(0), [1]);
    }

    #[test]
    fn a_vector_of_nothing_or_of_another_model_is_like_none() {
        let odd = vec![vec![0.0, 0.0], vec![0.0, 0.0], vec![f32::NAN, 1.0], vec![1.0], vec![1.0, 0.0]];
        let likeness = ByVectors::of(odd);
        for one in 0..5 {
            assert!(likeness.alike(one).is_empty(), "{one}");
        }
    }
}
