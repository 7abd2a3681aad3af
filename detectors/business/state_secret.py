"""The marking of state secrets: a level and a star; nothing of the content is kept, not even a mask."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="state_secret",
    infotype="state.secret",
    zh="国家秘密标志",
    en="State secret marking",
    patterns=(
        Pattern(r"(?:绝密|机密|秘密)(?:[ \t]|　)*★(?:[ \t]|　)*(?:\d{1,2}年|\d{1,2}个月|长期)?"),
        Pattern(r"★(?:[ \t]|　)*(?:绝密|机密|秘密)"),
    ),
    base=6,
    canonical="text",
    mask="empty",
    context=("密级", "定密", "涉密", "保密期限"),
    share=False,
    counter=("启用前", "考试", "试卷", "试题", "高考", "中考", "模拟"),
)
