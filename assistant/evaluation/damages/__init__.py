"""Known ways to damage an answer, each with the metric that must notice it."""
