"""Whose VIN it is: the maker's three first characters, from the list of `vininfo` and some added by hand."""

from vininfo.common import Brand
from vininfo.dicts import COUNTRIES, WMI

# Missing or misleading in the list, by the assignments of the national bodies.
_BY_HAND = {
    "LFV": "Volkswagen", "LPS": "Polestar", "LRW": "Tesla", "LSJ": "MG", "SJN": "Nissan", "TMA": "Hyundai",
    "UU1": "Dacia", "VF6": "Renault Trucks", "VNV": "Nissan", "VR1": "DS", "VR3": "Peugeot", "VR7": "Citroën",
    "XP7": "Tesla", "YS2": "Scania", "YSM": "Polestar",
}  # fmt: skip
_PLAIN = {
    "Alfa": "Alfa Romeo", "Citroen": "Citroën", "Daimler AG (Sprinter)": "Mercedes-Benz",
    "DaimlerChrysler AG/Daimler AG": "Mercedes-Benz", "EvoBus": "Mercedes-Benz", "FAW-Volkswagen": "Volkswagen",
    "Fiat Automobiles": "Fiat", "Fiat Automobiles/Mazda": "Fiat", "Fiat Automóveis": "Fiat",
    "Fiat Professional": "Fiat", "Ford of Europe": "Ford", "Ford Otosan": "Ford", "FordS": "Ford",
    "JLR Jaguar Land Rover": "Land Rover", "Lotus Cars": "Lotus", "Mclaren": "McLaren",
    "Mercedes Benz": "Mercedes-Benz", "Mercedes-Benz (Sprinter)": "Mercedes-Benz",
    "Micro Compact Car AG (SMART 1998-1999)": "Smart", "Mini": "MINI", "Mitsubishi (NedCar)": "Mitsubishi",
    "Nissan Motor Company": "Nissan", "Opel/Vauxhall": "Opel", "Opel Special Vehicles": "Opel",
    "Porsche SUV": "Porsche", "Porsche car": "Porsche", "Renault Dacia": "Dacia", "Rolls Royce": "Rolls-Royce",
    "SAIC MG": "MG",
    "Scania, Katrineholm": "Scania", "Scania, Södertälje": "Scania", "Seat": "SEAT", "Skoda": "Škoda",
    "Suzuki / Santana Motors": "Suzuki", "Tesla China": "Tesla", "Tesla Germany": "Tesla", "Tesla Motors USA": "Tesla",
    "Volkswagen Commercial Vehicles": "Volkswagen", "Volvo Cars": "Volvo", "Volvo China": "Volvo",
}  # fmt: skip
_PLACES = (
    " Australia",
    " Brazil",
    " Canada",
    " China",
    " Mexico",
    " Motorcycles",
    " Spain",
    " Thailand",
    " UK",
    " USA",
)
SMALL_MAKER = "9"
_COUNTRY_BY_HAND = {"XP7": "Germany"}
_FIRST_YEAR = {"DS": 2010, "Genesis": 2016, "Lucid": 2021, "Polestar": 2017, "Rivian": 2021, "Tesla": 2008}


def of(vin: str) -> str:
    """The make by its everyday name, empty when the list does not know. Small makers share their third character."""
    if vin[2] == SMALL_MAKER:
        return ""
    if made := _BY_HAND.get(vin[:3]):
        return made
    held = WMI.get(vin[:3]) or WMI.get(vin[:2]) or ""
    name = str(held.manufacturer) if isinstance(held, Brand) else held
    if name in _PLAIN:
        return _PLAIN[name]
    for place in _PLACES:
        name = name.removesuffix(place)
    return name


def country(vin: str) -> str:
    """The country of the maker's registration, in English; empty when unknown."""
    return _COUNTRY_BY_HAND.get(vin[:3]) or str(COUNTRIES.get(vin[:2]) or "")


def first_year(make: str) -> int:
    """The first model year of the make, where it is young enough to settle which of two years is meant; else 0."""
    return _FIRST_YEAR.get(make, 0)
