"""The crisis cell: official alerts, who is safe, who needs and offers help, what is unusual, on one time axis."""
