"""The cars of the demo: models one meets in Sweden, plates as they are issued, VINs with the makers' own beginnings."""

from dataclasses import dataclass
from random import Random

_YEARS = "ABCDEFGHJKLMNPRSTVWXY123456789"
_PLATE_LETTERS = "ABCDEFGHJKLMNOPRSTUWXYZ"
_PLATE_LAST = "ABCDEFGHJKLMNPRSTUWXYZ"
COLOURS = ("svart", "vit", "grå", "silver", "blå", "röd", "grön")


@dataclass(frozen=True, slots=True)
class Model:
    """A model: the first eight characters of its VIN, its years, engine and fuel, how common it is."""

    make: str
    name: str
    vin: str
    years: tuple[int, int]
    engine: str
    fuel: str
    share: int


MODELS = (
    Model("Volvo", "V70", "YV1BW68A", (2010, 2016), "D4 2.0", "diesel", 12),
    Model("Volvo", "V60", "YV1FW84D", (2011, 2018), "D3 2.0", "diesel", 9),
    Model("Volvo", "XC60", "YV1DZ70C", (2010, 2017), "D5 2.4", "diesel", 8),
    Model("Volvo", "V90", "YV1PW68B", (2017, 2023), "D4 2.0", "diesel", 6),
    Model("Volvo", "XC40", "YV1XZ16V", (2019, 2024), "T3 1.5", "petrol", 5),
    Model("Volkswagen", "Golf", "WVWZZZAU", (2013, 2020), "1.4 TSI", "petrol", 9),
    Model("Volkswagen", "Passat", "WVWZZZ3C", (2010, 2021), "2.0 TDI", "diesel", 7),
    Model("Volkswagen", "Tiguan", "WVGZZZ5N", (2011, 2021), "2.0 TDI", "diesel", 4),
    Model("Škoda", "Octavia", "TMBJG7NE", (2013, 2021), "2.0 TDI", "diesel", 7),
    Model("Toyota", "Auris", "SB1ZS3JE", (2013, 2018), "1.8 Hybrid", "hybrid", 5),
    Model("Toyota", "RAV4", "JTMRJREV", (2014, 2022), "2.5 Hybrid", "hybrid", 4),
    Model("Kia", "Ceed", "U5YHN516", (2013, 2022), "1.6 CRDi", "diesel", 5),
    Model("BMW", "320d", "WBA8E310", (2012, 2019), "2.0 d", "diesel", 4),
    Model("Mercedes-Benz", "C 220 d", "WDD20501", (2014, 2021), "2.1 d", "diesel", 3),
    Model("Audi", "A4", "WAUZZZ8K", (2010, 2016), "2.0 TDI", "diesel", 4),
    Model("Nissan", "Qashqai", "SJNFBAJ1", (2014, 2021), "1.5 dCi", "diesel", 4),
    Model("Saab", "9-3", "YS3FF45S", (2010, 2011), "1.9 TiD", "diesel", 3),
    Model("Peugeot", "208", "VF3CCHMZ", (2013, 2019), "1.2 PureTech", "petrol", 3),
    Model("Hyundai", "i30", "TMAD281A", (2012, 2020), "1.6 GDi", "petrol", 3),
    Model("Tesla", "Model Y", "XP7YGCEK", (2022, 2024), "Dual Motor", "electric", 3),
)
VAN = Model("Volkswagen", "Transporter", "WV1ZZZ7H", (2014, 2022), "2.0 TDI", "diesel", 1)


def plate(dice: Random, taken: set[str]) -> str:
    """A plate as the register issues them, that nobody in the demo has."""
    while True:
        letters = "".join(dice.choices(_PLATE_LETTERS, k=3))
        last = dice.choice(_PLATE_LAST) if dice.random() < 0.4 else dice.choice("0123456789")
        made = f"{letters}{dice.randrange(10)}{dice.randrange(10)}{last}"
        if made not in taken:
            taken.add(made)
            return made


def vin(dice: Random, model: Model, year: int, taken: set[str]) -> str:
    """A European VIN of the model: place 9 is no check digit there, place 10 says the year."""
    while True:
        filler = "Z" if "ZZZ" in model.vin else dice.choice("0123456789")
        serial = "".join(dice.choices("0123456789", k=6))
        made = f"{model.vin}{filler}{_YEARS[(year - 1980) % 30]}{dice.choice('12ABCP')}{serial}"
        if made not in taken:
            taken.add(made)
            return made
