"""What others do with the same job: plain Pillow, OpenCV and the ffmpeg command line."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps

from bench.preview.material import Job
from studio.rules.geometry import Box, letterbox

Peer = Callable[[Job], bytes]
Pixels = np.ndarray[Any, np.dtype[Any]]


def naive_pillow(job: Job) -> bytes:
    """A first attempt: all RGBA and LANCZOS, a layer as large as the canvas for each item."""
    base = Image.new("RGBA", tuple(job["canvas"]), (0, 0, 0, 255))
    for item in job["sources"] + job["logos"]:
        image = ImageOps.exif_transpose(Image.open(item["path"])).convert("RGBA")
        place = letterbox(*image.size, Box(*item["rect"]))
        layer = Image.new("RGBA", base.size, (0, 0, 0, 0))
        resized = image.resize((place.w, place.h), Image.Resampling.LANCZOS)
        layer.paste(resized, (place.x, place.y))
        base = Image.alpha_composite(base, layer)
    return encoded(base.convert("RGB"), job)


def encoded(image: Image.Image, job: Job) -> bytes:
    file = BytesIO()
    if job["format"] == "png":
        image.save(file, "PNG")
    else:
        image.save(file, "JPEG", quality=job["quality"])
    return file.getvalue()


def opencv(job: Job) -> bytes:
    """OpenCV as its own users would: JPEG decoded small, INTER_AREA, premultiplied logos."""
    width, height = job["canvas"]
    base = np.zeros((height, width, 3), np.uint8)
    for item in job["sources"]:
        size = upright_size(item["path"])
        place = letterbox(*size, Box(*item["rect"]))
        image = _cv_read(item["path"], _cv_flag(item["path"], size, place))
        _put(base, _cv_resized(image, place), place)
    for item in job["logos"]:
        image = _premultiplied(_cv_read(item["path"], int(cv2.IMREAD_UNCHANGED)))
        place = letterbox(image.shape[1], image.shape[0], Box(*item["rect"]))
        _put(base, _cv_resized(image, place), place)
    if job["format"] == "png":
        options = [cv2.IMWRITE_PNG_COMPRESSION, 1]
    else:
        options = [cv2.IMWRITE_JPEG_QUALITY, job["quality"]]
    return bytes(cv2.imencode("." + job["format"], base, options)[1])


def upright_size(path: str) -> tuple[int, int]:
    """The size after the EXIF turn, from the header alone."""
    with Image.open(path) as image:
        turn = image.getexif().get(0x0112, 1) if image.format == "JPEG" else 1
        return image.size if turn < 5 else (image.height, image.width)


def _cv_read(path: str, flag: int) -> Pixels:
    image = cv2.imread(path, flag)
    if image is None:
        raise FileNotFoundError(path)
    return image


def _cv_flag(path: str, size: tuple[int, int], place: Box) -> int:
    ratio = max(1, min(size[0] // place.w, size[1] // place.h))
    if ratio == 1 or not path.endswith(".jpg"):
        return int(cv2.IMREAD_COLOR)
    if ratio < 4:
        return int(cv2.IMREAD_REDUCED_COLOR_2)
    return int(cv2.IMREAD_REDUCED_COLOR_4 if ratio < 8 else cv2.IMREAD_REDUCED_COLOR_8)


def _cv_resized(image: Pixels, place: Box) -> Pixels:
    method = cv2.INTER_AREA if place.w < image.shape[1] else cv2.INTER_CUBIC
    resized: Pixels = cv2.resize(image, (place.w, place.h), interpolation=method)
    return resized


def _premultiplied(image: Pixels) -> Pixels:
    alpha = image[:, :, 3]
    colour = cv2.multiply(image[:, :, :3], cv2.merge([alpha] * 3), scale=1 / 255)
    merged: Pixels = cv2.merge([*cv2.split(colour), alpha])
    return merged


def _put(base: Pixels, image: Pixels, place: Box) -> None:
    seen = place.clipped(Box(0, 0, base.shape[1], base.shape[0]))
    if seen is None:
        return
    x, y = seen.x - place.x, seen.y - place.y
    part = image[y : y + seen.h, x : x + seen.w]
    below = base[seen.y : seen.bottom, seen.x : seen.right]
    if part.shape[2] == 4:
        through = cv2.merge([255 - part[:, :, 3]] * 3)
        part = cv2.add(cv2.multiply(below, through, scale=1 / 255), part[:, :, :3])
    below[:] = part


def ffmpeg(job: Job) -> bytes:
    """One run of the command line; its overlay in YUV 4:2:0, as a mixer has it."""
    return subprocess.run(ffmpeg_command(job), check=True, capture_output=True).stdout


def ffmpeg_command(job: Job) -> list[str]:
    width, height = job["canvas"]
    items = job["sources"] + job["logos"]
    steps = [f"color=black:s={width}x{height}:r=1:d=1[at0]"]
    for n, item in enumerate(items):
        x, y, w, h = item["rect"]
        pixels = "yuv420p" if n < len(job["sources"]) else "yuva420p"
        fit = f"scale={w}:{h}:force_original_aspect_ratio=decrease:flags=bicubic"
        steps.append(f"[{n}:v]{fit},setsar=1,format={pixels}[fit{n}]")
        at = f"x='floor({x}+({w}-w)/2)':y='floor({y}+({h}-h)/2)'"
        steps.append(f"[at{n}][fit{n}]overlay={at}:format=yuv420[at{n + 1}]")
    files = [argument for item in items for argument in ("-i", item["path"])]
    graph = ["-filter_complex", ";".join(steps), "-map", f"[at{len(items)}]", "-frames:v", "1"]
    if job["format"] == "png":
        codec = ["-c:v", "png", "-pix_fmt", "rgb24"]
    else:
        codec = ["-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p"]
    return ["ffmpeg", "-v", "error", "-nostdin", *files, *graph, *codec, "-f", "image2pipe", "-"]
