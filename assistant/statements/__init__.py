"""Who said what in a text: from its words to statements with their speakers and stances."""
