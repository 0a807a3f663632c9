"""What the voice tagger's weights are learned with; `tests.validation.train_voice` runs it."""
