"""What is added to a record on its way: language, places, needs, canonical links; and what is taken off: names."""
