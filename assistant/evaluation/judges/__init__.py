"""The judges of entailment: by rules, by a cross-encoder, by a chat model."""
