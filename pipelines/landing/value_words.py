"""The words and signs that stand around a figure in the results and targets of indicators, as patterns of RE2 (the one of DuckDB).

Sources: official self-evaluation forms (Chinese); plain usage of Spanish, English, French, German and Portuguese reports.
"""

from __future__ import annotations

# Longest first. Signs may follow the name of what is measured (满意度≥90%), words may not.
SIGNS = {">=": ">=|≥|⩾|≧", "<=": "<=|≤|⩽|≦", ">": ">", "<": "<", "=": "="}
BEFORE = {
    ">=": r"大于等于|大于或等于|不低于|不少于|不小于|至少|最低|达到|at (?:least|minimum)|a minimum of|not? (?:less|fewer|lower) than|minimum(?: of)?|min\.?|"
    r"(?:greater|more) than or equal to|al menos|por lo menos|como mínimo|(?:un )?mínimo(?: de)?|no menos de|a partir de|au (?:moins|minimum)|"
    r"(?:un )?minimum de|pas moins de|mindestens|wenigstens|nicht weniger als|pelo menos|ao menos|no mínimo|não menos (?:de|que)",
    "<=": r"小于等于|小于或等于|不高于|不超过|不多于|不大于|控制在|至多|最多|at (?:most|maximum)|a maximum of|not? more than|not? (?:higher|greater) than|"
    r"(?:not?|not to|without) exceed(?:ing)?|less than or equal to|up to|maximum(?: of)?|max\.?|within|como máximo|(?:un )?máximo(?: de)?|a lo sumo|"
    r"no más de|no superior a|hasta|au (?:plus|maximum)|(?:un )?maximum de|pas plus de|jusqu['’]à|höchstens|maximal|nicht mehr als|bis zu|no máximo|"
    r"não mais (?:de|que)|até|en menos de",
    ">": r"大于|高于|超过|more than|over|above|greater than|exceeding|más de|superior a|plus de|supérieure? à|mehr als|über|mais de",
    "<": r"小于|低于|less than|fewer than|under|below|menos de|inferior a|moins de|inférieure? à|weniger als|unter",
    "=": r"等于|equal to|exactly",
}  # fmt: skip
BEHIND = {
    ">=": r"\+|(?:\(含\))?及?以上|(?:or|and) (?:more|above|higher|over|better)|at least|(?:as )?(?:a )?minimum|"
    r"o más|y más|como mínimo|ou plus|et plus|"
    r"au (?:moins|minimum)|oder mehr|und mehr|mindestens|ou mais|no mínimo",
    "<=": r"(?:\(含\))?(?:及?以[内下]|之内|[日天月年时钟]内)|(?:or|and) (?:less|fewer|below|lower|under)|at most|(?:as )?(?:a )?maximum|max\.?|"
    r"o menos|como máximo|ou moins|"
    r"au (?:plus|maximum)|oder weniger|höchstens|maximal|ou menos|no máximo",
}  # fmt: skip
# Words in front that change nothing of the figure.
PLAIN_BEFORE = "(?:已|实际|共)?完成|达到?|共计?|合计|总计|实现"
CURRENCIES = r"[¥￥€$₴£]|US\$|R\$|EUR|USD|GBP|CNY|RMB|人民币"
# Millions are millions everywhere. A billion is a thousand times more in German and Spanish; m is a metre; 万 and 亿 are parts of units.
MAGNITUDES = {
    1_000: "thousand|k|tsd|tausend|mil",
    100_000: "lakhs?",
    1_000_000: "millions?|millionen|millón|millones|milhão|milhões|mio|mln|mn",
    10_000_000: "crores?",
    1_000_000_000: "bn|mrd|milliards?|milliarden?|mil millones|(?-i:billion)",
}
APPROXIMATE = (
    r"^\s*(?:[~≈]|约|大约|大概|近|about|around|approx\w*\.?|circa|ca\.|c\.|roughly|nearly|almost|some|alrededor de|aprox\w*\.?|cerca de|unos|unas|environ|"
    r"presque|etwa|rund|ungefähr|quase)\s*[0-9]|[0-9]%?\s*[一-鿿]?[一-鿿]?(?:余|多|左右|上下|几)|±"
)
# What a publisher adds to a figure: * and numbers of footnotes, estimated, provisional, revised.
MARK = r"[*†‡§]+|\[[0-9a-z]{1,2}\]|\(?\b(?:est|estimated|prov|provisional|prelim|preliminary|rev|revised)\b\.?\)?|\((?:[rpef]|预计|初步|暂定|快报)[^()]*\)"
FOOT = "[¹²³⁰⁴⁵⁶⁷⁸⁹]+"
# Words behind a figure that are no unit: the figure is then a part of a sentence (3 of the reports, 2个项目未完成), an ordinal (14th) or in doubt (1.2m).
NO_UNIT = (
    r"^(?:st|nd|rd|th|[mb]|of\b.*|de los\b.*|des\b.*)$|\b(?:and|or|the|on|in|by|at|out|but|not|no|only|were|was|is|are|been|have|has|will|with|without|than|"
    r"since|until|from|to|for|pero|sin|et|ou|mais|und|oder|aber|nicht|more|less|over|under|about|approx|est|prov|billions?|billionen|billones)\b|"
    r"的|了|未|没|均|但|其中|分之|余|多|左右|几|约|上下|不|已|超|[一-鿿]{9}"
)
_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|enero|febrero|marzo|"
    "abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|ene|abr|dic|janvier|février|mars|avril|mai|juin|juillet|août|septembre|"
    "octobre|novembre|décembre|januar|februar|märz|juni|juli|oktober|dezember|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
)
_YEAR = "(?:19|20)[0-9]{2}"
_EDGE = r"(?:[^a-zà-ÿ0-9]|$)"
_TIME = (
    r"by|before|until|after|during|in|on|end of|mid-?|early|late|spring|summer|autumn|antes de|antes del|hasta|en|finales de|fin de|fines de|avant|fin|d'ici|"
    r"bis|ende|vor|até|antes do|fim de|final de"
)
DATE = "|".join([
    rf"[0-9](?:st|nd|rd|th|er|\.|º)?\s*(?:de |of )?(?:{_MONTH})\.?{_EDGE}", rf"(?:^|[^a-zà-ÿ])(?:{_MONTH})\.?,?\s*(?:de |del |of )?[0-9]",
    rf"(?:^|\s)(?:{_TIME})\s+(?:the )?(?:end of |mid-?|finales de |fin |ende )?(?:{_MONTH}|{_YEAR}){_EDGE}",
    rf"{_YEAR}\s*[-/年]\s*(?:0?[1-9]|1[0-2]){_EDGE}", rf"{_YEAR}[-/.年](?:0?[1-9]|1[0-2])[-/.月]",
    rf"{_YEAR}\s*年", r"[0-9]\s*月", "年底前|年末前|月底前|[0-9]日前",
    rf"(?:^|[^0-9.,])[0-3]?[0-9][./-][01]?[0-9][./-](?:{_YEAR}|[0-9]{{2}})(?:[^0-9]|$)", rf"(?:^|[^0-9])(?:0?[1-9]|1[0-2])/{_YEAR}{_EDGE}",
    rf"(?:^|[^a-zà-ÿ])(?:Q\s?[1-4]|H[12]){_EDGE}|(?:^|[^0-9.,])[1-4]Q{_EDGE}|(?:quarter|trimestre|quartal)\s*[1-4]{_EDGE}",
    r"[1-4]\s*(?:st|nd|rd|th|º|er|ème|\.)?\s*(?:quarter|trimestre|quartal)", "第[一二三四1-4]季度|[一二三四1-4]季度[末底前内]",
    rf"^\s*{_YEAR}\s*[-/–—~至到]\s*{_YEAR}\s*$",
])  # fmt: skip
