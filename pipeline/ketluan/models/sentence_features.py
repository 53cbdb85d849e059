"""What the sentence models look at: strings that say which words, marks and places in the document a sentence has.

One function turns a document into one list of strings a sentence; training and run time call the same one, so that they
cannot drift apart.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass

from ketluan.knowledge.phrases import cue_table
from ketluan.models.grammar import judge
from ketluan.models.masking import mask, tokenize
from ketluan.models.sentence_frames import frame_features
from ketluan.text.sections import Section
from ketluan.text.sentences import Spans

MAX_TOKENS = 400  # of one sentence; longer ones are lists whose tail says the same as their head
_SPEAKER = re.compile(
    r"(?:[Ôô]ng|[Bb]à|[Vv]ị này|NAME_|lãnh đạo|đại diện|người phát ngôn)[^.;:]{0,80}?(?:cho "
    r"biết|cho hay|nói|khẳng định|giải thích|chia sẻ|lý giải|phân trần|thừa nhận|"
    r"trả lời|thông tin|bày tỏ|phân tích)"
)
_CLAUSE = re.compile(r"[,;:–\-]\s{1,2}")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as the features see it."""

    tokens: list[str]
    masked: str
    last: str
    line_start: bool
    quoted: bool
    cues: list[str]
    verdict: str


def sentence_features(text: str, sentences: Spans, sections: list[Section]) -> list[list[str]]:
    """One list of feature strings for each sentence, in order.

    Features: masked syllable n-grams (1 to 3) of the sentence; its first words and the first words of its clauses; length, end
    mark, place in the document and section; whether it stands in quotation marks or reports what a person says; the words
    and the first words of the sentences before and after; who acts, in which tense and mood.
    """
    views = _views(text, sentences)
    starts = [section.start for section in sections]
    all_features = []
    for i, view in enumerate(views):
        features = _own(view)
        features += _place(i, len(views), view)
        features += _neighbours(views, i)
        section = bisect_right(starts, sentences[i][0]) - 1
        features.append(f"sec:{sections[section].kind}" if section >= 0 else "sec:")
        features += frame_features(view.masked)
        all_features.append(features)
    return all_features


def _views(text: str, sentences: Spans) -> list[_Sentence]:
    views = []
    inside = False
    for start, end in sentences:
        line_start = not start or text[start - 1] == "\n" or "\n" in text[max(0, start - 3) : start]
        if line_start and inside and not text[max(0, start - 400) : start].rstrip().endswith(("“", '"')):
            inside = False  # a quotation that nobody closed ends with its line
        sentence = text[start:end]
        masked = mask(sentence)
        quoted = inside or sentence[0] in '“"'
        tokens = tokenize(masked)[:MAX_TOKENS]
        views.append(_Sentence(tokens, masked, sentence[-1], line_start, quoted, _cues(masked), judge(sentence)))
        opened = sentence.count("“") - sentence.count("”")
        straight = sentence.count('"') % 2
        inside = inside ^ bool(straight) if straight else (opened > 0 or (inside and opened == 0))
    return views


_MASK_WORD = re.compile(r"[A-Z]{3,7}_")


def _cues(masked: str) -> list[str]:
    """Cue classes and masks in text order: the outline of a sentence ("source INSP_ ask ORG_ act MONEY_")."""
    found = [(start, "+".join(values)) for start, _, values in cue_table().find(masked)]
    found += [(match.start(), match.group()) for match in _MASK_WORD.finditer(masked)]
    return [name for _, name in sorted(found)]


def _own(view: _Sentence) -> list[str]:
    tokens = ["<s>", *view.tokens, "</s>"]
    features = [f"1 {t}" for t in set(view.tokens)]
    features += {f"2 {a} {b}" for a, b in itertools.pairwise(tokens)}
    features += {f"3 {a} {b} {c}" for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False)}
    features += [f"f{n} {' '.join(view.tokens[:n])}" for n in (1, 2, 3)]
    for clause in _CLAUSE.split(view.masked)[1:12]:
        head = tokenize(clause[:40])
        features += [f"c{n} {' '.join(head[:n])}" for n in (1, 2)]
    outline = ["<", *view.cues, ">"]
    classes = {c for name in view.cues for c in name.split("+")}
    features += [f"k {c}" for c in classes]
    features += {f"k2 {a} {b}" for a, b in itertools.pairwise(outline)}
    features += {f"k3 {a} {b} {c}" for a, b, c in zip(outline, outline[1:], outline[2:], strict=False)}
    features += [f"kk {a} {b}" for a in classes for b in classes if a < b]
    features += [f"g {view.verdict}", *(f"g {view.verdict} {c}" for c in classes)]
    if _SPEAKER.search(view.masked):
        features.append("speaker")
    if view.quoted:
        features.append("quoted")
    return features


def _place(i: int, n: int, view: _Sentence) -> list[str]:
    features = [f"len {min(9, len(view.tokens) // 8)}", f"pos {min(i, 4)}", f"dec {10 * i // n}", f"tail {min(n - i, 4)}"]
    features.append(f"end {view.last if not view.last.isalnum() else 'w'}")
    if view.line_start:
        features.append("line")
    return features


def _neighbours(views: list[_Sentence], i: int) -> list[str]:
    features = []
    if i:
        before = views[i - 1]
        features += [f"p {t}" for t in set(before.tokens)]
        features += [f"pk {c}" for name in set(before.cues) for c in name.split("+")]
        features.append(f"pg {before.verdict} {views[i].verdict}")
        features.append(f"pend {before.last if not before.last.isalnum() else 'w'}")
        features.append(f"pf {' '.join(before.tokens[:2])}")
    if i + 1 < len(views):
        features += [f"n {t}" for t in set(views[i + 1].tokens)]
        features += [f"nk {c}" for name in set(views[i + 1].cues) for c in name.split("+")]
        features.append(f"ng {views[i + 1].verdict} {views[i].verdict}")
        features.append(f"nf {' '.join(views[i + 1].tokens[:2])}")
    return features
