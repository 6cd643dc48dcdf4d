"""How tests and benchmarks drive a studio: its processes, its pages, its stage."""
