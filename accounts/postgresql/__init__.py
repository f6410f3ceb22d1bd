"""Django's PostgreSQL backend, which looks after its kept connections without a query."""
