"""The studio over HTTP, for scripts and panels: `/api/v1/`, described by OpenAPI.

What it does is what the pages do, by the same forms and operations; here stands but how that is
asked for and answered. `service.py` makes the addresses, `who.py` asks for a token, `problems.py`
says what is wrong, `preconditions.py` which version is meant. An operation of a template is in
`templates.py`, of a document that is sent in `documents.py`, of what goes on air in `pushing.py`,
`preparing.py` and `taking.py`, what is kept by name in `saved.py`, what is looked at in `tasks.py`,
`history.py` and `sources.py`; what they answer is in `shapes/`.
"""
