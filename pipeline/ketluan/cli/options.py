"""Options and kinds of path that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ketluan.ingest.limits import DEFAULT_LIMITS

ANY_PATH = click.Path(path_type=Path)
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

model_option = click.option(
    "--model",
    type=NEW_FOLDER,
    help="Folder that `ketluan train sentences` or `ketluan train encoder` wrote: models to use.",
)

_CACHE_VARIABLE = "KETLUAN_CACHE"
_AT_LEAST_1 = click.IntRange(min=1)
_SECONDS = click.FloatRange(min=0, min_open=True)
_LIMIT_OPTIONS: tuple[tuple[str, str, click.ParamType[Any], str], ...] = (
    ("timeout_s", "--timeout", _SECONDS, "Seconds for one file, recognition of pages not counted."),
    ("memory_mb", "--memory", _AT_LEAST_1, "Megabytes of memory for one file."),
    ("max_bytes", "--max-bytes", _AT_LEAST_1, "Bytes of one file."),
    ("max_pages", "--max-pages", _AT_LEAST_1, "Pages of one file."),
    ("max_chars", "--max-chars", _AT_LEAST_1, "Characters of one file."),
    ("max_pixels", "--max-pixels", _AT_LEAST_1, "Pixels of one page as a picture."),
    ("max_inflated_bytes", "--max-inflated-bytes", _AT_LEAST_1, "Bytes that the compressed parts of one file inflate to."),
    ("max_inflation_ratio", "--max-inflation-ratio", _AT_LEAST_1, "How many times larger they become."),
    ("ocr", "--ocr", click.Choice(("auto", "always", "never")), "Recognise pages that are images: where needed, all, none."),
    ("ocr_page_timeout_s", "--ocr-page-timeout", _SECONDS, "Seconds for the recognition of one page."),
    ("ocr_timeout_s", "--ocr-timeout", _SECONDS, "Seconds for the recognition of all pages of one file."),
    ("cache_dir", "--cache", click.Path(file_okay=False), "Folder that keeps recognised pages; $KETLUAN_CACHE names it too."),
)


def limit_options(command: Callable[..., None]) -> Callable[..., None]:
    """Every limit of `ketluan.ingest.limits` as an option; the command gets them as one `limits`."""

    @functools.wraps(command)
    def with_limits(**options: Any) -> None:
        chosen = {name: options.pop(name) for name, _, _, _ in _LIMIT_OPTIONS}
        command(limits=replace(DEFAULT_LIMITS, **chosen), **options)

    decorated: Callable[..., None] = with_limits
    for name, flag, kind, text in reversed(_LIMIT_OPTIONS):
        default = getattr(DEFAULT_LIMITS, name)
        variable = _CACHE_VARIABLE if name == "cache_dir" else None
        option = click.option(
            flag, name, type=kind, default=default, envvar=variable, show_default=default is not None, help=text
        )
        decorated = option(decorated)
    return decorated
