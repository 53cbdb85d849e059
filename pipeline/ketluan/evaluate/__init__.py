"""Scores of the pipeline against gold annotations, with intervals, errors by kind, and gains and losses of a change."""
