"""How long people in Slack wait, at ten questions at once, on the newsquiz archive.

Ten people ask at the same time, in ten channels, over a real socket; Slack is the stand-in of the
tests, on this machine, so that no network is in the figures. From a person's message to: the
acknowledgement, the first streamed words, the whole answer.

    python tests/bench/slack_speed.py [--keep DIR] [--rounds N] [--check]
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from newsquiz import opened  # noqa: E402
from quiz import questions  # noqa: E402

from tests.support.command import ONRECORD, environment  # noqa: E402
from tests.support.slack import Message, People, SlackStandIn  # noqa: E402
from tests.support.slack_bot import our_app  # noqa: E402

AT_ONCE = 10
LIMITS = {"acknowledged_p99": 0.3, "first_words_p95": 1.0, "answered_p95": 2.0}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", type=Path, help="folder of the benchmark's archives")
    options.add_argument("--rounds", type=int, default=12)
    options.add_argument("--check", action="store_true", help="fail above the limits")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        opened(folder).close()
        figures = measure(folder / "onrecord", given.rounds)
    print(json.dumps(figures, indent=2))
    over = [name for name, limit in LIMITS.items() if figures[name] > limit]
    if given.check and over:
        sys.exit(f"above the limit: {', '.join(over)}")


def measure(archive: Path, rounds: int) -> dict[str, float]:
    """Seconds, by what was waited for."""
    asked = [question.text for question in questions()]
    channels = [f"C{number}" for number in range(AT_ONCE)]
    users = [f"U{number}" for number in range(AT_ONCE)]
    acknowledged, first, whole = [], [], []
    with SlackStandIn(our_app()) as slack:
        team = slack.workspace("T1", users=users, channels=channels)
        with bot(slack, team, archive):
            for turn in range(rounds + 1):
                messages = [
                    team.mention(user, channel, asked[(turn * AT_ONCE + n) % len(asked)])
                    for n, (user, channel) in enumerate(zip(users, channels, strict=True))
                ]
                slack.wait_for(lambda messages=messages: all(map(slack.replies, messages)), 120)
                slack.wait_for(lambda messages=messages: all_whole(slack, messages), 120)
                slack.wait_until_settled(30)
                if turn == 0:
                    continue  # what is loaded and made at the first question
                for message in messages:
                    acknowledged += [each.latency or 0.0 for each in message.deliveries]
                    begun, ended = times(slack, message)
                    first.append(begun)
                    whole.append(ended)
    return {
        "questions": len(whole),
        "acknowledged_median": statistics.median(acknowledged),
        "acknowledged_p99": quantile(acknowledged, 0.99),
        "first_words_median": statistics.median(first),
        "first_words_p95": quantile(first, 0.95),
        "answered_median": statistics.median(whole),
        "answered_p95": quantile(whole, 0.95),
    }


@contextmanager
def bot(slack: SlackStandIn, team: People, archive: Path) -> Iterator[None]:
    """`onrecord slack` in a process of its own, as it runs: Slack takes none of its time."""
    env = environment(
        ONRECORD_ARCHIVE=str(archive),
        ONRECORD_SLACK_BOT_TOKEN=team.bot_token,
        ONRECORD_SLACK_APP_TOKEN=slack.app.app_token,
        ONRECORD_SLACK_URL=slack.url,
    )
    with subprocess.Popen([*ONRECORD, "slack"], env=env) as process:
        try:
            slack.wait_for(lambda: slack.sockets.count, 120)
            yield
        finally:
            process.send_signal(signal.SIGTERM)


def all_whole(slack: SlackStandIn, messages: list[Message]) -> bool:
    """Whether each question has an answer, of which nothing is on its way."""
    found = [slack.replies(message) for message in messages]
    return all(each and not any(reply.streaming for reply in each) for each in found)


def times(slack: SlackStandIn, message: Message) -> tuple[float, float]:
    """Seconds from a message to the first call and the last call that answer it."""
    sent = min(each.attempts[0].sent_at for each in message.deliveries)
    replies = {each.ts for each in slack.replies(message)}
    calls = [
        call.monotonic
        for call in slack.calls
        if call.params.get("thread_ts") == message.ts or call.params.get("ts") in replies
        if call.method.startswith("chat.")
    ]
    return calls[0] - sent, calls[-1] - sent


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    main()
