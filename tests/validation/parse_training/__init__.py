"""How the weights of the tier with a parser are learned; see ``tests.validation.train_parse``."""
