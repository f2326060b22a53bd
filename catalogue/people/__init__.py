"""Who may come in: accounts, invitations, sessions, tokens, links. All of it lies in `people.db`."""
