"""What exists: the tables. Everything is imported here so that the metadata is whole."""

from mgdesk.model.application import (
    Application,
    Convocation,
    Criterion,
    Decision,
    Interview,
    InterviewScore,
    SelectionDay,
)
from mgdesk.model.audit import AuditEntry, Change, Setting
from mgdesk.model.base import Base
from mgdesk.model.campus import Campus, Picture, Room, Signatory
from mgdesk.model.coaching import CoachException, CoachHours, CoachingSession, PlanStep, Referral
from mgdesk.model.cohort import (
    Absence,
    AbsenceReason,
    Attendance,
    Cohort,
    CohortPartner,
    CohortTrainer,
    Enrolment,
    Slot,
)
from mgdesk.model.coworking import Loan, Pass, Resource
from mgdesk.model.document import IssuedDocument, Scan, Series
from mgdesk.model.employer import Employer
from mgdesk.model.event import CheckIn, Event, EventPartner, Registration
from mgdesk.model.former_number import FormerNumber
from mgdesk.model.former_record import FormerRecord
from mgdesk.model.outcome import Company, ContactAttempt, Founder, Outcome
from mgdesk.model.partner import Funder, FunderProfile, Partner, ProfileMark
from mgdesk.model.person import Consent, Person, PersonRole
from mgdesk.model.privacy import ConsentText, KeptLonger, RetentionRule, Sight
from mgdesk.model.search import SearchEntry, SearchSlip
from mgdesk.model.staff import SignOn, Staff
from mgdesk.model.task import AdminTask, TaskTemplate
from mgdesk.model.token import FormerBadge, Token
from mgdesk.model.training import Training
from mgdesk.model.visit import Visit

__all__ = [
    "Absence", "AbsenceReason", "AdminTask", "Application", "Attendance", "AuditEntry", "Base",
    "Campus", "Change", "CheckIn", "CoachException", "CoachHours", "CoachingSession", "Cohort",
    "CohortPartner", "CohortTrainer", "Company", "Consent", "ConsentText", "ContactAttempt",
    "Convocation", "Criterion", "Decision", "Employer", "Enrolment", "Event", "EventPartner",
    "FormerBadge", "FormerNumber", "FormerRecord", "Founder", "Funder", "FunderProfile",
    "Interview", "InterviewScore", "IssuedDocument", "KeptLonger", "Loan", "Outcome", "Partner",
    "Pass", "Person", "PersonRole", "Picture", "PlanStep", "ProfileMark", "Referral",
    "Registration", "Resource", "RetentionRule", "Room", "Scan", "SearchEntry", "SearchSlip",
    "SelectionDay", "Series", "Setting", "Sight", "SignOn", "Signatory", "Slot", "Staff",
    "TaskTemplate", "Token", "Training", "Visit",
]  # fmt: skip
