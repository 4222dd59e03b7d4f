"""What measures. One BLAS thread, set here because NumPy reads it when it is imported."""

import os

for library in ("OPENBLAS", "MKL", "OMP", "BLIS", "VECLIB_MAXIMUM"):
    os.environ[f"{library}_NUM_THREADS"] = "1"
