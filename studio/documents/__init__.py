"""A document checked, named, told in sentences, and drawn: what editor and tasks both say of one.

A row holds one by `field.py`; what is answered where that can't be read, `unreadable.py`. A new
rule's sentence goes into `wording.py`; how a change is told, `changes.py` and `changewords.py`;
what the editor keeps beside a document, `state.py`.
"""
