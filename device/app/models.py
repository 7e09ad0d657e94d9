"""The view-models behind the lock, each made when its screen is first visited.

All are made after the first unlock: taking part in a federation cannot start before it.
"""

from __future__ import annotations

from functools import cached_property

from device.app.viewmodels.detail import DetailModel
from device.app.viewmodels.federation import FederationModel
from device.app.viewmodels.owners import OwnersModel
from device.app.viewmodels.privacy import PrivacyModel
from device.app.viewmodels.recall import RecallModel
from device.app.viewmodels.recovery import RecoveryModel
from device.app.viewmodels.reminding import RemindingModel
from device.app.viewmodels.safekeeping import SafekeepingModel
from device.app.viewmodels.session import AppSession
from device.app.viewmodels.settings import SettingsModel
from device.app.viewmodels.step_up import StepUpModel
from device.app.viewmodels.taking_part import TakingPartModel
from device.app.viewmodels.timeline import TimelineModel
from device.app.viewmodels.upcoming import UpcomingModel


class Models:
    """One of each, over one session."""

    def __init__(self, session: AppSession) -> None:
        self.session = session
        # These act whether or not they are looked at.
        self.taking_part = TakingPartModel(session)
        self.reminding = RemindingModel(session)

    @cached_property
    def timeline(self) -> TimelineModel:
        """The list of memories."""
        return TimelineModel(self.session)

    @cached_property
    def recall(self) -> RecallModel:
        """The question and its answer."""
        return RecallModel(self.session)

    @cached_property
    def upcoming(self) -> UpcomingModel:
        """The days to come."""
        return UpcomingModel(self.session)

    @cached_property
    def step_up(self) -> StepUpModel:
        """The second secret."""
        return StepUpModel(self.session)

    @cached_property
    def detail(self) -> DetailModel:
        """The memory that was chosen."""
        return DetailModel(self.session)

    @cached_property
    def privacy(self) -> PrivacyModel:
        """Who read what."""
        return PrivacyModel(self.session)

    @cached_property
    def federation(self) -> FederationModel:
        """What was agreed to and sent."""
        return FederationModel(self.session)

    @cached_property
    def owners(self) -> OwnersModel:
        """Who may open the vault."""
        return OwnersModel(self.session)

    @cached_property
    def recovery(self) -> RecoveryModel:
        """The recovery code, while it is shown."""
        return RecoveryModel(self.session)

    @cached_property
    def safekeeping(self) -> SafekeepingModel:
        """Backups and the check."""
        return SafekeepingModel(self.session)

    @cached_property
    def settings(self) -> SettingsModel:
        """Language and looks."""
        return SettingsModel(self.session)
