"""Block Kit's rules: what Slack takes as blocks, views and chunks, and what it refuses.

Written from the reference pages under "Block Kit", "Views" and "Text streaming" of docs.slack.dev.
A fault is worded as Slack words it: what is wrong, and a JSON pointer to where.
"""

from tests.support.slack.kit.blocks import block_faults, block_text, chunk_faults
from tests.support.slack.kit.views import view_faults

__all__ = ["block_faults", "block_text", "chunk_faults", "view_faults"]
