"""Decodes one untrusted picture: bytes on standard input, an answer on standard output.

Runs as a program of its own, so that a decoder's bug or a bomb costs one picture and nothing else:
it needs nothing of the product, gets no environment, and gives up its rights to memory, time and
files before it reads the first byte. Its modules name one another by dots alone, as nothing of the
product is loaded around them. `pictures.py` starts it and trusts its answer as little as the
picture.

The answer is HEADER, then the picture's bytes, then those of its smaller proxy for the stage.
"""
