"""What the workshop does: operations, the parts that its canned jobs name, the jobs themselves."""

# ruff: noqa: E501 - a row of a table is one line

from typing import NamedTuple


class Named(NamedTuple):
    """A part that the demo knows by a short key: costs and prices in öre, the price with VAT."""

    key: str
    brand: str
    number: str
    sv: str
    en: str
    category: str
    cost_minor: int
    price_minor: int
    unit: str = "pcs"
    stocking: str = "stocked"


NAMED = (
    Named("pads", "Brembo", "P 86 021", "Bromsbelägg fram Volvo V70/S80", "Brake pads front Volvo V70/S80", "brake_pads",
          41_200, 109_500),
    Named("pads_rear", "Brembo", "P 86 024", "Bromsbelägg bak Volvo V70/S80", "Brake pads rear Volvo V70/S80", "brake_pads",
          35_400, 94_500),
    Named("disc", "ATE", "24.0128-0222.1", "Bromsskiva fram 316 mm", "Brake disc front 316 mm", "brake_discs",
          48_600, 118_500),
    Named("sensor", "Bosch", "1 987 473 583", "Slitagevarnare", "Wear sensor", "brake_other", 5_900, 18_900),
    Named("oil", "Castrol", "15F8F9", "Motorolja 0W-30 A5/B5 lösvikt", "Engine oil 0W-30 A5/B5", "engine_oil",
          6_850, 18_900, "l"),
    Named("oil_filter", "MANN-FILTER", "HU 719/8 x", "Oljefilter Volvo D4/D5", "Oil filter Volvo D4/D5", "oil_filters",
          7_900, 22_500),
    Named("air_filter", "MANN-FILTER", "C 30 010", "Luftfilter Volvo", "Air filter Volvo", "air_filters", 14_800, 38_900),
    Named("cabin_filter", "MANN-FILTER", "CUK 25 001", "Kupéfilter kol Volvo", "Cabin filter carbon Volvo", "cabin_filters",
          16_900, 44_900),
    Named("fuel_filter", "Bosch", "F 026 402 067", "Bränslefilter diesel", "Fuel filter diesel", "fuel_filters",
          24_500, 62_500),
    Named("washer", "Febi", "07106", "Packning oljeplugg", "Drain plug washer", "other_fluids", 450, 1_900),
    Named("battery", "Varta", "574 012 068", "Startbatteri 74 Ah 680 A", "Battery 74 Ah 680 A", "batteries",
          98_000, 199_500),
    Named("blades", "Bosch", "3 397 007 640", "Torkarblad par 650/475 mm", "Wiper blades pair 650/475 mm", "wipers",
          18_900, 49_900),
    Named("h7", "Osram", "64210NL", "Lampa H7 55 W", "Bulb H7 55 W", "bulbs", 6_400, 17_900),
    Named("belt_kit", "Gates", "K015675XS", "Kamremsats", "Timing belt kit", "belts", 118_000, 269_500),
    Named("shock", "Sachs", "314 875", "Stötdämpare fram Volvo V70", "Shock absorber front Volvo V70", "shocks",
          78_000, 179_500),
    Named("bearing", "SKF", "VKBA 3644", "Hjullagersats fram", "Wheel bearing kit front", "bearings", 62_000, 149_500),
    Named("plug", "NGK", "ILZKAR7A11", "Tändstift iridium", "Spark plug iridium", "plugs", 9_800, 26_900),
    Named("coolant", "Glysantin", "G48 1 L", "Kylarvätska 1 l", "Coolant 1 l", "other_fluids", 6_200, 15_900),
    Named("brake_fluid", "ATE", "03.9901-5802.2", "Bromsvätska DOT 4 1 l", "Brake fluid DOT 4 1 l", "other_fluids",
          6_900, 18_900),
    Named("winter", "Nokian", "T444017", "Vinterdäck 205/55 R16 Hakkapeliitta", "Winter tyre 205/55 R16 Hakkapeliitta",
          "winter_tyres", 92_000, 169_500),
    Named("summer", "Continental", "0358456", "Sommardäck 205/55 R16 PremiumContact",
          "Summer tyre 205/55 R16 PremiumContact", "summer_tyres", 84_000, 154_500),
    Named("screenwash", "Mos Bil", "SPOLAR-4", "Spolarvätska 4 l", "Screenwash 4 l", "other_fluids", 3_900, 9_900),
    Named("service_kit", "Mos Bil", "SERVICE-D4", "Servicepaket D4: olje-, luft- och kupéfilter",
          "Service kit D4: oil, air and cabin filter", "filters", 39_600, 98_500, "set", "kit"),
    Named("brake_kit", "Mos Bil", "BROMS-V70", "Bromspaket fram V70: belägg och skivor",
          "Brake kit front V70: pads and discs", "brakes", 138_400, 329_500, "set", "kit"),
)  # fmt: skip
KITS = {
    "service_kit": (("oil_filter", 1000), ("air_filter", 1000), ("cabin_filter", 1000)),
    "brake_kit": (("pads", 1000), ("disc", 2000)),
}
OPERATIONS = (
    ("BR-100", "Byta bromsbelägg fram", "Replace front brake pads", 1000), ("BR-110", "Byta bromsbelägg bak", "Replace rear brake pads", 1000),
    ("BR-120", "Byta belägg och skivor fram", "Replace front pads and discs", 1600), ("BR-130", "Byta belägg och skivor bak", "Replace rear pads and discs", 1700),
    ("BR-140", "Byta bromsvätska", "Replace brake fluid", 700), ("BR-150", "Byta bromsslang", "Replace brake hose", 600),
    ("BR-160", "Justera handbroms", "Adjust parking brake", 500), ("SV-100", "Byta olja och filter", "Oil and filter change", 600),
    ("SV-110", "Liten service", "Minor service", 1000), ("SV-120", "Stor service", "Major service", 1800),
    ("SV-130", "Byta luftfilter", "Replace air filter", 200), ("SV-140", "Byta kupéfilter", "Replace cabin filter", 300),
    ("SV-150", "Byta bränslefilter", "Replace fuel filter", 500), ("SV-160", "Byta tändstift", "Replace spark plugs", 800),
    ("SV-170", "Byta kylarvätska", "Replace coolant", 900), ("SV-180", "Byta växellådsolja", "Replace gearbox oil", 1400),
    ("EN-100", "Byta kamrem och vattenpump", "Replace timing belt and water pump", 4200), ("EN-110", "Byta multirem", "Replace V-ribbed belt", 700),
    ("EN-120", "Byta glödstift", "Replace glow plugs", 1500), ("EN-130", "Byta termostat", "Replace thermostat", 1200),
    ("EL-100", "Byta batteri och koda", "Replace and register battery", 400), ("EL-110", "Byta lampa", "Replace bulb", 300),
    ("EL-120", "Byta generator", "Replace alternator", 1600), ("EL-130", "Byta startmotor", "Replace starter", 1800),
    ("BO-100", "Byta torkarblad", "Replace wiper blades", 200), ("BO-110", "Byta vindruta", "Replace windscreen", 2500),
    ("BO-120", "Justera strålkastare", "Adjust headlights", 300), ("CH-100", "Byta stötdämpare fram", "Replace front shock absorbers", 2400),
    ("CH-110", "Byta hjullager", "Replace wheel bearing", 1500), ("CH-120", "Byta länkarm", "Replace control arm", 1300),
    ("CH-130", "Byta krängningsstag", "Replace stabiliser link", 600), ("CH-140", "Fyrhjulsinställning", "Four-wheel alignment", 1200),
    ("TY-100", "Skifta hjul", "Swap wheels", 500), ("TY-110", "Montera och balansera däck", "Fit and balance tyre", 300),
    ("TY-120", "Laga punktering", "Repair puncture", 500), ("TY-130", "Balansera hjul", "Balance wheels", 600),
    ("AC-100", "AC-service", "Air-conditioning service", 1000), ("DI-100", "Felsökning", "Diagnosis", 800),
    ("DI-110", "Avläsning av felkoder", "Read fault codes", 300), ("IN-100", "Kontroll inför besiktning", "Pre-inspection check", 700),
)  # fmt: skip
OWN_RATES = {"TY": "tyres", "DI": "diagnosis"}


class Canned(NamedTuple):
    """A canned job: operations by code and parts by key with thousandths; a menu price with VAT in öre, or None."""

    key: str
    sv: str
    en: str
    category: str
    operations: tuple[str, ...]
    parts: tuple[tuple[str, int], ...] = ()
    menu_minor: int | None = None
    share: int = 5
    placeholder: tuple[str, str] = ("", "")


CANNED = (
    Canned("brakes_front", "Bromsbelägg fram", "Front brake pads", "brakes", ("BR-100",), (("pads", 1000), ("sensor", 1000)), share=14),
    Canned("brakes_front_full", "Belägg och skivor fram", "Front pads and discs", "brakes", ("BR-120",),
           (("pads", 1000), ("disc", 2000), ("sensor", 1000)), share=8),
    Canned("brakes_rear", "Bromsbelägg bak", "Rear brake pads", "brakes", ("BR-110",), (("pads_rear", 1000),), share=7),
    Canned("brake_fluid", "Byte av bromsvätska", "Brake fluid change", "brakes", ("BR-140",), (("brake_fluid", 1000),), 119_500, 5),
    Canned("oil_service", "Oljeservice", "Oil service", "service", ("SV-100",),
           (("oil", 5000), ("oil_filter", 1000), ("washer", 1000)), 199_500, 16),
    Canned("service_major", "Stor service", "Major service", "service", ("SV-120",),
           (("oil", 5500), ("oil_filter", 1000), ("air_filter", 1000), ("cabin_filter", 1000), ("washer", 1000)), share=10),
    Canned("fuel_filter", "Byte av bränslefilter", "Fuel filter change", "service", ("SV-150",), (("fuel_filter", 1000),), share=4),
    Canned("tyre_swap", "Hjulskifte", "Wheel swap", "tyres", ("TY-100",), (), 49_500, 14),
    Canned("tyres_new", "Fyra nya däck", "Four new tyres", "tyres", ("TY-110",), (), None, 0, ("Däck, fyra", "Tyres, four")),
    Canned("tyres_winter", "Fyra vinterdäck 205/55 R16", "Four winter tyres 205/55 R16", "tyres", ("TY-110",), (("winter", 4000),), share=6),
    Canned("battery", "Batteribyte", "Battery replacement", "electric", ("EL-100",), (("battery", 1000),), share=6),
    Canned("wipers", "Torkarblad, monterade", "Wiper blades, fitted", "body", ("BO-100",), (("blades", 1000),), 69_900, 8),
    Canned("bulb", "Byte av halvljuslampa", "Headlight bulb", "electric", ("EL-110",), (("h7", 1000),), 49_900, 5),
    Canned("timing_belt", "Kamremsbyte", "Timing belt", "engine", ("EN-100",), (("belt_kit", 1000), ("coolant", 4000)), share=3),
    Canned("shocks_front", "Stötdämpare fram", "Front shock absorbers", "chassis", ("CH-100",), (("shock", 2000),), share=3),
    Canned("bearing", "Hjullager fram", "Front wheel bearing", "chassis", ("CH-110",), (("bearing", 1000),), share=3),
    Canned("alignment", "Fyrhjulsinställning", "Four-wheel alignment", "chassis", ("CH-140",), (), 169_500, 4),
    Canned("diagnosis", "Felsökning", "Diagnosis", "diagnosis", ("DI-100",), (), share=4),
)  # fmt: skip

# What one press makes of a finding of the car check.
JOBS_OF_FINDINGS = {
    "tread": "tyres_winter", "pads_front": "brakes_front", "pads_rear": "brakes_rear", "discs": "brakes_front_full",
    "brake_fluid": "brake_fluid", "battery": "battery", "oil": "oil_service", "belts": "timing_belt",
    "steering": "alignment", "suspension": "shocks_front", "lights": "bulb", "wipers": "wipers",
}  # fmt: skip
