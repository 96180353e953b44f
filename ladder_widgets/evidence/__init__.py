"""Evidence: entries as a PDF, a bundle or a table, and notebooks as PDFs."""
