"""What the editor's page is told: acts, keys, words, presets.

An act is a line in `acts.py`; a string of the modules, in `words.py`.
"""
