"""States that the user declares for a whole target, taken at their word and marked as such."""

from app.domain.exposure import Exposure, ExposureReport, ExposureState
from app.errors import UsageError
from app.wording.catalogue import told


def declared(labels: tuple[str, ...]) -> ExposureReport:
    """The states named by `labels`, evidence `declared`; UsageError where one is not in the vocabulary."""
    states = []
    for label in labels:
        try:
            states.append(ExposureState(label))
        except ValueError:
            raise UsageError(told("exposure.unknown_state", states=", ".join(ExposureState))) from None
    return ExposureReport(tuple(Exposure(state, "declared") for state in states))
