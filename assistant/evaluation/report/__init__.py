"""Reports of a run and of two runs side by side: HTML, Markdown, JUnit."""
