"""People, their workspaces, and what each may do.

A new page asks here first: `get_owned` or `require_role` of `access.py`, and its row in
`tests/test_access.py`.
"""
