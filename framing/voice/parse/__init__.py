"""The optional tier of `framing.voice` that reads the syntax of sentences with spaCy."""
