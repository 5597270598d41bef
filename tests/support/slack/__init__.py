"""A stand-in for Slack on this machine, over real HTTP and real WebSockets, for Slack's own SDKs.

```python
with SlackStandIn(SlackApp.of_manifest(manifest)) as slack:
    team = slack.workspace("T1", users=["U1", "U2"], channels=["C1"], private=["G1"])
    ...  # start the app with slack.url, slack.app.app_token, team.bot_token
    slack.wait_until_connected()
    asked = team.mention("U1", "C1", "who disputed the withdrawal?")
    slack.wait_for(lambda: any(not each.streaming for each in slack.replies(asked)))
    assert slack.faults == []
```

It refuses what Slack documents that it refuses, and delivers what Slack documents that it
delivers; each file names the pages of docs.slack.dev that it was written from.
"""

from tests.support.slack.app import SlackApp
from tests.support.slack.clock import ManualClock
from tests.support.slack.delivery import Attempt, Delivery
from tests.support.slack.kit import block_faults, block_text, view_faults
from tests.support.slack.limits import Chosen, Documented, EverySecond, Rate
from tests.support.slack.message import Message
from tests.support.slack.people import People
from tests.support.slack.standin import SlackStandIn
from tests.support.slack.workspace import Ephemeral, ShownView

__all__ = [
    "Attempt",
    "Chosen",
    "Delivery",
    "Documented",
    "Ephemeral",
    "EverySecond",
    "ManualClock",
    "Message",
    "People",
    "Rate",
    "ShownView",
    "SlackApp",
    "SlackStandIn",
    "block_faults",
    "block_text",
    "view_faults",
]
