"""Names → things: names compared, mentions joined to entities, entities of different documents linked."""
