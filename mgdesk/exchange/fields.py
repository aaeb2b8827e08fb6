"""The fields that a list of people, cohorts or events can have, and which list has which."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias

# What a cell holds once read: text (numbers included), a day, or a moment without a zone.
Value: TypeAlias = str | date | datetime


class Field(StrEnum):
    """A meaning that a column can have. The values are what the command line's JSON calls them."""

    # the person
    LEARNER_NUMBER = "learner_number"
    SURNAME = "surname"
    FIRST_NAME = "first_name"
    FULL_NAME = "full_name"
    CALL_NAME = "call_name"
    SECOND_NAME = "second_name"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    GENDER = "gender"
    PHONE = "phone"
    EMAIL = "email"
    LANGUAGE = "language"
    STREET = "street"
    POSTCODE = "postcode"
    MUNICIPALITY = "municipality"
    COUNTRY = "country"
    NATIONAL_NUMBER = "national_number"
    EMERGENCY_CONTACT = "emergency_contact"
    EMERGENCY_PHONE = "emergency_phone"
    NOTE = "note"
    # the person in a cohort
    LABOUR_STATUS = "labour_status"
    REGISTERED_AT = "registered_at"
    SCHOOLING = "schooling"
    PRESCRIBER = "prescriber"
    CONTRACT = "contract"
    EMPLOYER = "employer"
    START_ON = "start_on"
    # the person at an event
    REGISTRATION_STATUS = "registration_status"
    REGISTRATION_TIME = "registration_time"
    EXTERNAL_CODE = "external_code"
    # the person's wish to join a training
    RECEIVED_AT = "received_at"
    APPLICATION_STATUS = "application_status"
    CHANNEL = "channel"
    HEARD_OF = "heard_of"
    MOTIVATION = "motivation"
    WISHED_LANGUAGE = "wished_language"
    AVAILABILITY = "availability"
    SCHOOLING_LEVEL = "schooling_level"
    # a cohort or an event
    CODE = "code"
    TRAINING = "training"
    TITLE = "title"
    CAMPUS = "campus"
    ROOM = "room"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    STARTS_AT = "starts_at"
    ENDS_AT = "ends_at"
    CAPACITY = "capacity"
    STATUS = "status"
    DESCRIPTION = "description"


class Subject(StrEnum):
    """What a list is a list of."""

    LEARNERS = "learners"
    REGISTRATIONS = "registrations"
    APPLICATIONS = "applications"
    COHORTS = "cohorts"
    EVENTS = "events"


PERSON_FIELDS: Final = tuple(Field)[: tuple(Field).index(Field.NOTE) + 1]
ENROLMENT_FIELDS: Final = (
    Field.LABOUR_STATUS, Field.REGISTERED_AT, Field.SCHOOLING, Field.PRESCRIBER, Field.CONTRACT,
    Field.EMPLOYER, Field.START_ON,
)  # fmt: skip
REGISTRATION_FIELDS: Final = (
    Field.REGISTRATION_STATUS, Field.REGISTRATION_TIME, Field.EXTERNAL_CODE,
)  # fmt: skip
APPLICATION_FIELDS: Final = (
    Field.RECEIVED_AT, Field.TRAINING, Field.CODE, Field.APPLICATION_STATUS, Field.CHANNEL,
    Field.PRESCRIBER, Field.HEARD_OF, Field.MOTIVATION, Field.WISHED_LANGUAGE, Field.AVAILABILITY,
    Field.SCHOOLING_LEVEL,
)  # fmt: skip

FIELDS_OF: Final = {
    Subject.LEARNERS: (*PERSON_FIELDS, *ENROLMENT_FIELDS),
    Subject.REGISTRATIONS: (*PERSON_FIELDS, *REGISTRATION_FIELDS),
    Subject.APPLICATIONS: (*PERSON_FIELDS, *APPLICATION_FIELDS),
    Subject.COHORTS: (
        Field.CODE, Field.TRAINING, Field.CAMPUS, Field.ROOM, Field.FIRST_DAY, Field.LAST_DAY,
        Field.CAPACITY, Field.LANGUAGE, Field.STATUS, Field.NOTE,
    ),
    Subject.EVENTS: (
        Field.CODE, Field.TITLE, Field.CAMPUS, Field.ROOM, Field.STARTS_AT, Field.ENDS_AT,
        Field.CAPACITY, Field.LANGUAGE, Field.STATUS, Field.DESCRIPTION,
    ),
}  # fmt: skip

DAYS: Final = frozenset({Field.BIRTH_DATE, Field.START_ON, Field.FIRST_DAY, Field.LAST_DAY})
MOMENTS: Final = frozenset(
    {Field.REGISTRATION_TIME, Field.RECEIVED_AT, Field.STARTS_AT, Field.ENDS_AT}
)
NAMES: Final = (Field.SURNAME, Field.FIRST_NAME, Field.CALL_NAME, Field.SECOND_NAME)
