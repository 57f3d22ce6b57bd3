"""Files of trained models."""


class ModelError(ValueError):
    """Bytes that are no model, or one of another version; says what to do."""
