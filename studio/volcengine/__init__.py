"""Volcengine's cloud-mix API, and the sandbox that stands in for it. Nothing of Django."""
