"""Pages on who is in a workspace: its members, their invitations, joining, leaving, switching.

A typical change: another act gets its function in `members.py` above, its view here, its row in
`tests/accounts/access_rows.py`.
"""
