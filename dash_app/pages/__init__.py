"""Pages: a title, a layout and a few callbacks each."""
