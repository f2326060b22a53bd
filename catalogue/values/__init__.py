"""Values that the rooms hand to each other. They know no disk, no clock, no network and no database."""
