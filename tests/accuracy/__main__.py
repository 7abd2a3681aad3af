"""`python -m tests.accuracy` measures, as `python -m tests.accuracy.run` does."""

from tests.accuracy.run import main

main()
