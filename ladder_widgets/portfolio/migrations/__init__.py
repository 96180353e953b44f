"""The changes of the store's schema, in order, for Alembic."""
