"""Every rule, the more specific one before the more general."""

from __future__ import annotations

from ladder_widgets.privacy.rules.addresses import Address, Postcode
from ladder_widgets.privacy.rules.ages import AgeOverEightyNine
from ladder_widgets.privacy.rules.contact import Email, Phone
from ladder_widgets.privacy.rules.dates import DateOfBirth, ExactDate
from ladder_widgets.privacy.rules.health_numbers import CHINumber, HCNumber, NHSNumber
from ladder_widgets.privacy.rules.initials import Initials
from ladder_widgets.privacy.rules.names import Name
from ladder_widgets.privacy.rules.other_numbers import (
    HospitalNumber,
    IncidentReference,
    NationalInsurance,
    RegistrationNumber,
)
from ladder_widgets.privacy.rules.places import Place
from ladder_widgets.privacy.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Email(),
    NationalInsurance(),
    NHSNumber(),
    CHINumber(),
    HCNumber(),
    RegistrationNumber(),
    IncidentReference(),
    HospitalNumber(),
    DateOfBirth(),
    Phone(),
    Address(),
    Postcode(),
    ExactDate(),
    AgeOverEightyNine(),
    Place(),
    Name(),
    Initials(),
)
