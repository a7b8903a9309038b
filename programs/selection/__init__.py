"""The selection file: shortlists and plans as documents, PDF or XLSX, and what changed since."""
