"""A spreadsheet of vendors, sites and what they offer: read, compared with the directory, written."""
