"""The face of a live page: what people see of a population that learns in their browser."""
