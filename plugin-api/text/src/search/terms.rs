//! The words of all documents, and BM25 over them.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use bm25::{Embedder, EmbedderBuilder, Embedding, Scorer, TokenEmbedder, TokenEmbedding, Tokenizer};

use super::{COMMON_WEIGHT, Document, UNSEEN};
use crate::words::{self, IndexKey, SAME_WORD, Word, index_keys, similarity, typo_similarity};

/// A word in a title, an alias or the keywords counts as so many in the text.
const NAME_WEIGHT: usize = 3;
/// BM25's `b`, by which words of long documents count less. Lower than usual (0.75): long answers are no worse.
const LENGTH_PENALTY: f32 = 0.4;
/// If a word this similar is known, the word is spelt as it was meant.
const SURE_SPELLING: f64 = 0.8;

pub(super) struct Terms {
    /// By the number of a term: a word for its stem, and how many documents have it.
    terms: Vec<Term>,
    /// Every spelling of the words of the documents, and the term of each.
    spellings: Vec<(Word, usize)>,
    /// The indices of the spellings under each key.
    spellings_by_key: HashMap<IndexKey, Vec<usize>>,
    /// By the index of a document.
    documents: Vec<IndexedDocument>,
    scorer: Scorer<usize, u64>,
}

struct Term {
    stem: String,
    common: bool,
    documents: usize,
}

struct IndexedDocument {
    id: i64,
    /// The terms of its title and of each alias.
    names: Vec<Vec<usize>>,
    /// All of these, and those of its keywords.
    name_terms: HashSet<usize>,
}

/// Splits text that consists of stems already.
#[derive(Default)]
struct Stems;

impl Tokenizer for Stems {
    fn tokenize(&self, stems: &str) -> Vec<String> {
        stems.split(' ').filter(|stem| !stem.is_empty()).map(str::to_owned).collect()
    }
}

impl fmt::Debug for Terms {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (terms, documents) = (self.terms.len(), self.documents.len());
        formatter
            .debug_struct("Terms")
            .field("terms", &terms)
            .field("documents", &documents)
            .finish_non_exhaustive()
    }
}

/// Numbers the terms of documents. Each spelling is stemmed only once.
#[derive(Default)]
struct TermReader {
    terms: Vec<Term>,
    by_stem: HashMap<String, usize>,
    by_token: HashMap<String, Vec<usize>>,
    spellings: Vec<(Word, usize)>,
}

impl TermReader {
    fn read(&mut self, text: &str) -> Vec<usize> {
        words::topic_tokens(text).into_iter().flat_map(|token| self.token_terms(token)).collect()
    }

    /// The terms of a token: more than one if it is a compound.
    fn token_terms(&mut self, token: String) -> Vec<usize> {
        if let Some(terms) = self.by_token.get(&token) {
            return terms.clone();
        }
        let terms: Vec<_> =
            words::compound_words(token.clone()).into_iter().map(|word| self.term(word)).collect();
        self.by_token.insert(token, terms.clone());
        terms
    }

    fn term(&mut self, word: Word) -> usize {
        let next = self.terms.len();
        let term = *self.by_stem.entry(word.stem.clone()).or_insert(next);
        if term == next {
            self.terms.push(Term { stem: word.stem.clone(), common: word.common, documents: 0 });
        }
        self.spellings.push((word, term));
        term
    }

    fn document(&mut self, document: &Document<'_>) -> (IndexedDocument, Vec<usize>) {
        let names: Vec<_> = [document.title]
            .into_iter()
            .chain(document.aliases.iter().map(String::as_str))
            .map(|name| self.read(name))
            .collect();
        let mut named: Vec<usize> = names.iter().flatten().copied().collect();
        named.extend(document.keywords.iter().flat_map(|keyword| self.read(keyword)));
        let mut all = self.read(document.text);
        for _ in 0..NAME_WEIGHT {
            all.extend(&named);
        }
        for term in all.iter().copied().collect::<HashSet<_>>() {
            self.terms[term].documents += 1;
        }
        (IndexedDocument { id: document.id, names, name_terms: named.into_iter().collect() }, all)
    }
}

impl Terms {
    pub(super) fn new(documents: &[Document<'_>]) -> Self {
        let mut term_reader = TermReader::default();
        let (documents, contents): (Vec<_>, Vec<_>) =
            documents.iter().map(|document| term_reader.document(document)).unzip();
        let scorer = scorer(&term_reader.terms, &contents);
        let TermReader { terms, spellings, .. } = term_reader;
        let mut spellings_by_key: HashMap<IndexKey, Vec<usize>> = HashMap::new();
        for (place, (word, _)) in spellings.iter().enumerate() {
            for key in index_keys(word) {
                spellings_by_key.entry(key).or_default().push(place);
            }
        }
        Self { terms, spellings, spellings_by_key, documents, scorer }
    }

    pub(super) fn id(&self, place: usize) -> i64 {
        self.documents[place].id
    }

    /// The terms that a word may mean, and how similar each is. A word to which none is similar may be misspelt.
    pub(super) fn meanings(&self, word: &Word) -> Vec<(usize, f64)> {
        let mut found: HashMap<usize, f64> = HashMap::new();
        let mut add = |term: usize, weight: f64| {
            if weight > 0.0 {
                let known = found.entry(term).or_default();
                *known = known.max(weight);
            }
        };
        let candidates: HashSet<usize> = index_keys(word)
            .iter()
            .filter_map(|key| self.spellings_by_key.get(key))
            .flatten()
            .copied()
            .collect();
        let mut nearest = 0.0;
        for place in candidates {
            let (spelling, term) = &self.spellings[place];
            let similarity = similarity(word, spelling);
            nearest = f64::max(nearest, similarity);
            add(*term, similarity);
        }
        if nearest < SURE_SPELLING {
            for (spelling, term) in &self.spellings {
                add(*term, typo_similarity(word, spelling));
            }
        }
        found.into_iter().collect()
    }

    /// The documents that have a term, and its BM25 score in each.
    pub(super) fn matches(&self, term: usize) -> impl Iterator<Item = (usize, f64)> {
        let query = Embedding(vec![TokenEmbedding { index: u64::embed(&self.terms[term].stem), value: 1.0 }]);
        self.scorer.matches(&query).into_iter().map(|found| (found.id, f64::from(found.score)))
    }

    /// How rare a term is, and so how much it tells documents apart.
    pub(super) fn rarity(&self, term: usize) -> f64 {
        self.rarity_of(self.terms[term].documents)
    }

    /// The rarity of a term that no document has.
    pub(super) fn rarest(&self) -> f64 {
        self.rarity_of(0)
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody has so many entries")]
    fn rarity_of(&self, having: usize) -> f64 {
        ((self.documents.len() as f64 + UNSEEN + 1.0) / (having as f64 + 1.0)).ln()
    }

    /// Whether a term is in the title, an alias or a keyword of a document.
    pub(super) fn is_named(&self, place: usize, term: usize) -> bool {
        self.documents[place].name_terms.contains(&term)
    }

    /// How much some terms cover of that name of a document which they cover best, 0 to [`SAME_WORD`].
    pub(super) fn name_coverage(&self, place: usize, terms: &HashMap<usize, f64>) -> f64 {
        let weight =
            |term: &usize| self.rarity(*term) * if self.terms[*term].common { COMMON_WEIGHT } else { 1.0 };
        let share = |name: &Vec<usize>| {
            let whole: f64 = name.iter().map(weight).sum();
            let part: f64 =
                name.iter().map(|term| weight(term) * terms.get(term).copied().unwrap_or(0.0)).sum();
            if whole > 0.0 { part / whole } else { 0.0 }
        };
        self.documents[place].names.iter().map(share).fold(0.0, f64::max).min(SAME_WORD)
    }
}

#[expect(clippy::cast_precision_loss, reason = "an average of lengths need not be exact")]
fn scorer(terms: &[Term], contents: &[Vec<usize>]) -> Scorer<usize, u64> {
    let words: usize = contents.iter().map(Vec::len).sum();
    let average = words as f32 / contents.len().max(1) as f32;
    let embedder: Embedder<u64, Stems> = EmbedderBuilder::with_avgdl(average).b(LENGTH_PENALTY).build();
    let mut scorer = Scorer::new();
    for (place, content) in contents.iter().enumerate() {
        let stems: Vec<_> = content.iter().map(|term| terms[*term].stem.as_str()).collect();
        scorer.upsert(&place, embedder.embed(&stems.join(" ")));
    }
    scorer
}
