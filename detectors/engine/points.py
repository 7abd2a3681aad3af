"""What each kind of evidence adds or takes away, and the order of the evidence bits."""

CONTEXT_NEAR, CONTEXT_FAR = 3, 2
COUNTER_NEAR, COUNTER_FAR = -3, -2
LABEL, COUNTER_LABEL = 3, -3
NEIGHBOUR = 1
SPECIMEN = -9
ROLE = -4
COLUMN_FULL, COLUMN_THIN = 3, -3
FULL_SHARE, THIN_SHARE, THIN_CELLS = 0.60, 0.20, 20
CONTEXT_NEAR_CHARS, CONTEXT_CHARS = 20, 30
COUNTER_NEAR_CHARS, COUNTER_CHARS = 8, 24

EVIDENCE = (
    "pattern",
    "check",
    "context_word",
    "counter_word",
    "label",
    "counter_label",
    "neighbour",
    "specimen",
    "normalised",
    "role",
    "model",
    "presidio",
    "rule",
    "gazetteer",
    "surname",
    "found",
)
"""Evidence codes by bit; those from `model` on come from detectors beside the kernels."""

BIT = {code: 1 << place for place, code in enumerate(EVIDENCE)}
PATTERN, CHECK, CONTEXT_BIT, COUNTER_BIT = 1, 2, 4, 8
LABEL_BIT, COUNTER_LABEL_BIT, NEIGHBOUR_BIT, SPECIMEN_BIT, NORMALISED_BIT, ROLE_BIT = 16, 32, 64, 128, 256, 512


def context_points(distance: int) -> int:
    """What a context word `distance` characters away adds."""
    return CONTEXT_NEAR if distance <= CONTEXT_NEAR_CHARS else CONTEXT_FAR


def counter_points(distance: int) -> int:
    """What a counter-word `distance` characters away takes away."""
    return COUNTER_NEAR if distance <= COUNTER_NEAR_CHARS else COUNTER_FAR
