"""How Chinese text is written: characters and foldings, where sentences end, numerals, years and five-year plans."""
