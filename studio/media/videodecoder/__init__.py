"""Decodes one picture of one untrusted video; asks for its bytes piece by piece.

Runs as a program of its own, for the reasons `picturedecoder/` does, and gives up its rights before
it hears the first word. Its modules name one another by dots alone, as nothing of the product is
loaded around them. It has no network: standard input and output lead to `videos.py`, which fetches,
and believes none of it.

What is said, a line each, → from here and ← to here:

    ← MAX_PIXELS SECOND
    → read OFFSET SIZE
    ← LENGTH, and so many bytes; none at the end only
    → sound yes, or no, or unknown: whether the video has a track of it
    → alpha, where it has an alpha channel, too, which is not shown
    → frame WIDTH HEIGHT PIXEL_WIDTH PIXEL_HEIGHT A B C D DURATION RATE AT CODEC COLOURS WHOLE
    ← WIDTH HEIGHT, as it is wanted; again, as often as it is
    → all of its green, then blue, then red, row by row
    → bad CODE, instead of any of these

A to D, each -1, 0 or 1, say how the picture is to be turned: one step to the right in it is A to
the right and B down when it is shown, and one step down is C and D. DURATION, and AT, where in the
video the picture is, are in milliseconds, RATE in pictures per 1000 seconds; 0 says unknown.
COLOURS says whose they are: plain, or where a screen has others hlg, pq, bt2020, p3 or other, or
unread where nobody can tell. WHOLE is 0 where something of the picture was missing, or its stream
had not refreshed all of it yet.
"""
