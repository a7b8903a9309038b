"""
A bid as plain functions, without database and request: what is asked of it (``asked``), what was
typed (``draft``), what it means (``reading``), what it adds up to (``completeness``), its form for
ever (``canonical``), and its price grid as a workbook (``grid_out``, ``grid_in``).
"""
