"""What happens in training."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("training.guidelines_published", "guidelines")
class GuidelinesPublished(Event):
    """A version of the guidelines came into force; a major one must be accepted anew."""

    guideline_id: int
    version: int
    major: bool


@happening("training.guidelines_bound", "guidelines")
class GuidelinesBound(Event):
    """The grace of a major version is over: whoever has not accepted it answers no more."""

    guideline_id: int
    version: int


@happening("training.guidelines_accepted", "person:{person_id}")
class GuidelinesAccepted(Event):
    """Somebody accepted a version of the guidelines."""

    person_id: int
    version: int


@happening("training.addendum_accepted", "person:{person_id}")
class AddendumAccepted(Event):
    """Somebody accepted a version of the rules that a space has beside the guidelines."""

    person_id: int
    space_id: int
    version: int


@happening("training.attempt_waits", "judging")
class AttemptWaits(Event):
    """Somebody handed in a quiz with written answers, which a person judges."""

    attempt_id: int
    person_id: int
    course_id: int


@happening("training.course_changed", "courses")
class CourseChanged(Event):
    """A course was made, changed, published or retired."""

    course_id: int
    version: int


@happening("training.attempt_submitted", "person:{person_id}")
class AttemptSubmitted(Event):
    """Somebody's quiz was handed in and marked."""

    attempt_id: int
    person_id: int
    course_id: int
    passed: bool


@happening("training.certificate_issued", "person:{person_id}")
class CertificateIssued(Event):
    """Somebody passed a course, or was granted its certificate."""

    certificate_id: int
    person_id: int
    course_id: int


@happening("training.certificate_ending", "person:{person_id}")
class CertificateEnding(Event):
    """A certificate reaches its last day soon, and has not been renewed."""

    certificate_id: int
    person_id: int
    course_id: int


@happening("training.certificate_lapsed", "person:{person_id}")
class CertificateLapsed(Event):
    """A certificate reached its last day without being renewed."""

    certificate_id: int
    person_id: int
    course_id: int


@happening("training.certificate_revoked", "person:{person_id}")
class CertificateRevoked(Event):
    """A certificate was taken back."""

    certificate_id: int
    person_id: int
    course_id: int


@happening("training.probation_ended", "person:{person_id}")
class ProbationEnded(Event):
    """Enough of a novice's answers were approved; from now on they answer on their own."""

    person_id: int


@happening("training.pair_made", "person:{novice_id}", "person:{mentor_id}")
class PairMade(Event):
    """A novice was given a mentor."""

    mentor_id: int
    novice_id: int
