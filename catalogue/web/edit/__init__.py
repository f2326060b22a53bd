"""Writing about photos where one sees them: one, those that are ticked, or a whole result; setting them aside."""
