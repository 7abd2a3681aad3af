"""Dates of birth: a date beside a word of birth, or in a column of that name; alone a date is nobody's birthday."""

from detectors.engine.spec import NOT_DIGIT, DetectorSpec, Pattern

_WORD = r"(?:出生日期|出生年月日?|出生于|出生|生日|生于|(?i:birth ?date|birth_date|date of birth|date_of_birth|birthday|born on|born|dob|csrq))"
_DATE = r"(?:19|20)\d{2}(?:[-/.]|年)?(?:0?[1-9]|1[0-2])(?:[-/.]|月)?(?:0[1-9]|[12]\d|3[01]|[1-9])(?:日)?"

DETECTOR = DetectorSpec(
    id="dob",
    infotype="person.dob",
    zh="出生日期",
    en="Date of birth",
    patterns=(Pattern(_WORD + r"(?:[:= \"'(,|]|：|（|为|是){0,6}" + _DATE, "", NOT_DIGIT, "date"),),
    labelled=(Pattern(_DATE + r"(?:[ T]00:00:00(?:\.0+)?)?", r"\n", "[^0-9-]"),),
    check="date",
    base=2,
    check_points=2,
    canonical="date",
    mask="date",
    context=("年龄", "周岁", "age"),
    labels=(
        "出生日期",
        "出生年月",
        "出生年月日",
        "生日",
        "birthday",
        "birth_date",
        "birth",
        "date_of_birth",
        "dob",
        "csrq",
        "shengri",
        "csny",
    ),
    counter=("公司", "成立"),
    share=True,
)
