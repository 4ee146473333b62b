"""Open data: editions of a release for strangers, and what became of them. Not here: the release itself (publication), pages."""
