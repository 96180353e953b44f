"""One file for each schema; its number is in `portfolio.tables.HEAD` while it is the newest."""
