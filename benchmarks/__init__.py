"""Speed against a reference, on the same rows, in the same run."""
