"""Units of measure as trade documents code them (UN/ECE recommendation 20 and 21) in the words of agreements.

A code that is not here stays as it is; a mapping translates it, or overrules what is here.
"""

from collections.abc import Mapping
from typing import Final

UNITS: Final[Mapping[str, str]] = {
    "C62": "piece", "H87": "piece", "EA": "piece", "PCE": "piece", "NAR": "piece", "NMB": "piece", "XPP": "piece",
    "HUR": "hour", "LH": "hour", "MIN": "minute", "SEC": "second", "DAY": "day", "WEE": "week", "MON": "month",
    "QAN": "quarter", "ANN": "year",
    "KGM": "kg", "GRM": "g", "MGM": "mg", "TNE": "t", "LBR": "lb",
    "MTR": "metre", "CMT": "cm", "MMT": "mm", "KMT": "km", "MTK": "m2", "MTQ": "m3",
    "LTR": "litre", "MLT": "ml",
    "SET": "set", "KT": "kit", "PR": "pair", "DZN": "dozen", "RO": "roll", "LO": "lot", "E48": "service unit",
    "E51": "job", "LS": "lump sum", "PF": "pallet", "XPX": "pallet", "XPF": "pallet", "XBX": "box", "XCT": "carton",
    "XCS": "case", "XRO": "roll", "B10": "bit", "KWH": "kWh", "P1": "percent", "CEL": "degree", "ASU": "assembly",
    "ACT": "activity", "CY": "cycle", "XRX": "reel", "XVI": "vial", "XSA": "sack", "XBG": "bag",
}  # fmt: skip
