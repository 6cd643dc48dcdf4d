"""What is sent and answered, field by field, for the OpenAPI document.

`sent.py` is held to what is read, `answers.py` and, of what goes on air, `air.py` to what is
answered: another field is a line there.
"""
