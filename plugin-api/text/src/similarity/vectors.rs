//! Texts are as similar as their embeddings point the same way.

use super::Similarity;

/// From this cosine on two summaries are about one topic, unless [`VectorSimilarity::with_threshold`] says otherwise. Models differ: this is what
/// OpenAI's `text-embedding-3` gives to short texts that say the same in other words; older models give more to any two texts.
const THRESHOLD: f64 = 0.6;

/// Texts are as similar as their embeddings point the same way.
#[derive(Clone, Debug)]
pub struct VectorSimilarity {
    /// Each of length one, or empty if it had no length.
    vectors: Vec<Vec<f32>>,
    threshold: f64,
}

impl VectorSimilarity {
    /// Compares texts by their embeddings, all of one model.
    pub fn new(vectors: Vec<Vec<f32>>) -> Self {
        Self::with_threshold(vectors, THRESHOLD)
    }

    /// The same with another threshold than [`THRESHOLD`].
    pub fn with_threshold(vectors: Vec<Vec<f32>>, threshold: f64) -> Self {
        Self { vectors: vectors.into_iter().map(normalise).collect(), threshold }
    }
}

impl Similarity for VectorSimilarity {
    fn count(&self) -> usize {
        self.vectors.len()
    }

    fn similarity(&self, one: usize, other: usize) -> f64 {
        let (one, other) = (&self.vectors[one], &self.vectors[other]);
        // One is of another model or empty.
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

fn normalise(vector: Vec<f32>) -> Vec<f32> {
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
    fn vectors_that_point_the_same_way_are_similar_however_long() {
        let similarity =
            VectorSimilarity::new(vec![vec![1.0, 0.0], vec![9.0, 1.0], vec![0.0, 2.0], vec![-1.0, 0.0]]);
        assert!(similarity.similarity(0, 1) > 0.99);
        assert!(similarity.similarity(0, 2) < 0.01 && similarity.similarity(0, 3) < 0.01);
        assert_eq!(similarity.similar_to(0), [1]);
    }

    #[test]
    fn an_empty_vector_or_one_of_another_model_is_similar_to_none() {
        let odd = vec![vec![0.0, 0.0], vec![0.0, 0.0], vec![f32::NAN, 1.0], vec![1.0], vec![1.0, 0.0]];
        let similarity = VectorSimilarity::new(odd);
        for one in 0..5 {
            assert!(similarity.similar_to(one).is_empty(), "{one}");
        }
    }
}
