"""From the working database to what people open: one numbered release file, moved into place in one step."""
