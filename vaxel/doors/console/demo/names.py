"""Who lives in the demo: names, streets and towns to throw dice over. Numbers are those set aside for fiction."""

FIRST = (
    "Anna", "Erik", "Maria", "Lars", "Karin", "Mikael", "Sara", "Anders", "Emma", "Johan", "Kristina", "Per", "Lena",
    "Fredrik", "Ingrid", "Nils", "Elin", "Hassan", "Fatima", "Ali", "Amira", "Piotr", "Agnieszka", "Leila", "Oskar",
    "Wilma", "Hugo", "Alva", "Gustav", "Saga", "Axel", "Ebba", "Viktor", "Linnea", "Rasmus", "Ida", "Tomas", "Åsa",
    "Örjan", "Märta",
)  # fmt: skip
LAST = (
    "Andersson", "Johansson", "Karlsson", "Nilsson", "Eriksson", "Larsson", "Olsson", "Persson", "Svensson",
    "Gustafsson", "Pettersson", "Jonsson", "Jansson", "Hansson", "Bengtsson", "Lindberg", "Lindström", "Åkesson",
    "Öberg", "Nyström", "Holm", "Sjöberg", "Wallin", "Engström", "Danielsson", "Håkansson", "Lundin", "Björk", "Haddad",
    "Nowak", "Hosseini", "Ahmed", "Yılmaz", "Kowalska", "Bergström", "Ek", "Sandström", "Norling", "Fors", "Dahl",
)  # fmt: skip
STREETS = (
    "Storgatan", "Kungsgatan", "Skolgatan", "Drottninggatan", "Björkvägen", "Ekvägen", "Industrigatan",
    "Hantverkargatan",
    "Parkvägen", "Strandvägen", "Ringvägen", "Kyrkogatan", "Nygatan", "Granvägen", "Tallvägen", "Sjövägen",
)  # fmt: skip
COMPANIES = (
    "Lunds Bud & Transport AB", "Västkustens Måleri AB", "Söderorts El AB", "Hammarby Rör & Värme AB",
    "Bageri Kardemumma AB", "Malmö Taxi Service AB", "Nordens Hemtjänst AB", "Skåne Trädgård & Anläggning AB",
    "Byggbröderna i Mölndal AB", "Vasastans Fönsterputs AB", "Göta Plåtslageri AB", "Städa Mera i Stockholm AB",
)  # fmt: skip
TOWNS = {
    "STH": ("Stockholm", "121 32", "08-465 004"), "GBG": ("Göteborg", "417 05", "031-390 06"),
    "MMA": ("Malmö", "211 20", "040-628 04"),
}  # fmt: skip
CONCERNS = (
    "Skriker när jag bromsar", "Service enligt bok", "Drar åt höger", "Motorlampan lyser", "Startar trögt på morgonen",
    "Torkarna ritar streck", "Skakar i ratten vid 90", "Byta till vinterhjul", "Kallt i kupén", "Slår i framvagnen",
    "Kontrollbesiktning nästa vecka", "Halvljuset till vänster är trasigt",
)  # fmt: skip
CAUSES = (
    ("Beläggen var nere på 2 mm.", "Bytt belägg, rengjort ok, provkört."),
    ("Oljan var 18 000 km gammal.", "Bytt olja och filter, återställt serviceindikatorn."),
    ("Sliten enligt mätning.", "Bytt enligt tillverkarens anvisning."),
    ("", "Utfört enligt överenskommelse, provkört utan anmärkning."),
)
DECLINED = ("Vill vänta till lönen", "För dyrt just nu", "Tar det själv", "Bilen ska säljas")
RETURNS = ("Fel artikel", "Passade inte", "Köpte en för mycket", "Ångrat köp")
