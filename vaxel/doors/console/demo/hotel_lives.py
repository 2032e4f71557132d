"""The tyre hotel of the demo: shelves, and the wheels of some thirty customers, a few of them worn or old."""

from datetime import datetime

from vaxel.business.tyres import hotel, places
from vaxel.business.tyres.hotel import SetIn, WheelIn
from vaxel.business.tyres.models import POSITIONS
from vaxel.doors.console.demo.stage import Stage

SETS = 30
TREADS = (62, 55, 48, 71, 34, 58, 66, 27)  # tenths of a millimetre; the last are for the list of unsafe tyres
WEEKS = ("4222", "1821", "3023", "1215", "4019")
SEASONS = ("summer", "studded", "summer", "winter")


def fill(stage: Stage, at: datetime) -> None:
    """The tyre shop has two racks with four shelves; every other car that somebody owns has a set there."""
    said, site = stage.said(at), stage.places["GBG"].site
    for rack in ("A", "B"):
        for shelf in ("1", "2", "3", "4"):
            places.add(site, rack=rack, shelf=shelf, first=1, last=6, **said)
    for n, car in enumerate(stage.cars[::2][:SETS]):
        tread, week = TREADS[n % len(TREADS)], WEEKS[n % len(WEEKS)]
        wheels = [
            WheelIn(where, tread + extra, brand="Nokian", dot=week)
            for where, extra in zip(POSITIONS, (0, 1, 3, 2), strict=True)
        ]
        what = SetIn(SEASONS[n % len(SEASONS)], wheels, size="205/55 R16", rim="Aluminium" if n % 3 else "Stål")
        hotel.store(site, vehicle=car.vehicle, customer=car.owner, what=what, **said)
