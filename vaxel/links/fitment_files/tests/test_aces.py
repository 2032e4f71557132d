"""ACES read as the standard says it: a sample of every way to name a vehicle, versions, and what is refused."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from vaxel.business.catalog.fits import NewFit
from vaxel.kernel.refusals import Refused
from vaxel.links.fitment_files import aces, car_tables, meaning
from vaxel.links.fitment_files.aces import App, BadApplication, IsForMachines, NoApplications, NoModelSaid
from vaxel.links.fitment_files.meaning import UnknownNumber
from vaxel.links.price_files.xml_records import HasDoctype, NotThatXml

SAMPLE = Path(__file__).parent / "samples" / "own_aces_4_2_demo.xml"
BASES = {900001: (2015, 75, 1234)}
TERMS = {
    ("make", 75): "Volvo", ("model", 1234): "V70", ("position", 22): "Front", ("submodel", 20): "Momentum",
    ("enginebase", 500): "2.0 L4", ("qual", 9): 'with <p1 type="size"/> rotor',
}  # fmt: skip


def of(text: str, brand: str = "BBCD") -> App:
    return aces.read(ElementTree.fromstring(text), brand)


def test_the_sample_is_read_whole() -> None:
    header = aces.look(SAMPLE)
    assert (header.brand, header.submission, header.title, header.many) == ("BBCD", "FULL", "Brakes", 4)
    found: list[App | str] = []
    for _place, element in aces.apps(SAMPLE):
        try:
            found.append(aces.read(element, header.brand))
        except Refused as refusal:
            found.append(type(refusal).__name__)
    pads = App(
        False, "BBCD", "DB-1001", 900001, 0, 0, 0, 0, (("SubModel", 20), ("EngineBase", 500)),
        ((7001, ("300 mm",), "with 300mm rotor"),), "Sensor included; Ceramic", 22, 1,
    )  # fmt: skip
    discs = App(False, "BBCD", "DR 2001/O", 0, 75, 1234, 2012, 2016, (), (), "", 22, 2)
    assert found[:2] == [pads, discs]
    assert found[2] == App(True, "BBCD", "DB-1000", 900002, 0, 0, 0, 0, (), (), "", 0, 1)
    assert found[3] == "IsForMachines"


def test_an_application_becomes_a_fit_in_words() -> None:
    pads, discs = [aces.read(element, "BBCD") for _place, element in list(aces.apps(SAMPLE))[:2]]
    assert meaning.terms_in(pads, BASES) <= TERMS.keys()
    assert meaning.fit_of(pads, BASES, TERMS) == NewFit(
        "Volvo", "V70", 2015, 2015, "2.0 L4", "Front",
        {"sub_model": "Momentum", "with 300mm rotor": "yes", "note": "Sensor included; Ceramic"}, 1000,
    )  # fmt: skip
    assert meaning.fit_of(discs, BASES, TERMS) == NewFit("Volvo", "V70", 2012, 2016, "", "Front", {}, 2000)


def test_the_newest_version_names_parts_and_brands_otherwise() -> None:
    said = of('<App action="A"><BaseVehicle id="1"/><Qty>4</Qty><PartNumber BrandID="XX">A1</PartNumber></App>')
    assert (said.brand, said.number, said.quantity) == ("XX", "A1", 4)


def test_a_qualifiers_text_is_looked_up_and_its_values_put_in() -> None:
    said = of('<App><BaseVehicle id="900001"/><Qual id="9"><param value="300" uom="mm"/></Qual><Part>A</Part></App>')
    assert meaning.fit_of(said, BASES, TERMS).facts == {"with 300 mm rotor": "yes"}
    assert aces.filled("rotor", ("300 mm",)) == "rotor 300 mm"


@pytest.mark.parametrize(
    ("inside", "refusal"),
    [
        ('<BaseVehicle id="1"/>', BadApplication),
        ('<Part>A</Part>', BadApplication),
        ('<BaseVehicle id="odd"/><Part>A</Part>', BadApplication),
        ('<BaseVehicle/><Part>A</Part>', BadApplication),
        ('<BaseVehicle id="1"/><Qty>0</Qty><Part>A</Part>', BadApplication),
        ('<Years from="2001" to=""/><Make id="1"/><Model id="1"/><Part>A</Part>', BadApplication),
        ('<Years from="2001" to="2002"/><Make id="1"/><VehicleType id="5"/><Part>A</Part>', NoModelSaid),
        ('<EquipmentBase id="1"/><Part>A</Part>', IsForMachines),
    ],
)  # fmt: skip
def test_what_the_standard_does_not_know_is_refused(inside: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        of(f"<App>{inside}</App>")
    with pytest.raises(BadApplication):
        of('<App action="M"><BaseVehicle id="1"/><Part>A</Part></App>')


def test_a_number_that_no_table_knows_is_refused() -> None:
    for inside in ('<BaseVehicle id="5"/>', '<BaseVehicle id="900001"/><DriveType id="3"/>'):
        with pytest.raises(UnknownNumber):
            meaning.fit_of(of(f"<App>{inside}<Part>A</Part></App>"), BASES, TERMS)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        ("<PIES/>", NotThatXml), ("<ACES><App>", NotThatXml), ("<ACES><Header/></ACES>", NoApplications),
        ('<!DOCTYPE ACES [<!ENTITY a "b">]><ACES>&a;</ACES>', HasDoctype),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(tmp_path: Path, data: str, refusal: type[Exception]) -> None:
    path = tmp_path / "file"
    path.write_text(data)
    with pytest.raises(refusal):
        aces.look(path)


def zipped(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"VCdb/{name}.txt", text)
    return path


def test_the_tables_are_read_by_their_headings(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "vcdb.zip", Make='"MakeID"|"MakeName"\n75|Volvo\n',
        Model="ModelID|ModelName|VehicleTypeID\n1234|V70|5\n",
        BaseVehicle="BaseVehicleID|YearID|MakeID|ModelID\n900001|2015|75|1234\n", Odd="a|b\n1|2\n",
        EngineBase="EngineBaseID|Liter|CC|CID|Cylinders|BlockType\n500|2.0|1969|120|4|L\n",
        Qualifier="QualifierID\tQualifierText\n9\twith sensor\n", Positions="PositionID,Position\n22,Front\n",
    )  # fmt: skip
    assert list(car_tables.rows(path)) == [
        ("make", 75, "Volvo"), ("model", 1234, "V70"), ("basevehicle", 900001, 2015, 75, 1234),
        ("enginebase", 500, "2.0 L4"), ("qual", 9, "with sensor"), ("position", 22, "Front"),
    ]  # fmt: skip
    assert car_tables.look(path) == 6


@pytest.mark.parametrize(
    "members", [{"Odd": "a|b\n"}, {"Make": "MakeID|MakeName\nodd|Volvo\n"}, {"Make": "M" * 20_000_000}]
)
def test_an_archive_of_something_else_is_refused(tmp_path: Path, members: dict[str, str]) -> None:
    with pytest.raises(car_tables.NotTheTables):
        car_tables.look(zipped(tmp_path / "odd.zip", **members))
    (tmp_path / "text.zip").write_text("no archive")
    with pytest.raises(car_tables.NotTheTables):
        car_tables.look(tmp_path / "text.zip")
