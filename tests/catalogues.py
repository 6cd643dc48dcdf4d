"""Holds the translation catalogues against the sources.

`python -m tests.catalogues` fails when a string is missing from a catalogue, not translated or only
guessed, or what is compiled of one is older; `--write` brings them up to date. What is compiled is
kept beside it, for who runs the studio may have no gettext.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "studio" / "locale"
LANGUAGES = ("zh_Hans",)
SOURCES = ("studio", "templates", "manage.py")


def extract(root: Path) -> None:
    """Bring the catalogues below `root` up to date with the sources there."""
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-location"]
    for language in LANGUAGES:
        command += ["--locale", language]
    command += ["--ignore", ".venv", "--ignore", "tests", "--ignore", "var", "--ignore", ".node"]
    subprocess.run(command, check=True, cwd=root, stdout=subprocess.DEVNULL)


def compiled(catalogue: Path) -> bytes:
    """What pages are translated by; raises CalledProcessError where it is none."""
    command = ["msgfmt", "--check", "-o", "-", str(catalogue)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def untranslated(catalogue: Path) -> list[str]:
    """The strings that it does not translate, or only as a guess, as lines for people."""
    named: set[str] = set()
    for kind in ("--untranslated", "--only-fuzzy"):
        command = ["msgattrib", kind, "--no-obsolete", str(catalogue)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        named |= messages(told)
    language = catalogue.parent.parent.name
    return [f"{language}: not translated {text!r}" for text in sorted(named - {""})]


def messages(text: str) -> set[str]:
    """Every message id of a catalogue, plain text."""
    blocks = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', text, flags=re.MULTILINE)
    return {"".join(re.findall(r'"(.*)"\n', block)) for block in blocks}


def stale(language: str, fresh: Path) -> list[str]:
    """What the kept catalogue lacks, or has too many of, as lines for people."""
    kept = LOCALE / language / "LC_MESSAGES" / "django.po"
    there = messages(kept.read_text(encoding="utf-8")) if kept.exists() else set()
    made = fresh / "studio" / "locale" / language / "LC_MESSAGES" / "django.po"
    wanted = messages(made.read_text(encoding="utf-8"))
    return [f"{language}: missing {text!r}" for text in sorted(wanted - there)] + [
        f"{language}: no longer used {text!r}" for text in sorted(there - wanted)
    ]


def check() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name)
            else:
                shutil.copy(source, copy / name)
        extract(copy)
        faults = [line for language in LANGUAGES for line in stale(language, copy)]
    for catalogue in LOCALE.rglob("*.po"):
        kept = catalogue.with_suffix(".mo")
        faults += untranslated(catalogue)
        if not kept.exists() or kept.read_bytes() != compiled(catalogue):
            faults.append(f"{kept.name} is not what {catalogue} says")
    return faults


def main() -> int:
    if "--write" in sys.argv:
        for language in LANGUAGES:
            (LOCALE / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        extract(ROOT)
        for catalogue in LOCALE.rglob("*.po"):
            catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
        return 0
    faults = check()
    for line in faults[:20]:
        sys.stderr.write(f"{line}\n")
    if faults:
        where = f"{LOCALE.relative_to(ROOT)}/LANGUAGE/LC_MESSAGES/django.po"
        sys.stderr.write(
            f"{len(faults)} differences: run `make messages`, translate in {where}"
            " what it has left empty or marked as fuzzy, and run it again.\n"
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
