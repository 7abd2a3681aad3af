"""The organisation code of GB 11714: eight characters, a hyphen and a check character; counts only in context."""

from detectors.engine.spec import DetectorSpec
from detectors.engine.words import NUMBER_COUNTER, NUMBER_COUNTER_LABELS

DETECTOR = DetectorSpec(
    id="org_code",
    infotype="org.org_code",
    zh="组织机构代码",
    en="Organisation code",
    kernel="org_code",
    check="org_code",
    base=1,
    canonical="upper",
    mask="edge",
    context=("组织机构代码", "机构代码", "组织代码", "org_code", "organisation code", "zzjgdm"),
    labels=("组织机构代码", "机构代码", "org_code", "zzjgdm"),
    counter=NUMBER_COUNTER,
    counter_labels=NUMBER_COUNTER_LABELS,
)
