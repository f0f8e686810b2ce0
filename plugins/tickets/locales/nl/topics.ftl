## topics
