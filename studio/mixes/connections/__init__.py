"""The pages of a workspace's clouds: which there are, adding, changing, trying and deleting one.

What a person types is checked in `forms.py`, what then changes is in `changes.py`. The model is
`clouds/connections.py`, what is said of one `words/connections.py`.
"""
