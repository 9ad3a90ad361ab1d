import io

import pytest
from PIL import Image, ImageOps

from suluh.kernel.refusals import Refused
from suluh.newsroom.assets.gateways import children
from suluh.newsroom.assets.gateways.decoder import decode
from suluh.newsroom.assets.tests import makers

RED, LIME, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    return all(
        abs(a - b) < 25 for a, b in zip(image.convert("RGB").getpixel(at), colour, strict=True)
    )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_photo_comes_out_upright(orientation: int) -> None:
    upright = makers.with_place_and_turn(orientation)
    expected = Image.open(io.BytesIO(upright))
    expected = ImageOps.exif_transpose(expected)
    decoded = decode(upright)
    master = opened(decoded.master)

    assert master.size == expected.size == (decoded.width, decoded.height)
    for x in (5, master.width - 6):
        for y in (5, master.height - 6):
            assert near(master, (x, y), expected.convert("RGB").getpixel((x, y)))


def test_nothing_but_the_points_rides_along() -> None:
    decoded = decode(makers.with_place_and_turn(6))

    master = opened(decoded.master)
    assert b"RAHASIA" not in decoded.master
    assert not master.getexif()
    assert "icc_profile" not in master.info
    assert "comment" not in master.info
    assert decoded.taken == "2026-11-19"


def test_the_same_bytes_give_the_same_master_and_renditions() -> None:
    data = makers.jpeg(1400, 900)

    first, second = decode(data), decode(data)
    assert first == second
    assert sorted(first.renditions) == [
        (width, fmt) for width in (320, 640, 960, 1280) for fmt in ("jpeg", "webp")
    ]
    assert opened(first.renditions[640, "webp"]).size == (640, 411)


def test_a_large_photo_is_brought_to_the_master_s_size() -> None:
    decoded = decode(makers.jpeg(6000, 4000))

    assert (decoded.width, decoded.height) == (3840, 2560)


@pytest.mark.parametrize(
    ("mode", "fmt"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP")],
)
def test_other_colour_spaces_become_rgb(mode: str, fmt: str) -> None:
    decoded = decode(makers.encoded(makers.drawing(mode=mode), fmt))

    master = opened(decoded.master)
    assert master.mode == "RGB"
    assert near(master, (5, 35), WHITE)


def test_sixteen_bits_are_scaled_not_cut() -> None:
    grey = Image.new("I;16", (40, 40), 0x8000)

    assert near(opened(decode(makers.encoded(grey, "PNG")).master), (20, 20), (128, 128, 128))


def test_what_is_transparent_is_laid_on_white() -> None:
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))

    assert near(opened(decode(makers.encoded(clear, "PNG")).master), (20, 20), WHITE)


@pytest.mark.parametrize("fmt", ["PNG", "WEBP"])
def test_what_moves_is_refused(fmt: str) -> None:
    frames = [makers.drawing(), Image.new("RGB", (60, 40), "black")]
    data = makers.encoded(frames[0], fmt, save_all=True, append_images=frames[1:], duration=100)

    assert refusal(data) == "moves"


@pytest.mark.parametrize("size", [(13_000, 13_000), (12_001, 1), (1, 12_001), (6_400, 6_400)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert refusal(makers.png_claiming(*size)) == "too_many_pixels"


def test_a_file_cut_off_is_refused() -> None:
    for data in (makers.jpeg(400, 300), makers.encoded(makers.drawing(400, 300), "PNG")):
        assert refusal(data[: len(data) // 2]) == "damaged"
        assert refusal(data[:12]) == "damaged"


def test_a_second_file_inside_a_photo_does_not_come_through() -> None:
    data = makers.jpeg() + b"PK\x03\x04<script>alert(1)</script><?php RAHASIA ?>"

    master = decode(data).master
    assert b"script" not in master
    assert b"PK\x03\x04" not in master


def test_noise_behind_a_magic_number_is_refused() -> None:
    for magic in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP"):
        assert refusal(magic + bytes(range(256)) * 8) == "damaged"


def test_a_child_that_eats_its_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "WALL_SECONDS", 0.01)

    assert refusal(makers.jpeg()) == "too_hard"


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        decode(data)
    return refused.value.code
