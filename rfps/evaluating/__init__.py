"""
Scores as plain functions, without database and request: what several scores come to
(``aggregation``), how far the evaluators agree (``agreement``), and the points and ranks that
follow (``points``).
"""
