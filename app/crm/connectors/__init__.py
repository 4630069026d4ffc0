"""Connectors: what customers did here goes on to the company's CRM, whichever it is, and is put right there too."""
