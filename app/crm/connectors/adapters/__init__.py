"""The kinds of CRM that a connector can speak to."""
