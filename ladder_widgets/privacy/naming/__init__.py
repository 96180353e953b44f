"""How names are told from other words: what a word can be, and where a person stands."""
