"""Pictures made small and harmless: decoded, turned upright, shrunk and written anew, so that nothing but pixels stays.

A camera's position, an embedded script, a bomb of a billion pixels: none comes through.
"""

from io import BytesIO

from vaxel.kernel.files import LARGEST_BYTES, FileTooLarge, NotAPicture

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
QUALITY = 82


def shrunk(data: bytes, edge: int) -> bytes:
    """The picture as JPEG, its longer edge at most `edge` pixels, without EXIF; what is clear in it is white.

    Refuses with NotAPicture (also when it has more than MOST_PIXELS) and FileTooLarge.
    """
    from PIL import Image, ImageOps  # only where pictures are taken in

    if len(data) > LARGEST_BYTES:
        raise FileTooLarge(most=LARGEST_BYTES // 1_000_000)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture()
            opened.draft("RGB", (edge, edge))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotAPicture() from None
    upright.thumbnail((edge, edge))
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright)
    out = BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
