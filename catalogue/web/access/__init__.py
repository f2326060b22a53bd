"""Who may do what: one table of rules, asked before either application answers."""
