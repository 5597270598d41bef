"""What OnRecord says in Slack, as Block Kit; values to payloads, without a call of Slack's API."""
