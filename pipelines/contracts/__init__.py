"""What a publisher's file looks like: contracts, their vocabulary, and how they are found and read."""
