"""From evidence bits to the reasons a person reads."""

from detectors.engine import points as p
from detectors.engine.spec import DetectorSpec
from detectors.model import Reason


def reasons_of(spec: DetectorSpec | None, total: int, evidence: int, word: str, distance: int) -> tuple[Reason, ...]:
    """The summands of `total`; `spec` is None for kinds of detectors beside the kernels, whose sight is one summand."""
    out: list[Reason] = []
    if spec is not None:
        out.append(Reason("pattern", spec.base))
        if evidence & p.CHECK:
            out.append(Reason("check", spec.check_points, spec.check))
    if evidence & p.CONTEXT_BIT and word:
        out.append(Reason("context_word", p.context_points(distance), f"{word} @{distance}"))
    if evidence & p.COUNTER_BIT and word:
        out.append(Reason("counter_word", p.counter_points(distance), f"{word} @{distance}"))
    for bit, code, worth in (
        (p.LABEL_BIT, "label", p.LABEL),
        (p.COUNTER_LABEL_BIT, "counter_label", p.COUNTER_LABEL),
        (p.SPECIMEN_BIT, "specimen", p.SPECIMEN),
        (p.ROLE_BIT, "role", p.ROLE),
        (p.NEIGHBOUR_BIT, "neighbour", p.NEIGHBOUR),
    ):
        if evidence & bit and (spec is not None or bit == p.NEIGHBOUR_BIT):
            out.append(Reason(code, worth))
    if spec is None:
        rest = total - sum(reason.points for reason in out)
        out.insert(0, Reason(_sight(evidence), rest))
    if evidence & p.NORMALISED_BIT:
        out.append(Reason("normalised", 0))
    return tuple(out)


def _sight(evidence: int) -> str:
    """The code of what a detector beside the kernels saw."""
    return next((code for code in p.EVIDENCE if evidence & p.BIT[code] and code != "neighbour"), "found")


def column_reason(share: float, cells: int, *, thins: bool) -> Reason | None:
    """What the share of a column's filled cells that match says; a thin share counts only with enough cells."""
    detail = f"{share:.0%}".replace("%", " %")
    if share >= p.FULL_SHARE and cells > 1:
        return Reason("column_share", p.COLUMN_FULL, detail)
    if thins and share < p.THIN_SHARE and cells >= p.THIN_CELLS:
        return Reason("column_share", p.COLUMN_THIN, detail)
    return None
