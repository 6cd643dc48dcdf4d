"""What is sent and answered, field by field, for the OpenAPI document; `sent.py` is held to it."""
