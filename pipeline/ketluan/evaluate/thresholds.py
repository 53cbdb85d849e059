"""Least scores that a change may not fall below."""

from __future__ import annotations

import tomllib
from pathlib import Path

from ketluan.errors import ResourceError
from ketluan.evaluate.evaluation import Evaluation


def below_thresholds(evaluation: Evaluation, path: Path) -> list[str]:
    """What falls short of the thresholds in a TOML file, one sentence each.

    The file has two tables, metric -> number: `least_f1`, and `most_errors` (false positives and false negatives together).

    Raises:
        ResourceError: the file is not TOML, or has another form.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        least = {str(metric): float(value) for metric, value in tables.get("least_f1", {}).items()}
        most = {str(metric): int(value) for metric, value in tables.get("most_errors", {}).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ResourceError(f"{path}: not a file of thresholds: {error}", code="resource-damaged") from error
    short = []
    for metric, value in least.items():
        f1 = evaluation.total(metric).f1
        if f1 < value:
            short.append(f"{metric}: F1 {f1:.4f} is below {value}")
    for metric, limit in most.items():
        counts = evaluation.total(metric)
        if counts.fp + counts.fn > limit:
            short.append(f"{metric}: {counts.fp + counts.fn} errors, at most {limit} are allowed")
    return short
