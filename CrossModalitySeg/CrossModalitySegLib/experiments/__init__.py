"""Comparisons of methods on one data set: they run recipes, so they stand above them."""
