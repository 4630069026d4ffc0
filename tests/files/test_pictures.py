"""Pictures are made anew: nothing but pixels is left, and nothing hostile is decoded."""

from __future__ import annotations

import resource
import struct
import zlib
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.core.access import Invalid
from app.files import commands, kinds, pictures

MARK = b"GPS-secret-here"


def written(image: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photo() -> Image.Image:
    """Left half red, right half blue."""
    image = Image.new("RGB", (60, 20), "red")
    image.paste("blue", (30, 0, 60, 20))
    return image


def with_gps(orientation: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = MARK.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 26.0)
    return exif


def prepare(name: str, content: bytes, label: str = "") -> commands.Prepared:
    return commands.prepare(commands.Sent(name, label, content))


def opened(made: commands.Prepared) -> Image.Image:
    return Image.open(BytesIO(made.content))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_no_metadata_is_left_and_the_picture_stands_upright(app: Flask, form: str, name: str) -> None:
    extra = {"comment": MARK} if form == "JPEG" else {}
    source = written(photo(), form, exif=with_gps(), icc_profile=MARK * 9, xmp=MARK, **extra)
    assert MARK in source
    made = prepare(name, source)
    for bytes_left in (made.content, made.thumb or b""):
        assert MARK not in bytes_left
        assert b"Exif" not in bytes_left
        assert b"eXIf" not in bytes_left
        assert b"EXIF" not in bytes_left
        assert not Image.open(BytesIO(bytes_left)).getexif()
    image = opened(made).convert("RGB")
    assert image.size == (20, 60) == (made.width, made.height)
    top, bottom = image.getpixel((10, 8)), image.getpixel((10, 52))
    assert top[0] - top[2] > 140, top
    assert bottom[2] - bottom[0] > 140, bottom


def test_gif_comments_go_and_movement_stays(app: Flask) -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "green", "blue")]
    source = written(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50, comment=MARK)
    made = prepare("a.gif", source)
    assert MARK not in made.content
    assert opened(made).n_frames == 3
    still = prepare("b.gif", written(frames[0], "GIF", comment=MARK))
    assert MARK not in still.content


def test_transparency_stays(app: Flask) -> None:
    made = prepare("a.png", written(Image.new("RGBA", (30, 20), (255, 0, 0, 0)), "PNG"))
    assert opened(made).getpixel((3, 3))[3] == 0
    palette = Image.new("P", (30, 20))
    palette.info["transparency"] = 0
    assert opened(prepare("a.gif", written(palette, "GIF"))).convert("RGBA").getpixel((3, 3))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_every_mode_is_taken(app: Flask, mode: str) -> None:
    form = "TIFF" if mode == "none" else "JPEG" if mode == "CMYK" else "PNG"
    made = prepare("a.jpg" if form == "JPEG" else "a.png", written(Image.new(mode, (20, 10)), form))
    assert (made.width, made.height) == (20, 10)


def test_large_pictures_are_made_smaller(app: Flask) -> None:
    made = prepare("a.jpg", written(Image.new("RGB", (4000, 1000)), "JPEG"))
    assert (made.width, made.height) == (1600, 400)
    assert Image.open(BytesIO(made.thumb or b"")).size == (320, 80)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", png_header(50_000, 50_000)),
        ("a.gif", b"GIF89a" + struct.pack("<HH", 50_000, 50_000) + b"\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"),
        ("a.webp", b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0" * 4
         + (49_999).to_bytes(3, "little") * 2),
        ("a.webp", b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8L" + struct.pack("<I", 10) + b"\x2f" + b"\xff" * 9),
        ("a.webp", b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8 " + struct.pack("<I", 10) + b"\0\0\0\x9d\x01\x2a"
         + b"\xff\x3f\xff\x3f"),
    ],
)  # fmt: skip
def test_bombs_are_refused_by_their_header(app: Flask, name: str, content: bytes) -> None:
    prepare("warm.webp", written(photo(), "WEBP"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid, match="pixels"):
        prepare(name, content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB


def film(*frames: tuple[int, int]) -> bytes:
    """A GIF on one pixel whose frames claim these sizes, each to be wiped before the next."""
    made = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    for size in frames:
        made += b"!\xf9\x04\x08\0\0\0\0," + struct.pack("<HHHHB", 0, 0, *size, 0) + b"\x02\x02\x44\x01\0"
    return made + b";"


@pytest.mark.parametrize("frames", [[(20_000, 20_000)], [(1, 1), (9000, 9000), (1, 1)], [(7000, 7000)]])
def test_a_film_is_refused_before_room_is_made_for_its_frames(app: Flask, frames: list[tuple[int, int]]) -> None:
    prepare("warm.gif", written(photo(), "GIF"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid, match="pixels"):
        prepare("a.gif", film(*frames))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB


def with_scans(more: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    source = written(photo(), "JPEG", progressive=True)
    last = source[source.rindex(b"\xff\xda") : -2]
    return source[:-2] + last * more + source[-2:]


def test_a_picture_is_not_gone_over_without_end(app: Flask) -> None:
    """Each scan of 40 million pixels takes some 40 ms and 60 bytes: an upload of 10 MB could take hours."""
    assert prepare("a.jpg", with_scans(30)).width == 60
    with pytest.raises(Invalid, match="damaged"):
        prepare("a.jpg", with_scans(70))


def test_what_a_telephone_hangs_behind_a_picture_is_not_counted(app: Flask) -> None:
    assert prepare("a.jpg", with_scans(0) + b"\xff\xda\x00\x02" * 900).width == 60


def test_a_film_is_bounded_by_its_frames(app: Flask) -> None:
    frames = [Image.new("L", (8, 8), shade % 256) for shade in range(pictures.MOST_FRAMES + 1)]
    with pytest.raises(Invalid, match="pixels"):
        prepare("a.gif", written(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    large = [Image.new("L", (3000, 3000), shade) for shade in range(5)]
    with pytest.raises(Invalid, match="pixels"):
        prepare("a.gif", written(large[0], "GIF", save_all=True, append_images=large[1:]))


@pytest.mark.parametrize(
    ("name", "label", "content"),
    [
        ("a.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.png", "image/png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", "image/png", b"<!doctype html><script>alert(1)</script>"),
        ("a.html", "text/html", b"<!doctype html><script>alert(1)</script>"),
        ("a.txt", "text/html", b"<!doctype html><script>alert(1)</script>"),
        ("a.pdf", "application/pdf", b"<!doctype html>%PDF-1.4 %%EOF"),
        ("a.png", "image/png", b"%PDF-1.4\n%%EOF"),
        ("a.pdf", "image/png", b"%PDF-1.4\n%%EOF"),
        ("a.exe", "application/octet-stream", b"MZ\x90\x00"),
        ("a.txt", "text/plain", b"\xff\xfe\x00\x01"),
        ("a.zip", "application/zip", b"PK\x03\x04"),
        ("a.jpg.php", "", b"\xff\xd8\xff\xe0"),
        ("a.txt", "text/plain", b"  \n "),
        ("", "", b""),
    ],
)
def test_what_is_not_taken(app: Flask, name: str, label: str, content: bytes) -> None:
    with pytest.raises(Invalid):
        prepare(name, content, label)


def test_what_rides_along_with_a_picture_is_left_behind(app: Flask) -> None:
    polyglot = written(photo(), "PNG") + b"<script>alert(1)</script>" + MARK
    made = prepare("a.png", polyglot, "image/png")
    assert MARK not in made.content
    assert b"script" not in made.content


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("photo.JPG", "photo.png"),
        ("x" * 300 + ".png", "x" * 96 + ".png"),
        ("invoice\u202egnp.png", "invoice gnp.png"),
        ("", "file.png"),
        (".png", "png.png"),
    ],
)
def test_names_are_made_harmless(given: str, kept: str) -> None:
    assert kinds.tidy_name(given, "image/png") == kept


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cut=st.integers(12, 400), noise=st.binary(max_size=60), form=st.sampled_from(["PNG", "JPEG", "WEBP", "GIF"]))
def test_damaged_pictures_are_refused_and_never_a_fault(app: Flask, cut: int, noise: bytes, form: str) -> None:
    content = written(photo(), form)
    content = content[:cut] + noise + content[cut + len(noise) :]
    try:
        made = prepare(f"a.{form.lower()}", content)
    except Invalid:
        return
    assert opened(made).size == (made.width, made.height)
