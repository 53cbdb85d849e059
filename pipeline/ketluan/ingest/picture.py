"""One page of a PDF as PNG, in a process of its own with limits on time, memory and pixels, because files are hostile.

python -m ketluan.ingest.picture PAGE SECONDS < file.pdf > page.png
"""

from __future__ import annotations

import sys

WIDTH_PX = 1_000
MAX_HEIGHT_PX = 3_000
MEMORY_MB = 1_500


def main() -> None:
    """The PDF comes on standard input, the PNG goes to standard output; any failure is an exit status."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
    import pypdfium2

    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = document[int(sys.argv[1]) - 1]
    width, height = page.get_size()
    scale = min(WIDTH_PX / max(width, 1), MAX_HEIGHT_PX / max(height, 1))
    page.render(scale=scale).to_pil().save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    main()
