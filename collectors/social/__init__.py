"""Social networks: their live interfaces and their wire formats."""
