"""Pictures of pages made ready for recognition: one channel, red ink gone, straight."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketluan.ingest.printed import Box4

if TYPE_CHECKING:
    from PIL.Image import Image

# Red ink: the red channel is this much above the mean of the others. Round stamps of 120 scanned pages: 60 to 140.
RED_EXCESS = 28
# Share of red on a page worth a second look: a seal with the signer's name makes 0.005; more is a picture.
MIN_RED_SHARE = 0.001
MAX_RED_SHARE = 0.05
# A seal of the state is 36 mm wide; a name or an office that is stamped beside it makes the red wider or flatter.
SEAL_POINTS = 120.0
SEAL_ROUND = 0.85
ENLARGED_MARGIN = 6  # pixels
RED_MARGIN = 20  # pixels of white around it
MIN_RED_PIXELS = 40  # of the picture at a fourth of its size
# Specks: ink of at most this size (0.42 mm) with white all around; full stops and dots below letters are larger. They are
# wiped off only where there are many: a faint page would lose its marks.
SPECK_POINTS = 1.2
MIN_SPECK_WINDOWS = 4_000
PROBE_ROWS, N_PROBES = 120, 6  # they are counted in so many strips first
DARK = 170
MAX_SKEW_DEGREES = 6.0
# Tesseract follows lines that fall by less; turning the picture blurs the marks above letters.
MIN_SKEW_DEGREES = 0.6
MAX_SHIFTED_DEGREES = 3.0
_PROBE_WIDTH = 700


@dataclass(frozen=True, slots=True)
class PageImage:
    """A grey picture of a page with what leads back to the page: points per pixel, and the angle it was turned by.

    `left`, `top`: pixels that were cut off there.
    """

    image: Image
    points_per_pixel: float
    skew_degrees: float = 0.0
    left: int = 0
    top: int = 0

    def place(self, left: float, top: float, right: float, bottom: float) -> Box4:
        """A box in pixels of the picture as a box in points of the straightened page."""
        scale, x, y = self.points_per_pixel, self.left, self.top
        return (left + x) * scale, (top + y) * scale, (right + x) * scale, (bottom + y) * scale


def tilt(box: Box4, skew_degrees: float, width: float, height: float) -> Box4:
    """A box of the straightened page (lines can be told only there) as it stands on the page that was scanned askew."""
    import math

    if not skew_degrees:
        return box
    x0, top, x1, bottom = box
    angle = math.radians(skew_degrees)
    x, y = (x0 + x1 - width) / 2, (top + bottom - height) / 2
    dx = x * math.cos(angle) - y * math.sin(angle) - x
    dy = x * math.sin(angle) + y * math.cos(angle) - y
    return x0 + dx, top + dy, x1 + dx, bottom + dy


def prepare(picture: Image, points_per_pixel: float) -> PageImage:
    """Grey, without red ink and specks, straightened.

    Stamps and seals are red and lie over the signature block and the letterhead; black print under them stays black.
    """
    grey = drop_specks(drop_red_ink(picture), points_per_pixel)
    skew = measure_skew(grey)
    if abs(skew) < MIN_SKEW_DEGREES:
        return PageImage(grey, points_per_pixel)
    return PageImage(_rotate(grey, skew), points_per_pixel, skew)


def _rotate(grey: Image, skew_degrees: float) -> Image:
    """The picture turned counter-clockwise about its middle.

    By small angles, which is what feeders of scanners make, strips of columns are shifted down or up and then strips of rows
    sideways, by whole pixels: twenty times as fast as computing every pixel anew, and no mark above a letter is blurred.
    """
    from PIL import Image as images

    if abs(skew_degrees) > MAX_SHIFTED_DEGREES:
        return grey.rotate(skew_degrees, resample=images.Resampling.BICUBIC, fillcolor=255)
    import math

    import numpy

    slope = math.tan(math.radians(skew_degrees))
    down = _shift_columns(numpy.asarray(grey), -slope)
    return images.fromarray(_shift_columns(down.T, slope).T.copy(), "L")


def _shift_columns(pixels: Any, slope: float) -> Any:
    """Columns moved down by their distance from the middle times the slope, white where nothing comes in."""
    import numpy

    height, width = pixels.shape
    moved = numpy.full_like(pixels, 255)
    steps = numpy.rint((numpy.arange(width) - width / 2) * slope).clip(-height, height).astype(int)
    edges = [0, *(numpy.flatnonzero(numpy.diff(steps)) + 1).tolist(), width]
    for left, right in itertools.pairwise(edges):
        step = int(steps[left])
        if step >= 0:
            moved[step:, left:right] = pixels[: height - step, left:right]
        else:
            moved[:step, left:right] = pixels[-step:, left:right]
    return moved


def turn(picture: Image, quarter_turns: int) -> Image:
    """The picture turned counter-clockwise by so many quarters."""
    from PIL import Image as images

    method = images.Transpose
    return picture.transpose((method.ROTATE_90, method.ROTATE_180, method.ROTATE_270)[quarter_turns - 1])


def enlarge(page: PageImage, box: Box4) -> PageImage:
    """The part of the page in a box (points), with a white edge, twice as large."""
    from PIL import ImageOps

    x0, top, x1, bottom = (value / page.points_per_pixel for value in box)
    left, upper = int(x0) - page.left - ENLARGED_MARGIN, int(top) - page.top - ENLARGED_MARGIN
    right, lower = int(x1) - page.left + ENLARGED_MARGIN, int(bottom) - page.top + ENLARGED_MARGIN
    part = page.image.crop((max(0, left), max(0, upper), min(page.image.width, right), min(page.image.height, lower)))
    part = ImageOps.expand(part.resize((2 * part.width, 2 * part.height)), 2 * ENLARGED_MARGIN, 255)
    return PageImage(part, page.points_per_pixel / 2)


def keep_red_ink(picture: Image, page: PageImage) -> PageImage | None:
    """Only the red ink of the same page, dark on white; None where there is hardly any, or nothing but a round seal."""
    import numpy
    from PIL import Image as images

    box = _find_red(picture)
    if box is None or _is_seal(box, page.points_per_pixel):
        return None
    pixels = numpy.asarray(picture.crop(box).convert("RGB"))
    others = (pixels[:, :, 1].astype(numpy.int16) + pixels[:, :, 2]) // 2
    red = pixels[:, :, 0] - others > RED_EXCESS
    share = float(red.sum()) / (picture.width * picture.height)
    if not MIN_RED_SHARE < share < MAX_RED_SHARE:
        return None
    image = images.new("L", picture.size, 255)
    image.paste(images.fromarray(numpy.where(red, others, 255).astype(numpy.uint8), "L"), box[:2])
    if page.skew_degrees:
        image = _rotate(image, page.skew_degrees)
    left, top, right, bottom = image.point(lambda value: 255 - value).getbbox() or (0, 0, *image.size)
    left, top = max(0, left - RED_MARGIN), max(0, top - RED_MARGIN)
    return PageImage(
        image.crop((left, top, right + RED_MARGIN, bottom + RED_MARGIN)), page.points_per_pixel, page.skew_degrees, left, top
    )


def _is_seal(box: tuple[int, int, int, int], points_per_pixel: float) -> bool:
    """Whether red ink reaches no farther than a seal does; its own words are those of the letterhead, bent."""
    wide, high = ((box[i + 2] - box[i]) * points_per_pixel for i in (0, 1))
    return max(wide, high) < SEAL_POINTS and min(wide, high) > SEAL_ROUND * max(wide, high)


def drop_red_ink(picture: Image) -> Image:
    """One grey channel in which red is white."""
    import numpy
    from PIL import Image as images

    grey = picture.convert("L")
    box = _find_red(picture)
    if box is None:
        return grey
    pixels = numpy.asarray(picture.crop(box).convert("RGB"))
    red = pixels[:, :, 0]
    others = pixels[:, :, 1] // 2 + pixels[:, :, 2] // 2
    part = numpy.array(grey.crop(box))
    part[(red > others) & (red - others > RED_EXCESS)] = 255
    grey.paste(images.fromarray(part, "L"), box[:2])
    return grey


def _find_red(picture: Image) -> tuple[int, int, int, int] | None:
    """The part of the picture with all that may be red, from a fourth of its size; None where nothing is, as in most scans."""
    import numpy

    if picture.mode in ("1", "L"):
        return None
    small = numpy.asarray(picture.convert("RGB").reduce(4), dtype=numpy.int16)
    ys, xs = numpy.nonzero(small[:, :, 0] - (small[:, :, 1] + small[:, :, 2]) // 2 > RED_EXCESS // 2)
    if len(ys) <= MIN_RED_PIXELS:
        return None
    left, top = max(0, 4 * int(xs.min()) - 8), max(0, 4 * int(ys.min()) - 8)
    return left, top, min(picture.width, 4 * int(xs.max()) + 12), min(picture.height, 4 * int(ys.max()) + 12)


def drop_specks(grey: Image, points_per_pixel: float) -> Image:
    """The picture without isolated specks, if it is strewn with them."""
    import numpy
    from PIL import Image as images

    size = max(1, round(SPECK_POINTS / points_per_pixel))
    pixels = numpy.asarray(grey)
    if min(pixels.shape) < 4 * PROBE_ROWS:
        return grey
    probes = [pixels[top : top + PROBE_ROWS] for top in range(0, len(pixels) - PROBE_ROWS, len(pixels) // N_PROBES)]
    if sum(len(_find_specks(probe, size)) for probe in probes) * len(pixels) < MIN_SPECK_WINDOWS * len(probes) * PROBE_ROWS:
        return grey
    pixels = numpy.array(grey)
    for y, x in _find_specks(pixels, size):
        pixels[y : y + size + 2, x : x + size + 2] = 255
    return images.fromarray(pixels, "L")


def _find_specks(pixels: Any, size: int) -> Any:
    """Corners of the squares, one pixel wider on each side than a speck, that have ink inside and none on their edge."""
    import numpy

    window = size + 2
    sums = numpy.zeros((pixels.shape[0] + 1, pixels.shape[1] + 1), numpy.int32)
    sums[1:, 1:] = (pixels < DARK).cumsum(0, dtype=numpy.int32).cumsum(1, dtype=numpy.int32)
    rows, columns = pixels.shape[0] - window + 1, pixels.shape[1] - window + 1

    def ink(offset: int, length: int) -> Any:
        """Dark pixels in the square of this size at this offset of every window."""
        a, b = offset, offset + length
        high, low = sums[b : b + rows], sums[a : a + rows]
        return high[:, b : b + columns] - low[:, b : b + columns] - high[:, a : a + columns] + low[:, a : a + columns]

    inner = ink(1, size)
    return numpy.argwhere((inner > 0) & (ink(0, window) == inner))


def measure_skew(grey: Image) -> float:
    """Degrees by which the lines of print fall to the right; 0 where no angle stands out.

    The sum of ink by rows is sharpest when the rows lie level.
    """
    import numpy

    scale = min(1.0, _PROBE_WIDTH / grey.width)
    probe = grey.resize((max(1, int(grey.width * scale)), max(1, int(grey.height * scale))))
    ink = 255 - numpy.asarray(probe, dtype=numpy.float32)
    ink[ink < 90] = 0
    ys, xs = numpy.nonzero(ink)
    if len(ys) < 500:
        return 0.0

    def sharpness(degrees: float) -> float:
        rows = ys - xs * numpy.tan(numpy.radians(degrees))
        profile = numpy.bincount((rows - rows.min()).astype(numpy.int32))
        return float(((profile[1:] - profile[:-1]).astype(numpy.float64) ** 2).sum())

    coarse = max(numpy.arange(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES + 0.01, 0.5), key=sharpness)
    best = float(max(numpy.arange(coarse - 0.4, coarse + 0.41, 0.1), key=sharpness))
    return best if sharpness(best) > 1.15 * sharpness(0.0) else 0.0
