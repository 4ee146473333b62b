"""One module per subcommand: `add_arguments(parser)` and `run(args, home) -> exit code`. Printing only; the work is in the line and the release."""
