DROP TABLE language_budget;
DROP TABLE language_usage;
