"""An entry as the form of an e-portfolio, to be copied field by field."""
