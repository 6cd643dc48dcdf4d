"""A command that can be interrupted, wherever the suite itself runs."""

from __future__ import annotations


def managed(*arguments: str) -> str:
    """Code for a process of its own: `manage.py` as it is run. Where the suite runs in the
    background, whatever it starts was born deaf to the signal.
    """
    return (
        "import runpy, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"sys.argv = ['manage.py', *{arguments!r}]\n"
        "runpy.run_path('manage.py', {}, '__main__')\n"
    )
