"""A linear classifier over strings, evaluated with numpy alone.

Trained with scikit-learn (`ketluan.models.training`), which is not needed at run time. A row is a list of feature strings; each
known one counts once, weighted by how rare it is (inverse document frequency), and the row is scaled to length one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ketluan.errors import ResourceError

Floats = npt.NDArray[Any]  # float32; numpy widens sums of them to its own taste


@dataclass(frozen=True, slots=True)
class LinearModel:
    """`weights` has one row a feature and one column a label; `idf` one value a feature."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    weights: Floats
    intercept: Floats

    def scores(self, rows: Sequence[Iterable[str]]) -> Floats:
        """One row of scores (before any squashing) for each row of features, columns in the order of `labels`."""
        result = np.tile(self.intercept, (len(rows), 1))
        get = self.vocabulary.get
        for i, row in enumerate(rows):
            known = [index for index in map(get, set(row)) if index is not None]
            if known:
                known.sort()
                idf = self.idf[known]
                result[i] += (idf / np.sqrt(idf @ idf)) @ self.weights[known]
        return result

    def arrays(self, prefix: str) -> dict[str, npt.NDArray[Any]]:
        """The model as arrays for `numpy.savez`; weights in half precision, which changes no decision and halves the file."""
        return {
            f"{prefix}.labels": _pack(self.labels),
            f"{prefix}.vocabulary": _pack(self.vocabulary),
            f"{prefix}.idf": self.idf.astype(np.float16),
            f"{prefix}.weights": self.weights.astype(np.float16),
            f"{prefix}.intercept": self.intercept,
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, npt.NDArray[Any]], prefix: str) -> LinearModel:
        """The inverse of `arrays`."""
        return cls(
            labels=tuple(_unpack(arrays[f"{prefix}.labels"])),
            vocabulary={f: i for i, f in enumerate(_unpack(arrays[f"{prefix}.vocabulary"]))},
            idf=arrays[f"{prefix}.idf"].astype(np.float32),
            weights=arrays[f"{prefix}.weights"].astype(np.float32),
            intercept=arrays[f"{prefix}.intercept"].astype(np.float32),
        )


def _pack(strings: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(strings).encode("utf-8"), dtype=np.uint8)


def _unpack(packed: npt.NDArray[Any]) -> list[str]:
    return packed.tobytes().decode("utf-8").split("\n")


def save_arrays(path: Path, arrays: dict[str, npt.NDArray[Any]]) -> None:
    """Write a model file (compressed .npz without pickled objects)."""
    with path.open("wb") as stream:
        np.savez_compressed(stream, allow_pickle=False, **arrays)


def load_arrays(name: str, path: Path | None = None) -> dict[str, npt.NDArray[Any]]:
    """Read `models/data/<name>.npz` of this package, or the file at `path`.

    Raises:
        ResourceError: the file is missing or damaged.
    """
    try:
        data = path.read_bytes() if path else (files("ketluan.models") / "data" / f"{name}.npz").read_bytes()
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except FileNotFoundError as error:
        raise ResourceError(f"model {name} is missing", hint="reinstall ketluan, or train it: ketluan train sentences") from error
    except (ValueError, OSError, KeyError) as error:
        raise ResourceError(f"model {name} is damaged", code="resource-damaged") from error
