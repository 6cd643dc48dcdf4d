"""Valid films, a line each: how FFmpeg writes it, and what is seen of it.

What FFmpeg 9.0.2 shows first is what is expected, unless a row says what we say instead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from tests.media.films.peer import made
from tests.media.films.remaking import (
    beginning_with,
    segment,
    with_edits,
    with_far_offsets,
    with_long_size,
)

# Soft and turning, so that every picture is another one, and no two of its corners are alike.
SCENE = (
    "testsrc2=s=160x90:r=25,format=gbrp,rotate=n/7,gblur=sigma=4,scale={}:flags=bicubic,setsar=1"
)
SOUND = "-f lavfi -i sine=d=1"

H264 = "-c:v libx264 -preset veryfast -crf 12 -pix_fmt yuv420p"
H265 = "-c:v libx265 -preset ultrafast -crf 10 -pix_fmt yuv420p -x265-params log-level=none"
# FFmpeg turns before it scales, and left is another side then: here colours lie at every point.
PLAIN = f"{H264} -pix_fmt yuv444p"
AV1 = "-c:v libsvtav1 -preset 10 -crf 10 -pix_fmt yuv420p -svtav1-params"
VP9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -crf 8 -b:v 0 -pix_fmt yuv420p"
HIDDEN = "-c:v libvpx-vp9 -cpu-used 5 -auto-alt-ref 1 -lag-in-frames 16 -crf 8 -pix_fmt yuv420p"
MPEG4 = "-c:v mpeg4 -q:v 1"
MPEG2 = "-c:v mpeg2video -q:v 1"

COPY = "-i film -c copy"
AMID = f"-ss 0.6 {COPY} -copyinkf"
RED_FIRST = f"-f lavfi -i color=red:s=640x360:d=0.2 {COPY} -map 0:v -map 1:v"
# What a piece of a stream may begin with: its kind, the sender's clock, an event.
SEGMENTS = {
    "a segment alone": (b"styp", b"msdh\0\0\0\0msdhmsix"),
    "a segment that tells the time": (b"prft", bytes(20)),
    "a segment that tells of an event": (b"emsg", bytes(22)),
}
FRAGMENTS = "-movflags frag_keyframe+empty_moov+default_base_moof+skip_trailer"
ENCRYPTED = (
    f"-encryption_scheme cenc-aes-ctr -encryption_key {'ab' * 16} -encryption_kid {'cd' * 16}"
)
TURNED = "h264_metadata=display_orientation=insert:rotate"
REFRESHING = "-x264-params intra-refresh=1"
OWN_FIRST, PREVIEW_FIRST = beginning_with(b"uuid"), beginning_with(b"pnot")
# Where the colours of H.264, H.265 4:2:0, MPEG-4 and MPEG-2 lie, beside every other point. We heed
# that; FFmpeg as a program does when it is told to, and else puts them between two points.
LEFT = ":in_chroma_loc=left"
CENTRE = ""
ABOVE, TOP_LEFT = "chroma_sample_loc_type=2", ":in_chroma_loc=topleft"
# As players do, and not FFmpeg: what says nothing of its colours and has so many rows is BT.709.
AS_HD = f"{LEFT}:in_color_matrix=bt709"
# We widen pixels that are wide; FFmpeg is to make them higher once they are turned.
HEIGHTENED = ":w=iw:h='round(ih/sar)'"


class Row(NamedTuple):
    """A film encoded as `coded` says, `copied` into the file if that says how, and then `changed`;
    FFmpeg is `asked` of it something beside, or we have `said` that there is no picture.
    """

    about: str
    coded: str = H264
    copied: str = ""
    kind: str = "mp4"
    size: str = "320:180"
    pictures: int = 6
    changed: Callable[[bytes], bytes] | None = None
    asked: str = LEFT
    said: str = ""

    def film(self) -> bytes:
        coded, copied = self.coded.split(), self.copied.split()
        data = encoded(self.size, self.pictures, *coded, kind="mov" if copied else self.kind)
        if copied:
            data = made(*copied, kind=self.kind, film=data)
        return self.changed(data) if self.changed else data


@cache
def encoded(size: str, pictures: int, *coded: str, kind: str) -> bytes:
    scene = ("-f", "lavfi", "-i", SCENE.format(size))
    return made(*scene, "-frames:v", str(pictures), *coded, kind=kind)


IN_H264 = [
    Row("H.264 baseline", f"{H264} -profile:v baseline"),
    Row("H.264 main, no arithmetic coding", f"{H264} -profile:v main -coder 0 -bf 2"),
    Row("H.264, pictures between pictures between", f"{H264} -bf 5 -b_strategy 0 -refs 5"),
    Row("H.264 in 10 bits", f"{H264} -pix_fmt yuv420p10le"),
    Row("H.264 4:2:2", f"{H264} -pix_fmt yuv422p"),
    Row("H.264 4:2:2 in 10 bits, key pictures alone", f"{H264} -pix_fmt yuv422p10le -g 1"),
    Row("H.264 4:4:4", f"{H264} -pix_fmt yuv444p"),
    Row("H.264 without loss", f"{H264} -crf 0"),
    Row("H.264 in grey", f"{H264} -pix_fmt gray"),
    Row("H.264 in RGB", "-c:v libx264rgb -preset veryfast -crf 12"),
    Row("H.264 interlaced", f"{H264} -flags +ilme+ildct -x264-params tff=1"),
    Row("H.264, the lower field first", f"{H264} -flags +ilme+ildct -x264-params bff=1"),
    Row("H.264, called interlaced", f"{H264} -x264-params fake-interlaced=1"),
    Row("H.264 in slices", f"{H264} -slices 4"),
    Row("H.264, headers in the stream", f"{H264} -x264-params repeat-headers=1 -tag:v avc3"),
    Row("H.264, cut by its header", f"{H264} -bsf:v h264_metadata=crop_right=6:crop_bottom=4"),
]

IN_H265 = [
    Row("H.265 as hvc1", f"{H265} -tag:v hvc1"),
    Row("H.265 as hev1, headers in the stream", f"{H265}:repeat-headers=1 -tag:v hev1"),
    Row("H.265 in 10 bits", f"{H265} -pix_fmt yuv420p10le"),
    Row("H.265 in 12 bits", f"{H265} -pix_fmt yuv420p12le"),
    Row("H.265 4:2:2 in 10 bits", f"{H265} -pix_fmt yuv422p10le", asked=CENTRE),
    Row("H.265 4:4:4", f"{H265} -pix_fmt yuv444p"),
    Row("H.265 in grey", f"{H265} -pix_fmt gray"),
    Row("H.265 in RGB in 10 bits", f"{H265} -pix_fmt gbrp10le"),
    Row("H.265, a picture for each field", f"{H265}:interlace=1"),
    Row("H.265 without loss", f"{H265}:lossless=1"),
    Row("H.265, cut by its header", H265, size="318:178"),
    Row("H.265 with an alpha layer, without it", f"{H265} -pix_fmt yuva420p"),
    Row("H.265 in FLV", H265, kind="flv"),
]

IN_OTHERS = [
    Row("AV1 in 10 bits", f"{AV1} tune=0 -pix_fmt yuv420p10le", asked=CENTRE),
    Row("AV1 with grain of its own", f"{AV1} film-grain=8", asked=CENTRE),
    Row("AV1 in FLV", f"{AV1} tune=0", kind="flv", asked=CENTRE),
    Row("VP9, pictures that are never shown", HIDDEN, pictures=30, asked=CENTRE),
    Row("VP9, odd sides", VP9, size="321:181", asked=CENTRE),
    Row("VP9 4:4:4", f"{VP9} -pix_fmt yuv444p", asked=CENTRE),
    Row("VP9 in 10 bits", f"{VP9} -pix_fmt yuv420p10le", asked=CENTRE),
    Row("MPEG-4, quarters of pixels, odd sides", f"{MPEG4} -bf 2 -flags +qpel", size="321:181"),
    Row("MPEG-2 4:2:2, interlaced", f"{MPEG2} -pix_fmt yuv422p -flags +ilme+ildct -bf 2"),
    Row("MPEG-1", "-c:v mpeg1video -q:v 1 -bf 2", asked=CENTRE),
    Row(
        "Motion JPEG 4:4:4",
        "-c:v mjpeg -q:v 1 -pix_fmt yuv444p -color_range pc",
        kind="mov",
        asked=CENTRE,
    ),
    Row("Sorenson H.263", "-c:v flv -q:v 1", kind="flv", asked=CENTRE),
]

COLOURS = [
    Row("full range", f"{H264} -color_range pc"),
    Row(
        "full range, BT.709",
        f"{H264} -color_range pc -colorspace bt709",
        size="1280:720",
        pictures=1,
    ),
    Row("BT.601, 720 rows", f"{H264} -colorspace smpte170m", size="1280:720", pictures=1),
    Row("BT.709, 180 rows", f"{H264} -colorspace bt709"),
    Row("SMPTE 240M", f"{H264} -colorspace smpte240m"),
    Row("colours above and beside", f"{H264} -bsf:v h264_metadata={ABOVE}", asked=TOP_LEFT),
    Row("the same in H.265", f"{H265} -bsf:v hevc_metadata={ABOVE}", asked=TOP_LEFT),
    Row("colours between", f"{H264} -chroma_sample_location center", asked=CENTRE),
    Row("untagged, 718 rows", size="1276:718", pictures=1),
    Row("untagged, 720 rows", size="1280:720", pictures=1, asked=AS_HD),
    Row(
        "untagged full range, 720 rows",
        f"{H264} -color_range pc",
        size="1280:720",
        pictures=1,
        asked=AS_HD,
    ),
]

SHAPES = [
    Row("wide pixels", f"{H264} -vf setsar=4/3"),
    Row("narrow pixels", f"{H264} -vf setsar=8/9"),
    Row("wide PAL", f"{H264} -vf setsar=64/45", size="720:576", pictures=1),
    Row("pixels of another shape by the file", f"{H264} -vf setsar=4/3", f"{COPY} -aspect 2:1"),
    Row("narrow pixels in FLV", f"{H264} -vf setsar=8/9", kind="flv"),
    Row("odd sides", f"{H264} -pix_fmt yuv444p", size="641:361"),
    Row("16 pixels a side", f"{H264} -vf gblur=sigma=3", size="16:16"),
    Row("4096 × 2160", size="4096:2160", pictures=1, asked=AS_HD),
    Row("a strip", size="2048:16"),
    Row("a quarter to the left", PLAIN, f"-display_rotation 90 {COPY}"),
    Row("upside down", PLAIN, f"-display_rotation 180 {COPY}"),
    Row("a quarter to the right", PLAIN, f"-display_rotation 270 {COPY}"),
    Row("mirrored", PLAIN, f"-display_hflip {COPY}"),
    Row("upside down in a mirror", PLAIN, f"-display_vflip {COPY}"),
    Row("turned in a mirror", PLAIN, f"-display_rotation 90 -display_hflip {COPY}"),
    Row(
        "turned, wide pixels",
        f"{PLAIN} -vf setsar=4/3",
        f"-display_rotation 270 {COPY}",
        asked=HEIGHTENED,
    ),
    Row("turned by the stream", f"{PLAIN} -bsf:v {TURNED}=90"),
    Row("turned by the stream in FLV", f"{PLAIN} -bsf:v {TURNED}=270", kind="flv"),
]

TIMES = [
    Row("one picture", pictures=1),
    Row("one picture in FLV", pictures=1, kind="flv"),
    Row("a cut behind the only key", f"{H264} -g 99", f"-ss 1.44 {COPY}", pictures=50),
    Row(
        "H.264 cut at an open group",
        f"{H264} -bf 3 -b_strategy 0 -g 12 -x264-params open-gop=1",
        f"-ss 0.5 {COPY}",
        pictures=40,
    ),
    Row(
        "H.265 cut at an open group",
        f"{H265}:open-gop=1:keyint=12:bframes=3:rc-lookahead=5",
        f"-ss 0.5 {COPY}",
        pictures=40,
    ),
    Row(
        "FLV begun at an open group",
        f"{H264} -bf 3 -b_strategy 0 -g 12 -x264-params open-gop=1",
        f"-ss 0.5 {COPY}",
        kind="flv",
        pictures=40,
    ),
    Row("a cut of MPEG-2", f"{MPEG2} -bf 2 -g 12", f"-ss 0.6 {COPY}", pictures=40),
    Row("a cut into fragments", f"{H264} -g 12 -bf 2", f"-ss 0.6 {COPY} {FRAGMENTS}", pictures=40),
    Row("begun amid a group", f"{H264} -g 12", f"{AMID} -use_editlist 0", pictures=40),
    Row("a cut amid a refresh", f"{H264} -g 12 {REFRESHING}", f"-ss 0.6 {COPY}", pictures=60),
    Row(
        "two edits",
        f"{H264} -g 4",
        f"{COPY} -video_track_timescale 1000",
        pictures=20,
        changed=with_edits((200, 560), (200, 160)),
    ),
    Row(
        "nothing, then an edit",
        f"{H264} -g 9",
        f"{COPY} -video_track_timescale 1000",
        pictures=20,
        changed=with_edits((400, -1), (200, 440)),
    ),
    Row("half a second of sound before", copied=f"{SOUND} -itsoffset 0.5 {COPY}"),
    Row("first times below 0", f"{H264} -bf 2 -movflags negative_cts_offsets"),
    Row("times that jump", f"{H264} -vf select=not(mod(n\\,3))+eq(n\\,4) -fps_mode vfr"),
    Row("fragments from second 100 on", f"{H264} {FRAGMENTS} -output_ts_offset 100"),
    Row("FLV from second 20000 on", f"{H264} -output_ts_offset 20000", kind="flv"),
]

BOXES = [
    Row("fragments", f"{H264} {FRAGMENTS}"),
    Row("a fragment each picture", f"{H264} -movflags frag_every_frame+empty_moov"),
    Row("CMAF", f"{H264} -movflags cmaf+global_sidx"),
    Row("fragments, made whole", f"{H264} -movflags hybrid_fragmented"),
    Row("fragments behind a box of somebody's", f"{H264} {FRAGMENTS}", changed=OWN_FIRST),
    Row("fragments behind their preview", f"{H264} {FRAGMENTS}", changed=PREVIEW_FIRST),
    Row("AVIF", f"{AV1} tune=0", kind="avif", pictures=1, asked=CENTRE),
    Row("Smooth Streaming", H264, kind="ismv"),
    Row("far offsets", changed=with_far_offsets),
    Row("a long size", changed=with_long_size),
    Row("QuickTime with a time code", f"{H264} -timecode 10:20:30:05", kind="mov"),
    Row("3GP", f"{H264} -profile:v baseline", kind="3gp"),
    Row("F4V", kind="f4v"),
    Row(
        "a video before that is not meant",
        copied=f"{RED_FIRST} -c:v:0 libx264 -disposition:0 0 -disposition:1 default",
    ),
    Row(
        "a cover before",
        copied=f"{RED_FIRST} -c:v:0 mjpeg -frames:v:0 1 -disposition:0 attached_pic",
    ),
    Row("sound first", copied=f"{SOUND} {COPY} -c:a aac -map 0:a -map 1:v"),
    Row("sound first in FLV", copied=f"{SOUND} {COPY} -c:a aac -map 0:a -map 1:v", kind="flv"),
    Row("FLV without a word of itself", f"{H264} -flvflags no_metadata", kind="flv"),
]

NO_PICTURE = [
    Row("Matroska", kind="matroska", said="not_a_video"),
    Row("WebM", VP9, kind="webm", said="not_a_video"),
    Row("transport stream", kind="mpegts", said="not_a_video"),
    Row("AVI", kind="avi", said="not_a_video"),
    Row("H.264 alone", kind="h264", said="not_a_video"),
    Row(
        "ProRes with an alpha channel",
        "-c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le",
        kind="mov",
        said="unsupported_codec",
    ),
    Row("H.266", "-c:v libvvenc -pix_fmt yuv420p10le", size="320:192", said="unsupported_codec"),
    Row("H.263", "-c:v h263", kind="3gp", size="352:288", said="unsupported_codec"),
    Row(
        "DNxHR",
        "-c:v dnxhd -profile:v dnxhr_sq -pix_fmt yuv422p",
        kind="mov",
        said="unsupported_codec",
    ),
    *(
        Row(name, f"{H264} {FRAGMENTS}", changed=segment(*begins), said="no_picture")
        for name, begins in SEGMENTS.items()
    ),
    Row("encrypted", f"{H264} {ENCRYPTED}", said="encrypted"),
    Row("PNG in QuickTime", "-c:v png", kind="mov", said="unsupported_codec"),
    Row("screen video", "-c:v flashsv", kind="flv", said="unsupported_codec"),
]

COMPARED = [*IN_H264, *IN_H265, *IN_OTHERS, *COLOURS, *SHAPES, *TIMES, *BOXES]
