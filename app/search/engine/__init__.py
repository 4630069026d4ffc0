"""The search engines behind one port: one embedded, one in PostgreSQL; the same words, the same ranking."""
