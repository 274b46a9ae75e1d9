"""One recipe per verb, each reading top to bottom."""
