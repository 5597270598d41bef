"""One HTML file of a template, with its style and its script inside and a policy that bars others.

Texts of articles, answers and suites are only ever text: Jinja escapes them, the policy runs no
script but ours, which is named by its hash, and loads nothing from anywhere.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.citations import link_to_quote
from assistant.evaluation.report import bars, case_view, wording
from assistant.evaluation.report.model import OUTCOMES

_FOLDER = Path(__file__).parent


def page(template: str, scripts: Sequence[str], **values: Any) -> str:
    """A template of this package, filled; ``scripts`` are the names of the files of its scripts."""
    style, codes = _asset("report.css"), [_asset(name) for name in scripts]
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {' '.join(map(_hash, codes))}; "
        "base-uri 'none'; form-action 'none'"
    )
    found = _environment().get_template(template)
    # These files are ours, and hold nothing that ends the element they stand in.
    own = {"style": Markup(style), "scripts": [Markup(code) for code in codes]}
    return found.render(policy=policy, **own, **values)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        words=wording,
        marks_of=case_view.marks_of,
        quoted=case_view.quoted,
        spoken=case_view.spoken,
        bar_of=bars.bar_of,
        lean_of=bars.lean_of,
        shade=bars.shade,
        link_to_quote=link_to_quote,
        outcomes=OUTCOMES,
    )
    return made


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
