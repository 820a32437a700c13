"""What a frozen snapshot looks like to one kind of reader: lens, words, sentences, charts and page."""
