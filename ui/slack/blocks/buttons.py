"""What can be clicked under a message."""

from __future__ import annotations

from typing import Any

from ui.slack.blocks.rich import plain_text
from ui.slack.message import Block

SHOW_PASSAGES = "show_passages"
FEEDBACK = "feedback"
CANCEL = "cancel"
RETRY = "retry"


def button(label: str, action_id: str, value: str, style: str = "") -> dict[str, Any]:
    """A button; ``style`` is "primary", "danger" or empty."""
    made = {
        "type": "button",
        "text": plain_text(label),
        "action_id": action_id,
        "value": value,
    }
    return {**made, "style": style} if style else made


def actions(*elements: dict[str, Any]) -> Block:
    """Buttons in a row."""
    return {"type": "actions", "elements": list(elements)}


def feedback(answer_id: str) -> Block:
    """Slack's own thumbs; their value is the answer's id, a colon and "good" or "bad"."""
    buttons = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": _thumb("Good answer", f"{answer_id}:good"),
        "negative_button": _thumb("Bad answer", f"{answer_id}:bad"),
    }
    return {"type": "context_actions", "elements": [buttons]}


def _thumb(label: str, value: str) -> dict[str, Any]:
    return {"text": plain_text(label), "accessibility_label": label, "value": value}
