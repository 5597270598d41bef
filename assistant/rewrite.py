"""A follow-up restated by a chat model, and taken only where it adds nothing of its own."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.past import Past
from assistant.support import unsupported_terms
from prompts import load

_LONGEST = 400
# Nothing that an article says is shown but the names of its speakers: a title could give orders.
_EARLIER = 4


def restated(model: BaseChatModel, question: str, past: Sequence[Past]) -> str | None:
    """What ``model`` makes of ``question`` after ``past`` (oldest first); None if it is no good."""
    earlier = "\n".join(_line(each) for each in past[-_EARLIER:])
    prompt = [
        SystemMessage(load("standalone")),
        HumanMessage(load("follow_up", earlier=earlier, question=question)),
    ]
    said = model.invoke(prompt).text.strip().strip('"“”').strip()
    return said if is_faithful(said, question, past) else None


def is_faithful(said: str, question: str, past: Sequence[Past]) -> bool:
    """Whether it is one line of moderate length without a name or number from elsewhere."""
    if not said or len(said.splitlines()) != 1 or len(said) > max(_LONGEST, 2 * len(question)):
        return False
    known = [question, *(_line(each) for each in past)]
    return any(map(str.isalnum, said)) and not unsupported_terms(said, known)


def _line(past: Past) -> str:
    named = past.speakers or past.people
    people = f" (answered with {', '.join(named)})" if named else ""
    days = dict.fromkeys(f"{each.day} {each:%B %Y}" for each in past.dates)
    dates = f" (articles of {', '.join(days)})" if days else ""
    return f"{past.question}{people}{dates}"
