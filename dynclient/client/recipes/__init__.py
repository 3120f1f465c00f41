"""What takes several calls: running, building, copying, waiting."""
