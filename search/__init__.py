"""Finding and answering: encoder, rankers, questions and answers."""
