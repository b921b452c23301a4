"""`python -m benchmarks` runs them all, `python -m benchmarks seam` one."""

import sys
from importlib import import_module

NAMES = ("seam", "month_simpy", "memory", "settlement", "exposure", "audit", "kernels", "openfisca")

wanted = sys.argv[1:] or NAMES
if unknown := set(wanted) - set(NAMES):
    sys.exit(f"No benchmark is called {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.")
for name in wanted:
    print(f"== {name}")
    import_module(f"benchmarks.{name}").main()
