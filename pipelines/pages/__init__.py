"""Pages over a published release: questions, models, templates, charts and texts. Not here: servers, files, and anything that writes."""
