"""The two borders: landed rows before dbt, marts before publication. Not here: what is expected (expectations/), what dbt tests inside."""
