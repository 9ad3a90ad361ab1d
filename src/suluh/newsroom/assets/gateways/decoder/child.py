"""The child: reads `source` in the folder it is given, writes `master` and `<width>-<format>`.

It lowers its own limits before it loads anything that decodes.
"""

import contextlib
import io
import json
import re
import resource
import sys
import warnings
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 10
FILE_BYTES: Final = 64 * 1024 * 1024

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError  # noqa: E402 after the limits

from suluh.newsroom.assets import rules  # noqa: E402 after the limits

READABLE: Final = ("JPEG", "PNG", "WEBP")
WHITE: Final = (255, 255, 255)
UPRIGHT: Final = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
MASTER: Final[dict[str, Any]] = {
    "format": "JPEG",
    "quality": 85,
    "subsampling": 0,
    "optimize": True,
    "progressive": True,
}
SAVE: Final[dict[str, dict[str, Any]]] = {
    "jpeg": {"format": "JPEG", "quality": 78, "optimize": True, "progressive": True},
    "webp": {"format": "WEBP", "quality": 76, "method": 4},
}


class Refusal(Exception):  # noqa: N818 because a refusal is an answer
    """A code of `rules.REFUSALS`."""


def main(folder: Path) -> dict[str, object]:
    """Decode, write, and return what is to be known; {'refused': code} for a bad picture."""
    try:
        image, taken = _read(folder / "source")
        image.save(folder / "master", **MASTER)
        _write_renditions(folder, image)
    except Refusal as refusal:
        return {"refused": refusal.args[0]}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "too_many_pixels"}
    except MemoryError:
        return {"refused": "too_hard"}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError):
        return {"refused": "damaged"}
    return {"width": image.width, "height": image.height, "taken": taken}


def _read(path: Path) -> tuple[Image.Image, str]:
    Image.MAX_IMAGE_PIXELS = rules.MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    image: Image.Image = Image.open(path, formats=READABLE)
    if max(image.size) > rules.LONGEST_SIDE or image.width * image.height > rules.MOST_PIXELS:
        raise Refusal("too_many_pixels")
    if image.format in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        raise Refusal("moves")
    exif = image.getexif()
    orientation, taken = exif.get(ExifTags.Base.Orientation, 1), _taken(exif)
    profile = image.info.get("icc_profile")
    if image.format in {"JPEG", "MPO"}:  # read no more of a large photo than the master holds
        image.draft(image.mode, (rules.MASTER_SIDE, rules.MASTER_SIDE))
    image.load()
    small = _shrunk(_plain(image, profile), rules.MASTER_SIDE)
    for turn in UPRIGHT.get(orientation, ()):
        small = small.transpose(turn)
    return _bare(small), taken


def _taken(exif: Image.Exif) -> str:
    """Return the day on which the camera says it was taken, `YYYY-MM-DD`, or ''."""
    with contextlib.suppress(ValueError, TypeError, KeyError):
        camera = exif.get_ifd(ExifTags.IFD.Exif)
        said = str(camera.get(ExifTags.Base.DateTimeOriginal) or "")
        if re.match(r"[12]\d{3}:[01]\d:[0-3]\d ", said):
            return said[:10].replace(":", "-")
    return ""


def _plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in RGB, its colours moved to sRGB, laid on white."""
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, WHITE)
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    if profile and image.mode in {"RGB", "CMYK"}:
        image = _to_srgb(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        moved = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        if moved is not None:
            return moved
    return image


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    scale = side / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _bare(image: Image.Image) -> Image.Image:
    """Return the points alone: no EXIF, place, profile, comment or thumbnail rides along."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    return bare


def _write_renditions(folder: Path, master: Image.Image) -> None:
    for width in rules.rendition_widths(master.width):
        size = (width, max(1, round(master.height * width / master.width)))
        small = master.resize(size, Image.Resampling.LANCZOS)
        for fmt, how in SAVE.items():
            small.save(folder / f"{width}-{fmt}", **how)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
