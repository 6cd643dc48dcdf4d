"""What OBS plays, as sources of ours. Source: obs-studio, `plugins/`."""

from __future__ import annotations

from studio.imports.addresses import Seat, seat_of, seat_without
from studio.imports.loosely import Fields, fields, items, size_of, text

# Of the kinds whose settings have a width and a height, in pixels.
MEASURED = ("color_source", "browser_source")
SOUND = ("wasapi_", "pulse_", "coreaudio_", "alsa_", "sndio_", "jack_", "audio_line")


# A still stands in for these; the note says what they were.
PICTURES = {
    "browser_source": "browser",
    "color_source": "colour",
    "text_ft2_source": "text",
    "text_gdiplus": "text",
}


def is_sound(source: Fields) -> bool:
    return text(source.get("id")).startswith(SOUND)


def measured(source: Fields) -> tuple[int, int] | None:
    """A source's size in pixels, where the file has it."""
    settings = fields(source.get("settings"))
    if text(source.get("id")) not in MEASURED:
        return None
    return size_of(settings.get("width"), settings.get("height"))


def seat(source: Fields) -> Seat:
    """What a person must give is told by a note."""
    kind = text(source.get("id"))
    settings = fields(source.get("settings"))
    if kind == "image_source":
        return seat_of(text(settings.get("file")), "pic")
    if kind == "ffmpeg_source":
        is_local = settings.get("is_local_file", True) is not False
        return seat_of(text(settings.get("local_file" if is_local else "input")), "vod")
    if kind in ("slideshow", "vlc_source"):
        return _first(settings, "files" if kind == "slideshow" else "playlist")
    if kind in PICTURES:
        return seat_without(PICTURES[kind], "pic")
    return seat_without("no_address")


def _first(settings: Fields, key: str) -> Seat:
    """Of a list that is played in turn."""
    rows = items(settings.get(key))
    first = seat_of(text(fields(rows[0]).get("value")) if rows else "", "vod")
    if len(rows) < 2:
        return first
    return first._replace(notes=(*first.notes, *seat_without("first_of_several").notes))
