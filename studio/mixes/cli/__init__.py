"""The same as the pages of tasks do, by script: commands that answer in text or JSON.

A new command is a module here, as `air.py`, and a line where the parser is made.
"""
