"""Answers of Google Forms, Microsoft Forms, LimeSurvey and Framaforms, in the shapes that they export."""

import csv
from datetime import datetime

import pytest
import xlsxwriter

from mgdesk.exchange.fields import Field, Subject
from mgdesk.exchange.plan import ImportPlan
from mgdesk.exchange.reading import read_table

AT = datetime(2025, 11, 23, 9, 15, 30)
GOOGLE_FR = {
    "Horodateur": "2025/11/23 9:15:30 AM UTC+1", "Nom d’utilisateur": "amina@example.org",
    "Nom": "Exemple", "Prénom": "Amina", "Numéro de GSM": "0470 12 34 56",
    "Quelles sont tes disponibilités ? [Lundi]": "matin",
    "Quelles sont tes disponibilités ? [Mardi]": "soir",
    "Pourquoi veux-tu rejoindre MolenGeek ?": "J’aime, beaucoup",
}  # fmt: skip
GOOGLE_NL = {
    "Tijdstempel": "23-11-2025 9:15:30", "E-mailadres": "amina@example.org", "Voornaam": "Amina",
    "Achternaam": "Exemple", "Telefoonnummer": "0470 12 34 56",
    "Welke dagen ben je beschikbaar?": "Maandag, Dinsdag",
    "Waarom wil je deelnemen aan deze opleiding?": "J’aime, beaucoup",
}  # fmt: skip
GOOGLE_IT = {
    "Informazioni cronologiche": "23/11/2025 9.15.30", "Indirizzo email": "amina@example.org",
    "Nome": "Amina", "Cognome": "Exemple", "Numero di telefono": "+32 470 12 34 56",
    "Quali giorni sei disponibile?": "Lunedì, Martedì",
    "Perché vuoi partecipare a questo corso?": "J’aime, beaucoup",
}  # fmt: skip
GOOGLE_AR = {
    "طابع زمني": "2025/11/23 9:15:30 ص غرينتش+1", "الاسم الشخصي": "Amina", "النسب": "Exemple",
    "رقم الهاتف": "+32470123456", "لماذا تريد الالتحاق بهذا التكوين؟": "J’aime, beaucoup",
}  # fmt: skip
MICROSOFT_FR = {
    "ID": 1, "Heure de début": datetime(2025, 11, 23, 9, 10), "Heure de fin": AT,
    "Adresse de messagerie": "anonymous", "Nom": None, "Heure de la dernière modification": None,
    "Quel est votre nom ?\xa0": "Exemple", "Quel est votre prénom ?": "Amina",
    "Votre adresse e-mail": "amina@example.org", "Votre numéro de téléphone": "0470123456",
    "Quelles sont vos disponibilités ?": "Lundi;Mardi;",
    "Pourquoi souhaitez-vous participer ?": "J’aime, beaucoup",
}  # fmt: skip
MICROSOFT_IT = {
    "ID": 1, "Ora di inizio": datetime(2025, 11, 23, 9, 10), "Ora di completamento": AT,
    "Posta elettronica": "anonymous", "Nome": None, "Ora dell'ultima modifica": None,
    "Nome1": "Amina", "Cognome": "Exemple", "Cellulare": "+32470123456",
    "Quando sei disponibile?": "Lunedì;Martedì;", "Motivazione": "J’aime, beaucoup",
}  # fmt: skip
LIMESURVEY_FR = {
    "ID de la réponse": "1", "Date de soumission": "2025-11-23 09:15:30", "Dernière page": "3",
    "Langue de départ": "fr", "Tête de série": "12", "Date de lancement": "2025-11-23 09:00:00",
    "Adresse IP": "10.0.0.1", "NOM. Quel est votre nom ?": "Exemple",
    "PRENOM. Quel est votre prénom ?": "Amina", "TEL. Votre numéro de téléphone": "0470123456",
    "DISPO. Quelles sont vos disponibilités ? [Lundi]": "Oui",
    "DISPO. Quelles sont vos disponibilités ? [Mardi]": "Oui",
    "DISPO. Quelles sont vos disponibilités ? [Jeudi]": "Non",
    "MOTIV. Pourquoi souhaitez-vous suivre cette formation ?": "J’aime, beaucoup",
}  # fmt: skip
LIMESURVEY_EN = {
    "Response ID": "1", "Date submitted": "2025-11-23 09:15:30", "Last page": "3",
    "Start language": "en", "Seed": "12", "Referrer URL": "", "What is your first name?": "Amina",
    "What is your last name?": "Exemple", "Phone": "0470123456", "Availability [Monday]": "Yes",
    "Availability [Other]": "nights", "Motivation": "J’aime, beaucoup",
}  # fmt: skip
FRAMAFORMS = {
    "Numéro de série": "1", "SID": "4512", "Heure de soumission": "23/11/2025 - 09:15",
    "Terminé à": "23/11/2025 - 09:15", "Brouillon": "", "Adresse IP": "10.0.0.1", "UID": "0",
    "Nom d’utilisateur": "Anonyme", "Nom": "Exemple", "Prénom": "Amina", "Téléphone": "0470123456",
    "Disponibilités": "Lundi", "Motivation": "J’aime, beaucoup",
}  # fmt: skip


def written(tmp_path, answers):
    if any(isinstance(cell, datetime) for cell in answers.values()):
        path = tmp_path / "answers.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            moment = book.add_format({"num_format": "m/d/yy h:mm:ss"})
            for place, (heading, cell) in enumerate(answers.items()):
                sheet.write(0, place, heading)
                kinds = (moment,) if isinstance(cell, datetime) else ()
                write = sheet.write_datetime if kinds else sheet.write
                if cell is not None:
                    write(1, place, cell, *kinds)
        return path
    path = tmp_path / "answers.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([answers.keys(), answers.values()])
    return path


def taken_in(tmp_path, answers):
    table = read_table(written(tmp_path, answers))
    (row,) = ImportPlan(table, [], subject=Subject.APPLICATIONS, country="BE").rows
    assert row.flags == {}
    return {field: value for field, value in row.values.items() if value}


@pytest.mark.parametrize(
    ("answers", "available", "rest"),
    [
        (GOOGLE_FR, "Lundi: matin, Mardi: soir", {Field.EMAIL: "amina@example.org"}),
        (GOOGLE_NL, "Maandag, Dinsdag", {Field.EMAIL: "amina@example.org"}),
        (GOOGLE_IT, "Lunedì, Martedì", {Field.EMAIL: "amina@example.org"}),
        (GOOGLE_AR, "", {}),
        (MICROSOFT_FR, "Lundi, Mardi", {Field.EMAIL: "amina@example.org"}),
        (MICROSOFT_IT, "Lunedì, Martedì", {}),
        (LIMESURVEY_FR, "Lundi, Mardi", {}),
        (LIMESURVEY_EN, "Monday, Other: nights", {}),
        (FRAMAFORMS, "Lundi", {Field.RECEIVED_AT: AT.replace(second=0)}),
    ],
)
def test_the_answers_of_a_form_come_in_whole(tmp_path, answers, available, rest):
    expected = {
        Field.RECEIVED_AT: AT, Field.SURNAME: "Exemple", Field.FIRST_NAME: "Amina",
        Field.PHONE: "+32470123456", Field.MOTIVATION: "J’aime, beaucoup",
        **({Field.AVAILABILITY: available} if available else {}), **rest,
    }  # fmt: skip
    assert taken_in(tmp_path, answers) == expected


def test_a_survey_without_dates_says_none_and_who_signed_on_stays(tmp_path):
    undated = LIMESURVEY_EN | {"Date submitted": "1980-01-01 00:00:00"}
    assert Field.RECEIVED_AT not in taken_in(tmp_path, undated)
    named = MICROSOFT_IT | {"Posta elettronica": "amina@example.org", "Nome": "Amina Exemple"}
    assert taken_in(tmp_path, named)[Field.EMAIL] == "amina@example.org"


def test_a_list_of_events_with_hours_is_no_form(tmp_path):
    events = {"ID": "1", "Nom": "Soirée", "Heure de début": "18:00", "Heure de fin": "20:00"}
    assert read_table(written(tmp_path, events)).headings == tuple(events)
