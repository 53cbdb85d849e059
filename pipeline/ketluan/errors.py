"""Error tree and code table.

KetluanError                     .code .source .stage .page .hint; str() is never empty
├ InputError    unsupported, encrypted, corrupt, too large, no text
├ WorkerError   timeout, out of memory, died
├ StageError    a stage's own failure, cause kept
├ ResourceError model or register missing or damaged
└ StoreError    locked, newer schema, damaged
"""

from __future__ import annotations

from typing import Final

CODES: Final[dict[str, str]] = {
    "input-missing": "The file does not exist or cannot be read.",
    "input-unsupported": "The content is of a kind that no reader here understands.",
    "input-encrypted": "The document needs a password.",
    "input-corrupt": "The document is damaged and could not be repaired.",
    "input-too-large": "The document is over one of the limits (bytes, pages, pixels, inflated size, characters).",
    "input-empty": "The file has no content.",
    "input-no-text": "The document opens, but there is no text in it.",
    "input-bad-encoding": "The bytes are not text in any encoding that was tried.",
    "worker-timeout": "Reading the document took longer than the time limit; its worker was stopped.",
    "worker-memory": "Reading the document needed more memory than the limit; its worker was stopped.",
    "worker-died": "The worker process ended unexpectedly while it read the document.",
    "stage-failed": "A stage of the extraction failed on this document.",
    "resource-missing": "A model or register is not installed.",
    "resource-damaged": "A model or register is installed but cannot be read.",
    "store-locked": "Another process holds the database.",
    "store-newer": "The database was written by a newer version of ketluan.",
    "store-damaged": "The database cannot be read.",
}


class KetluanError(Exception):
    """Base of all errors that this package raises on purpose.

    Args:
        code: a key of `CODES`.
        message: one sentence for a person; the text of the code where it is empty.
        stage: ingest, extract, write …
        page: number of the page, where one page is at fault.
        hint: what the user can do about it.
    """

    default_code = "stage-failed"

    def __init__(
        self,
        message: str = "",
        *,
        code: str | None = None,
        source: str | None = None,
        stage: str | None = None,
        page: int | None = None,
        hint: str | None = None,
    ) -> None:
        self.code = code or self.default_code
        if self.code not in CODES:
            raise ValueError(f"unknown error code {self.code!r}")
        self.message = message or CODES[self.code]
        self.source, self.stage, self.page, self.hint = source, stage, page, hint
        super().__init__(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders; the default pickling loses keyword arguments.
        return (_rebuild, (type(self), self.message, self.code, self.source, self.stage, self.page, self.hint))


def _rebuild(
    cls: type[KetluanError],
    message: str,
    code: str,
    source: str | None,
    stage: str | None,
    page: int | None,
    hint: str | None,
) -> KetluanError:
    return cls(message, code=code, source=source, stage=stage, page=page, hint=hint)


class InputError(KetluanError):
    """The input cannot be read: unsupported, encrypted, corrupt, too large, without text."""

    default_code = "input-corrupt"


class WorkerError(KetluanError):
    """The process that read the input ran out of time or memory, or died."""

    default_code = "worker-died"


class StageError(KetluanError):
    """A stage of the extraction failed; `__cause__` keeps the reason."""

    default_code = "stage-failed"


class ResourceError(KetluanError):
    """A model or register is missing or damaged."""

    default_code = "resource-missing"


class StoreError(KetluanError):
    """The database is locked, damaged or newer than this version."""

    default_code = "store-damaged"
