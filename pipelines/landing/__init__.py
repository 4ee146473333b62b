"""Grid and contract become landed rows: snapshots of raw bytes, cells with their address, parked rows with their reason."""
