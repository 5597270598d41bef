"""The assistant in Slack: Bolt listeners, a desk that answers, and what it says in Block Kit."""
