"""States that the user declares for a whole target, taken at their word and marked as such."""

from app.domain.exposure import Exposure, ExposureReport, ExposureState
from app.errors import UsageError


def declared(labels: tuple[str, ...]) -> ExposureReport:
    """The states named by `labels`, evidence `declared`; UsageError where one is not in the vocabulary."""
    states = []
    for label in labels:
        try:
            states.append(ExposureState(label))
        except ValueError:
            raise UsageError(f"no exposure state is called {label!r}; there are: {', '.join(ExposureState)}") from None
    return ExposureReport(tuple(Exposure(state, "declared") for state in states))
