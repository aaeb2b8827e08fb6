"""Headings of five languages and of four other programs are known; what is unknown is left alone."""

import pytest

from mgdesk.exchange.columns import guess_columns, heading
from mgdesk.exchange.fields import FIELDS_OF, Subject
from mgdesk.exchange.table import Table
from mgdesk.i18n import LANGUAGES


def columns(subject: Subject, *headings: str, rows: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    table = Table(headings=headings, rows=rows, numbers=tuple(range(2, 2 + len(rows))))
    return [field.value if field else "" for field in guess_columns(table, subject)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", list(Subject))
def test_our_own_headings_are_all_known_and_all_different(language: str, subject: Subject) -> None:
    own = [heading(field, language) for field in FIELDS_OF[subject]]
    assert len(set(own)) == len(own)
    assert columns(subject, *own) == [field.value for field in FIELDS_OF[subject]]


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (("Nom", "Prénom", "Né(e) le", "GSM"), ("surname", "first_name", "birth_date", "phone")),
        (("Naam", "Voornaam", "Geb. datum", "E-mail"), ("surname", "first_name", "birth_date", "email")),
        (("Name", "First name", "DOB"), ("surname", "first_name", "birth_date")),
        (("Nome", "Cognome", "Nata il"), ("first_name", "surname", "birth_date")),
        (("الاسم", "النسب", "تاريخ الازدياد"), ("first_name", "surname", "birth_date")),
        (("Nom",), ("full_name",)),
        (("Naam", "Tel."), ("full_name", "phone")),
        (("Nome", "Email"), ("full_name", "email")),
        (("الاسم", "رقم الهاتف"), ("full_name", "phone")),
        (("NOM et Prénom", "N° national", "CP", "Localité"),
         ("full_name", "national_number", "postcode", "municipality")),
        (("Nom / Naam", "Prénom / Voornaam"), ("surname", "first_name")),
        (("Date de naissance (jj/mm/aaaa) *", "NOM :", "PRENOM :"), ("birth_date", "surname", "first_name")),
        (("Nom", "Prénom", "Nom de l’employeur", "E-mail du formateur"), ("surname", "first_name", "", "")),
        (("Nom", "Prénom", "Tél. urgence", "GSM"), ("surname", "first_name", "emergency_phone", "phone")),
        (("Nachname", "Vorname", "Geburtsdatum"), ("surname", "first_name", "birth_date")),
        (("Achternaam", "Pizza", ""), ("surname", "", "")),
    ],
)  # fmt: skip
def test_headings_as_campuses_write_them(
    headings: tuple[str, ...], fields: tuple[str, ...]
) -> None:
    assert columns(Subject.LEARNERS, *headings) == list(fields)


@pytest.mark.parametrize(
    ("timestamp", "email", "name"),
    [
        ("Timestamp", "Email Address", "What is your full name?"),
        ("Horodateur", "Adresse e-mail", "Nom et prénom"),
        ("Tijdstempel", "E-mailadres", "Wat is uw naam en voornaam?"),
        ("Informazioni cronologiche", "Indirizzo email", "Nome e cognome"),
        ("طابع زمني", "عنوان البريد الإلكتروني", "الاسم الكامل"),
    ],
)
def test_answers_of_google_forms(timestamp: str, email: str, name: str) -> None:
    found = columns(Subject.REGISTRATIONS, timestamp, email, name)
    assert found == ["registration_time", "email", "full_name"]


def test_the_attendee_report_of_eventbrite() -> None:
    found = columns(
        Subject.REGISTRATIONS,
        "Order #", "Order Date", "First Name", "Last Name", "Email", "Quantity", "Price Tier",
        "Ticket Type", "Attendee #", "Group", "Order Type", "Currency", "Total Paid", "Fees Paid",
        "Attendee Status", "Home Address 1", "Home Address 2", "Home City", "Home State",
        "Home Zip", "Home Country", "Cell Phone", "Company",
    )  # fmt: skip
    assert found == [
        "", "registration_time", "first_name", "surname", "email", "", "", "", "external_code", "", "",
        "", "", "", "registration_status", "street", "", "municipality", "", "postcode", "country",
        "phone", "",
    ]  # fmt: skip


def test_the_order_positions_of_pretix() -> None:
    found = columns(
        Subject.REGISTRATIONS,
        "Event slug", "Order code", "Position ID", "Status", "Email", "Phone number", "Order date",
        "Order time", "Product", "Attendee name", "Attendee name: Given name",
        "Attendee name: Family name", "Attendee email", "Company", "Address", "ZIP code", "City",
        "Country", "Voucher", "Pseudonymization ID", "Order comment", "Invoice address name",
        "Order locale",
    )  # fmt: skip
    assert found == [
        "", "", "", "registration_status", "", "phone", "registration_time", "", "", "full_name",
        "first_name", "surname", "email", "", "street", "postcode", "municipality", "country", "",
        "external_code", "note", "", "language",
    ]  # fmt: skip


def test_participants_and_grades_of_moodle() -> None:
    assert columns(
        Subject.LEARNERS, "First name", "Last name", "ID number", "Department", "Email address",
        "Last downloaded from this course",
    ) == ["first_name", "surname", "learner_number", "", "email", ""]  # fmt: skip
    assert columns(
        Subject.LEARNERS, "Prénom", "Nom de famille", "Adresse de courriel", "Groupes"
    ) == ["first_name", "surname", "email", ""]
    assert columns(
        Subject.LEARNERS, "username", "firstname", "lastname", "email", "idnumber", "phone1", "city"
    ) == ["", "first_name", "surname", "email", "learner_number", "phone", "municipality"]


def test_columns_without_headings_show_what_they_are() -> None:
    rows = (
        ("Benali", "Amina", "12/04/1998", "0470 12 34 56", "amina@example.org"),
        ("De Smet", "Jan", "03/11/2001", "0471/00.00.01", "jan@example.org"),
    )
    assert columns(Subject.LEARNERS, "", "", "", "", "", rows=rows) == [
        "surname", "first_name", "birth_date", "phone", "email",
    ]  # fmt: skip
    names = (("Amina Benali",), ("Jan De Smet",))
    assert columns(Subject.LEARNERS, "", rows=names) == ["full_name"]


def test_an_address_is_known_under_any_heading() -> None:
    rows = (("Benali", "amina@example.org"), ("De Smet", "jan@example.org"))
    assert columns(Subject.LEARNERS, "Nom", "Contact principal", rows=rows) == [
        "full_name",
        "email",
    ]
