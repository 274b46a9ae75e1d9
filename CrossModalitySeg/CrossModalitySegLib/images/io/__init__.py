"""Reading images of every kind that comes from outside, with the checks that each needs, and writing label maps."""
