"""Networks of accounts: who relays whom, who matters, what is left when chance is taken away.

Imports nothing: networkx reads `about` while it starts.
"""
