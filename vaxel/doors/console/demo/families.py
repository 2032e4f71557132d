"""The catalogue's families: kinds of parts, whose brands, how their numbers look, what they cost."""

# ruff: noqa: E501 - a row of a table is one line

from dataclasses import dataclass

CATEGORIES = (
    ("brakes", "", "Bromsar", "Brakes"), ("brake_pads", "brakes", "Bromsbelägg", "Brake pads"),
    ("brake_discs", "brakes", "Bromsskivor", "Brake discs"), ("brake_other", "brakes", "Övrigt broms", "Other brakes"),
    ("filters", "", "Filter", "Filters"), ("oil_filters", "filters", "Oljefilter", "Oil filters"),
    ("air_filters", "filters", "Luftfilter", "Air filters"), ("cabin_filters", "filters", "Kupéfilter", "Cabin filters"),
    ("fuel_filters", "filters", "Bränslefilter", "Fuel filters"), ("fluids", "", "Oljor och vätskor", "Oils and fluids"),
    ("engine_oil", "fluids", "Motorolja", "Engine oil"), ("other_fluids", "fluids", "Övriga vätskor", "Other fluids"),
    ("tyres", "", "Däck", "Tyres"), ("summer_tyres", "tyres", "Sommardäck", "Summer tyres"),
    ("winter_tyres", "tyres", "Vinterdäck", "Winter tyres"), ("electric", "", "El", "Electrical"),
    ("batteries", "electric", "Batterier", "Batteries"), ("bulbs", "electric", "Lampor", "Bulbs"),
    ("plugs", "electric", "Tändstift och glödstift", "Plugs"), ("wipers", "", "Torkare", "Wipers"),
    ("chassis", "", "Chassi", "Chassis"), ("shocks", "chassis", "Stötdämpare", "Shock absorbers"),
    ("bearings", "chassis", "Hjullager", "Wheel bearings"), ("engine", "", "Motor", "Engine"),
    ("belts", "engine", "Remmar", "Belts"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Family:
    """`brands` are names with the look of their numbers (# a digit, @ a letter); `specs` stand in place of a car.

    Costs from and to in kronor without VAT; `markup` in percent; `share` of a thousand parts.
    """

    category: str
    sv: str
    en: str
    brands: tuple[tuple[str, str], ...]
    costs: tuple[int, int]
    markup: int
    share: int
    specs: tuple[str, ...] = ()
    unit: str = "pcs"
    fee: str = ""


_SIZES = tuple(
    f"{width}/{profile} R{rim} {load}"
    for width, profile, rim, load in (
        (185, 60, 15, "88T"), (195, 65, 15, "91H"), (205, 55, 16, "91V"), (205, 60, 16, "96H"), (215, 55, 17, "98W"),
        (225, 45, 17, "94Y"), (225, 40, 18, "92Y"), (225, 50, 17, "98V"), (235, 45, 18, "98W"), (235, 55, 18, "104V"),
        (235, 60, 18, "107V"), (245, 40, 19, "98Y"), (255, 45, 20, "105W"), (215, 65, 16, "106T"),
    )
)  # fmt: skip

FAMILIES = (
    Family("brake_pads", "Bromsbelägg fram", "Brake pads front", (("Brembo", "P ## ###"), ("Bosch", "0 986 494 ###"),
           ("ATE", "13.0460-####.2"), ("TRW", "GDB####"), ("Textar", "23#####")), (180, 620), 115, 70),
    Family("brake_pads", "Bromsbelägg bak", "Brake pads rear", (("Brembo", "P ## ###"), ("Bosch", "0 986 495 ###"),
           ("ATE", "13.0470-####.2"), ("TRW", "GDB####")), (150, 480), 120, 50),
    Family("brake_discs", "Bromsskiva fram", "Brake disc front", (("Brembo", "09.@###.11"), ("Bosch", "0 986 479 @##"),
           ("ATE", "24.0128-0###.1"), ("Zimmermann", "610.37##.20")), (260, 980), 95, 60),
    Family("brake_discs", "Bromsskiva bak", "Brake disc rear", (("Brembo", "08.@###.11"), ("ATE", "24.0112-0###.1")),
           (220, 720), 95, 40),
    Family("brake_other", "Bromsslang", "Brake hose", (("TRW", "PHD####"), ("ATE", "24.5255-0###.3")), (60, 190), 140, 20),
    Family("brake_other", "Slitagevarnare", "Wear sensor", (("Bosch", "1 987 473 5##"), ("Textar", "980#####")),
           (25, 140), 160, 20),
    Family("oil_filters", "Oljefilter", "Oil filter", (("MANN-FILTER", "W ###/##"), ("MANN-FILTER", "HU ###/# x"),
           ("Mahle", "OX ###D"), ("Bosch", "F 026 407 ###"), ("Hengst", "E##H D##")), (35, 140), 150, 75),
    Family("air_filters", "Luftfilter", "Air filter", (("MANN-FILTER", "C ## ###"), ("Mahle", "LX ####"),
           ("Bosch", "F 026 400 ###")), (70, 260), 130, 75),
    Family("cabin_filters", "Kupéfilter", "Cabin filter", (("MANN-FILTER", "CU ## ###"), ("MANN-FILTER", "CUK ## ###"),
           ("Mahle", "LAK ###"), ("Bosch", "1 987 432 ###")), (80, 290), 130, 65),
    Family("fuel_filters", "Bränslefilter", "Fuel filter", (("MANN-FILTER", "WK ###/##"), ("Bosch", "F 026 402 ###"),
           ("Mahle", "KX ###D")), (120, 520), 110, 35),
    Family("engine_oil", "Motorolja", "Engine oil", (("Castrol", "15@#@#"), ("Mobil", "15####"), ("Shell", "5500####")),
           (48, 96), 130, 25, ("5W-30 C3 lösvikt", "0W-20 VCC lösvikt", "5W-40 lösvikt", "0W-30 A5/B5 lösvikt"), "l"),
    Family("other_fluids", "Kylarvätska", "Coolant", (("Glysantin", "G## 1 L #@"), ("Febi", "#####")), (60, 160), 120, 12,
           ("G12evo 1 l", "G48 1 l", "G30 1 l", "blå 4 l")),
    Family("other_fluids", "Bromsvätska DOT 4", "Brake fluid DOT 4", (("ATE", "03.9901-5###.2"), ("Bosch", "1 987 479 1##")),
           (45, 120), 140, 8, ("0,5 l", "1 l")),
    Family("summer_tyres", "Sommardäck", "Summer tyre", (("Continental", "035####"), ("Michelin", "######"),
           ("Nokian", "T43####"), ("Hankook", "102####")), (520, 1900), 45, 90, _SIZES, "pcs", "tyre_return"),
    Family("winter_tyres", "Vinterdäck", "Winter tyre", (("Continental", "034####"), ("Nokian", "T44####"),
           ("Michelin", "######"), ("Gislaved", "034####")), (560, 2100), 45, 90, _SIZES, "pcs", "tyre_return"),
    Family("batteries", "Startbatteri", "Battery", (("Varta", "5## 012 0##"), ("Exide", "EA###"), ("Bosch", "0 092 S## ##0")),
           (620, 1900), 70, 25, ("60 Ah 540 A", "70 Ah 640 A", "74 Ah 680 A", "80 Ah 800 A AGM", "95 Ah 850 A AGM"), "pcs",
           "battery_return"),
    Family("wipers", "Torkarblad", "Wiper blade", (("Bosch", "3 397 007 ###"), ("Valeo", "57####"), ("SWF", "119###")),
           (70, 260), 140, 55, ("340 mm bak", "400 mm", "450 mm", "500 mm", "600 mm", "650/475 mm par", "700/600 mm par")),
    Family("bulbs", "Lampa", "Bulb", (("Osram", "64###@@"), ("Philips", "129##PRC#")), (12, 320), 180, 40,
           ("H7 55 W", "H4 60/55 W", "H1 55 W", "P21W", "W5W", "D1S xenon", "H11 55 W", "PY21W")),
    Family("plugs", "Tändstift", "Spark plug", (("NGK", "@KR#@-##"), ("Bosch", "FR#@PP33#"), ("Denso", "IK##@@")),
           (38, 150), 150, 40),
    Family("shocks", "Stötdämpare fram", "Shock absorber front", (("Sachs", "31# ###"), ("Monroe", "G####"),
           ("Bilstein", "22-######")), (540, 1600), 80, 40),
    Family("bearings", "Hjullagersats", "Wheel bearing kit", (("SKF", "VKBA ####"), ("FAG", "713 6## ##0")), (380, 1100), 95, 30),
    Family("belts", "Multirem", "V-ribbed belt", (("Gates", "#PK####XS"), ("Contitech", "#PK####")), (120, 380), 130, 35),
)  # fmt: skip
