"""Whether what a language model says is true to the quotes it was given: text and quotes → yes or no."""
