"""The server of the pages: one process, one read-only release, one form. What pages show is pipelines/pages' business."""
