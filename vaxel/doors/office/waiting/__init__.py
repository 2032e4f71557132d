"""Work that waits on cars, followed up."""
