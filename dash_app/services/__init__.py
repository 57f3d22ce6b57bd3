"""Services heard: their declared accounts, and the tables of visibility and perception."""
