"""`mix render`: documents to pictures, with given files, fetched pictures or placeholders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from studio import compositor
from studio.compositor import Picture
from studio.library.fetching import WAYS, policy
from studio.library.wording import doubts
from studio.media import MediaError
from studio.mixes.cli.answers import Exit, Printer, problem_lines, read_report
from studio.rules.document import MixedRules
from studio.rules.redaction import redact

FORMATS: dict[str, compositor.Format] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}


class BadInput(Exception):
    """What was asked for cannot be done; the message is the sentence that says why."""


def render_files(printer: Printer, options: Mapping[str, Any]) -> Exit:
    """Draw each file; exit code 1 when one could not be drawn. Reads no database."""
    try:
        targets = choose_targets(options["files"], options["out"])
        pictures = Pictures(
            sources=read_pictures(options["picture"]),
            logos=read_pictures(options["logo"]),
            fetch=None if options["offline"] else printer.remark,
        )
    except BadInput as error:
        printer.remark(str(error))
        return Exit.BAD_INPUT
    drawn = [
        draw(printer, file, target, pictures, options["scale"]) for file, target in targets.items()
    ]
    return Exit.DONE if all(drawn) else Exit.BAD_INPUT


def choose_targets(files: Sequence[Path], out: Path) -> dict[Path, Path]:
    """One file goes to `out` itself, several into the folder `out` as `<stem>.png`."""
    if len(files) == 1 and out.suffix:
        if out.suffix.lower() not in FORMATS:
            raise BadInput(f"{out}: the picture's name must end in .png, .jpg or .jpeg.")
        return {files[0]: out}
    if out.exists() and not out.is_dir():
        raise BadInput(f"{out} is not a folder.")
    stems = Counter(file.stem for file in files)
    if twice := [stem for stem, count in stems.items() if count > 1]:
        raise BadInput(f"Two files would both become {twice[0]}.png.")
    return {file: out / f"{file.stem}.png" for file in files}


def read_pictures(pairs: Sequence[str]) -> dict[str, Picture]:
    """`KEY=FILE` arguments as pictures."""
    pictures = {}
    for pair in pairs:
        key, equals, name = pair.partition("=")
        if not equals:
            raise BadInput(f"{pair}: expected KEY=FILE.")
        try:
            pictures[key] = compositor.load(Path(name))
        except (OSError, ValueError) as error:
            raise BadInput(f"{name}: not a PNG or JPEG picture ({type(error).__name__}).") from None
    return pictures


class Pictures:
    """Where the pictures come from: the given files first, then the network, if allowed.

    `fetch` is told, in a sentence, about each picture that could not be had, or that the cloud may
    show otherwise; None fetches nothing.
    """

    def __init__(
        self,
        *,
        sources: Mapping[str, Picture],
        logos: Mapping[str, Picture],
        fetch: Callable[[str], None] | None,
    ) -> None:
        self.sources = sources
        self.logos = logos
        self.fetch = fetch
        self.fetched: dict[tuple[str, str], Picture | None] = {}

    def of_sources(self, rules: MixedRules) -> list[Picture | None]:
        return [
            self.sources.get(source.id) or self.had(source.url, source.type)
            for source in rules.sources
        ]

    def of_logos(self, rules: MixedRules) -> list[Picture | None]:
        return [
            self.logos.get(str(index)) or self.had(logo.url, "pic")
            for index, logo in enumerate(rules.logos or ())
        ]

    def had(self, url: str, kind: str) -> Picture | None:
        """A picture of what is at `url`, fetched once; None when it cannot be had."""
        if self.fetch is None or kind not in WAYS:
            return None
        if (url, kind) not in self.fetched:
            self.fetched[url, kind] = self.fetch_one(url, kind, self.fetch)
        return self.fetched[url, kind]

    def fetch_one(self, url: str, kind: str, remark: Callable[[str], None]) -> Picture | None:
        try:
            decoded = WAYS[kind](url, policy())
        except MediaError as error:
            remark(f"{redact(url)}: no picture ({error.code}); drawn as a placeholder.")
            return None
        for sentence in doubts(decoded).values():
            remark(f"{redact(url)}: {sentence}")
        return compositor.load(decoded.picture, (decoded.width, decoded.height))


def draw(printer: Printer, file: Path, target: Path, pictures: Pictures, scale: float) -> bool:
    """Draw one document; False, with the reasons said, when it cannot be drawn."""
    report = read_report(file)
    if report.body is None:
        printer.remark("\n".join([f"{file} cannot be drawn:", *problem_lines(report.problems)]))
        return False
    rules = report.body.rules
    try:
        image = compositor.render(
            rules,
            sources=pictures.of_sources(rules),
            logos=pictures.of_logos(rules),
            scale=scale,
        )
        encoded = compositor.encode(image, FORMATS[target.suffix.lower()])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(encoded)
    except (ValueError, OSError) as error:
        printer.remark(f"{file} was not drawn: {error}")
        return False
    return True
