"""National pupil numbers: G before a citizen number that passes its check, J or L before one the schools gave."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="student_id",
    infotype="edu.student_id",
    zh="全国学籍号",
    en="National student number",
    patterns=(word(r"G[1-8]\d{16}[0-9X]|[JL][1-8]\d{16}[0-9X]"),),
    base=1,
    check="student",
    check_points=4,
    canonical="upper",
    mask="id",
    context=(
        "学籍号",
        "学籍",
        "全国学籍号",
        "学号",
        "学生",
        "student_id",
        "student id",
    ),
    labels=(
        "学籍号",
        "全国学籍号",
        "学籍号码",
        "xjh",
        "student_id",
        "student_no",
    ),
)
