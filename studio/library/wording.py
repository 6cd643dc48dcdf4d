"""What became of a picture, for people and for the stage."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from studio.library.fetching import LOCKED, NO_ROOM, NOT_KEPT
from studio.library.models import Frame, Kind, State, Upload
from studio.library.pictures import is_opaque
from studio.library.stores import frames, uploads
from studio.lists import in_sentences
from studio.media import Decoded
from studio.rules.document import Json

# One sentence for the five: who is no operator must not learn what our network looks like.
UNREACHED = _("Nothing could be reached at this address.")
MALFORMED = _("This is not an address of the public internet that can be fetched.")
NOT_A_PICTURE = _("What lies there is no PNG or JPEG picture.")
TOO_LARGE = _("What lies there is too large to be shown here.")
NOT_DECODED = _("The picture is damaged and can’t be decoded.")

SENTENCES: Mapping[str, str | Promise] = {
    # The address.
    "url_length": _("The address is empty or too long."),
    "url_chars": _("The address holds spaces, backslashes or invisible characters."),
    "url_parse": _("This cannot be read as an address."),
    "scheme": _("Only http and https are fetched, and rtmp for live streams."),
    "rtmps": _("RTMPS can’t be read here, so that there is no picture of this stream."),
    "userinfo": _("The address holds a user name or password before its host."),
    "no_host": _("The address names no host."),
    "host_chars": MALFORMED,
    "host_ip": MALFORMED,
    "single_label": MALFORMED,
    "internal_name": MALFORMED,
    "port": _("Only ports 80, 443 and those from 1024 up are fetched from."),
    # The network.
    "dns": UNREACHED,
    "dns_timeout": UNREACHED,
    "address": UNREACHED,
    "connect": UNREACHED,
    "peer_changed": UNREACHED,
    "deadline": _("The picture took too long to arrive."),
    # The answer.
    "tls": _("The server’s certificate is not valid for this address."),
    "downgrade": _("The server leads from https back to http."),
    "redirect_empty": _("The server leads elsewhere without saying where."),
    "too_many_redirects": _("The server leads from one address to the next too often."),
    "unauthorized": _("The server wants a password or a signature for this address (401)."),
    "forbidden": _("The server forbids it (403): a signature may be wrong, or have run out."),
    "not_found": _("The server has nothing at this address (404)."),
    "gone": _("What was at this address is gone for good, says the server (410)."),
    "server_error": _("The server has a fault of its own, or is overloaded (5xx)."),
    "silent": _("The server says nothing: it hangs, or is overloaded."),
    "status": _("The server did not give the picture: it answered with an error."),
    "encoding": _("The server sends the picture in a form that was not asked for."),
    "too_big": TOO_LARGE,
    "http": _("What answers there is no web server."),
    "range": _("The server sends another part of the file than was asked for."),
    "rtmp": _("What answers there is no RTMP server."),
    "rtmp_refused": _("The server does not play this stream: it is off air, or wants a key."),
    "read": _("The picture broke off while it was being fetched."),
    # The video.
    "not_a_video": _("What lies there is no MP4 or FLV video."),
    "playlist": _("Playlists (HLS) can’t be read here, so that there is no picture of this one."),
    "unsupported_codec": _(
        "The video’s codec can’t be decoded here; H.264 and H.265 can, and some others."
    ),
    "encrypted": _("The video is encrypted: without its key there is no picture of it."),
    "no_picture": _("No picture was found in what could be read of the video."),
    "sound_alone": _("Sound comes from there, and no picture so far."),
    # The picture.
    "not_an_image": NOT_A_PICTURE,
    "unsupported_format": NOT_A_PICTURE,
    "too_many_pixels": TOO_LARGE,
    "too_much_memory": TOO_LARGE,
    "too_slow": _("The picture takes too long to decode."),
    "truncated": _("The picture is not complete."),
    "corrupt": NOT_DECODED,
    "decoder_died": NOT_DECODED,
    "no_screen_colours": _(
        "The colours of this picture are none of a screen’s, and can’t be brought to one’s here: "
        "save it in sRGB, and give it again."
    ),
    # The studio's own disk.
    NO_ROOM: _("There is no room for the picture on the studio’s disk."),
    NOT_KEPT: _("The picture could not be kept."),
    LOCKED: _("The address is locked: the key that it was sealed with is missing."),
}

OF_STREAMS: Mapping[str, str | Promise] = {
    **SENTENCES,
    "silent": _("The server says nothing: the stream is not live, or the server hangs."),
    "corrupt": _(
        "The stream can’t be decoded from where one joins it: it is damaged, or its server does "
        "not repeat what its encoder said at the beginning."
    ),
}
# What was uploaded lies nowhere.
OF_UPLOADS: Mapping[str, str | Promise] = {
    **SENTENCES,
    **dict.fromkeys(("not_an_image", "unsupported_format"), _("This is no PNG or JPEG picture.")),
    **dict.fromkeys(
        ("too_many_pixels", "too_much_memory"),
        _("The picture is too large: 40 megapixels and 16384 pixels a side at most."),
    ),
}
UPLOADS_FULL = _("There is no room for more uploads in this workspace.")

NOT_ASKED = _("Not fetched yet: someone who may edit can fetch it.")
UNKNOWN_TYPE = _("There is no still of a source of this type.")
KEPT = _("%(reason)s The picture fetched before is kept.")
NO_UPLOAD = _("The still that was given is not there any more.")
ENDS_BEFORE = _("The video ends at %(duration)s: this is its last picture, at %(at)s.")
NOT_REACHED = _("Only as far as %(at)s could be read: this is the picture there.")

NOT_WHOLE = _(
    "A part of this picture may be missing or wrong: the video is damaged, refreshes its picture "
    "bit by bit, or may have changed its size in what was not read of it."
)
ALPHA = _(
    "The video has an alpha channel. It is drawn opaque here; what the cloud makes of it, its "
    "documents do not say."
)
# The cloud's documents name no other.
DOCUMENTED = frozenset({"h264", "hevc"})
UNDOCUMENTED = _(
    "The video is in %(codec)s. The cloud’s documents name only MP4 and FLV with H.264 or H.265: "
    "it may refuse this one."
)
CODECS: Mapping[str, str] = {
    "av1": "AV1",
    "vp9": "VP9",
    "mjpeg": "Motion JPEG",
    "mpeg1video": "MPEG-1",
    "mpeg2video": "MPEG-2",
    "mpeg4": "MPEG-4 Part 2",
    "flv1": "Sorenson H.263",
    "vp6f": "VP6",
}

HDR = _(
    "Colours are not exact: this is HDR (%(name)s), shown here as if it were not, as FFmpeg does. "
    "The cloud may show other ones."
)
WIDE = _(
    "Colours are not exact: they are %(name)s, shown here as if they were a screen’s, as FFmpeg "
    "does. The cloud may show other ones."
)
OF_PICTURES = _(
    "Colours are not exact: this picture says that its colours are %(name)s, which browsers heed "
    "and FFmpeg, as is done here, passes over. Mixers may show either."
)
UNREAD = _(
    "Colours are not exact: they are coded in a way that today’s FFmpeg refuses, as YCgCo or "
    "ICtCp, and are guessed here. The cloud may show nothing of it."
)
COLOURS: Mapping[str, str | Promise] = {
    "hlg": "HLG",
    "pq": "PQ",
    "bt2020": "BT.2020",
    "p3": "Display P3",
    "adobe": "Adobe RGB",
    "other": _("others than a screen’s"),
}
IN_HDR = frozenset({"hlg", "pq"})
# EXIF’s numbers: upright, and from where on width and height change places.
UPRIGHT, SIDEWAYS = 1, 5
LYING = _(
    "Some mixers show this lying on its side: it is turned by EXIF in a PNG, which FFmpeg reads "
    "from 8.1 on."
)
UNTURNED = _(
    "Some mixers show this upside down or mirrored: it is turned by EXIF in a PNG, which FFmpeg "
    "reads from 8.1 on."
)

# A picture this much earlier than the second asked for is told to be.
SECONDS_OFF = 1.0


def frame_json(frame: Frame) -> dict[str, Json]:
    """A frame as the stage takes it. What has a picture stays `ready`, dated, whatever comes or
    came of a later attempt: `fetching` says that one is under way, the message what came of it.
    """
    state = State.READY.value if frame.has_picture else frame.state
    return {
        "state": state,
        "fetching": frame.state == State.PENDING,
        "waiting": frame.waits,
        "src": address(frame) if frame.has_picture else None,
        "width": frame.width,
        "height": frame.height,
        "duration": frame.duration,
        "rate": frame.rate,
        "sound": frame.sound,
        "opaque": is_opaque(frames(), frame.stage),
        "doubts": [*doubts(frame)] if frame.has_picture else [],
        "message": message(frame),
        "fetched_at": frame.fetched_at.isoformat() if frame.fetched_at else None,
    }


def upload_json(upload: Upload) -> dict[str, Json]:
    """The same for a still that somebody gave."""
    name = Path(upload.stage)
    return {
        **without_frame(""),
        "state": State.READY.value,
        "src": reverse("upload", args=[upload.pk, name.suffix.removeprefix(".")]),
        "width": upload.width,
        "height": upload.height,
        "opaque": is_opaque(uploads(), upload.stage),
        "given": True,
    }


def message(frame: Frame) -> str:
    """Why there is no picture, none newer or another than was asked for, and what is odd about it;
    "" when all is well.
    """
    if frame.state == State.FAILED:
        reason = str((OF_STREAMS if frame.kind == Kind.LIVE else SENTENCES)[frame.error])
        return str(KEPT) % {"reason": reason} if frame.has_picture else reason
    if not frame.has_picture:
        return ""
    whole = "" if frame.whole else str(NOT_WHOLE)
    return in_sentences(filter(None, (of_its_place(frame), whole, *doubts(frame).values())))


def doubts(picture: Frame | Decoded) -> dict[str, str]:
    """Why the cloud may show another picture, or none: by the word of its hint, its sentence."""
    found = {}
    if picture.codec and picture.codec not in DOCUMENTED:
        found["undocumented"] = str(UNDOCUMENTED) % {
            "codec": CODECS.get(picture.codec, picture.codec)
        }
    if picture.alpha:
        found["alpha"] = str(ALPHA)
    if picture.colours in IN_HDR:
        found["hdr"] = str(HDR) % {"name": COLOURS[picture.colours]}
    elif picture.colours == "unread":
        found["colours"] = str(UNREAD)
    elif picture.colours in COLOURS:
        sentence = WIDE if picture.codec else OF_PICTURES
        found["colours"] = str(sentence) % {"name": COLOURS[picture.colours]}
    if picture.png_turn >= SIDEWAYS:
        found["lying"] = str(LYING)
    elif picture.png_turn > UPRIGHT:
        found["unturned"] = str(UNTURNED)
    return found


def of_its_place(frame: Frame) -> str:
    if frame.at is None or frame.at > frame.second - SECONDS_OFF:
        return ""
    ends = frame.duration is not None and frame.duration <= frame.second
    at = {"at": clock(frame.at), "duration": clock(frame.duration or 0)}
    return str(ENDS_BEFORE if ends else NOT_REACHED) % at


def clock(seconds: float) -> str:
    """ "12:04", "1:02:03"."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def without_frame(reason: str | Promise) -> dict[str, Json]:
    """The same for a URL of which no frame is kept."""
    return {
        "state": State.FAILED.value,
        "fetching": False,
        "waiting": False,
        "src": None,
        "width": None,
        "height": None,
        "duration": None,
        "rate": None,
        "sound": None,
        "message": str(reason),
        "fetched_at": None,
    }


def address(frame: Frame) -> str:
    """Where the stage's proxy is served; another picture gets another address."""
    name = Path(frame.stage)
    path = reverse("frame", args=[frame.pk, name.suffix.removeprefix(".")])
    return f"{path}?v={name.stem[:12]}"
