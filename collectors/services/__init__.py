"""Public services: what their users say, and what is offered."""
