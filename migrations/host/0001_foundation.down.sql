DROP TABLE idempotency_keys;
DROP TABLE api_tokens;
DROP TABLE audit;
DROP TABLE jobs;
DROP TABLE counters;
