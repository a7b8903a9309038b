"""Public registers and spreadsheets read into the directory: one module a format."""
