"""Configuration files of models: what they hold, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketluan.errors import ResourceError
from ketluan.models.configuration import read_options
from ketluan.models.encoder_training import TrainingOptions
from ketluan.models.training import StatementOptions
from ketluan.models.vector_training import VectorOptions

MODELS = Path(__file__).resolve().parents[2] / "models"


@pytest.mark.parametrize(
    ("section", "kind"), [("sentences", StatementOptions), ("encoder", TrainingOptions), ("vectors", VectorOptions)]
)
def test_the_shipped_configuration_says_the_defaults(section, kind):
    assert read_options(MODELS / section / "config.cfg", section, kind) == kind() == read_options(None, section, kind)


def test_the_command_line_wins_and_references_are_followed(tmp_path):
    path = tmp_path / "c.cfg"
    path.write_text("[system]\nseed = 7\n[encoder]\nseed = ${system.seed}\nepochs = 2\n")
    options = read_options(path, "encoder", TrainingOptions, epochs=9.0, names=None)
    assert (options.seed, options.epochs, options.names) == (7, 9.0, False)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[vectors]\ndimensions = 3\n", "unknown setting dimensions"),
        ('[vectors]\ndim = "many"\n', "Expected `int`"),
        ("[other]\ndim = 3\n", "no section"),
        ("no section at all", "no section"),
        ("[vectors]\ndim = ${paths.none}\n", "paths"),
    ],
)
def test_what_cannot_be_meant_is_refused(content, message, tmp_path):
    path = tmp_path / "c.cfg"
    path.write_text(content)
    with pytest.raises(ResourceError, match=message):
        read_options(path, "vectors", VectorOptions)
