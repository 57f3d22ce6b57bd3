"""What analysts' answers teach: how likely an alert is to be real, and which ones need not interrupt anybody.

Nothing is imported here: the command line names the answers without what learns from them (a second to start).
"""
