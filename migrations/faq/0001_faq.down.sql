DROP TABLE faq_pauses;
DROP TABLE faq_suggestions;
DROP TABLE faq_gaps;
DROP TABLE faq_versions;
DROP TABLE faq_revisions;
DROP TABLE faq_entries;
