"""Pages of an open data edition as files: no server, no script, no network. Not here: what a page shows (pages), what an edition holds (open_data)."""
