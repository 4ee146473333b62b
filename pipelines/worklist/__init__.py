"""What people decide and the book carries: answers to printed labels without an item, corrections of known errors, and the list of what is open."""
