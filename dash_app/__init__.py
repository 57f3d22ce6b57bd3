"""The investigation interface: figures, pages and the application that joins them to a store."""
