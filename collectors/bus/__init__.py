"""Kafka between collectors and the loader, for those who collect on several machines.

A collector archives a page, hands it to the bus and commits its cursor once the brokers have it. The loader
takes the pages from the bus, archives and loads them as if it had collected them, and only then moves its
place on the bus. Pages travel as they were collected, before any pseudonym: the bus needs the same protection
as the archive (TLS, access rights, a short retention).
"""
