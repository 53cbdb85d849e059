"""Which trained models a run uses: those of this package, or what lies in a folder of the user's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ketluan.errors import ResourceError
from ketluan.models.encoder import SETTINGS_FILE, check_encoder


@dataclass(frozen=True, slots=True)
class ModelPaths:
    """Files that take the place of the package's own (None: the package's), and the folder of an encoder beside them."""

    sentences: Path | None = None
    categories: Path | None = None
    links: Path | None = None
    encoder: Path | None = None


BUILT_IN = ModelPaths()


def find_models(folder: str | Path) -> ModelPaths:
    """What a folder that `ketluan train sentences` or `ketluan train encoder` wrote holds; loads nothing.

    Raises:
        ResourceError: there is no such folder (a name of a model hub never is one), it holds no model, or an encoder in it is
            incomplete or cannot be used here.
    """
    path = Path(folder).resolve()  # a relative path that does not exist would be read as the name of a hub model
    if not path.is_dir():
        raise ResourceError(f"no model folder at {path}", hint="train one with `ketluan train`")
    files = {name: path / f"{name}.npz" for name in ("sentences", "categories", "links")}
    found = ModelPaths(
        **{name: file for name, file in files.items() if file.is_file()},
        encoder=check_encoder(path) if (path / SETTINGS_FILE).is_file() or (path / "tokens").is_dir() else None,
    )
    if found == BUILT_IN:
        raise ResourceError(f"{path} holds no model of ketluan", hint="train one with `ketluan train`")
    return found
