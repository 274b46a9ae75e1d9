"""The panel as a whole: one task at a time, one state, and every section drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import vtk
from slicer.i18n import tr as _

from ..errors import Code, UserError, from_exception
from ..tasks.context import Context, recent_models
from ..tasks.elsewhere import end_removals
from ..tasks.equipment import Equipment, EquipmentCheck, Model
from ..tasks.resume import clear_away
from ..tasks.segment import SegmentTask
from ..tasks.standby import end_standby, start_standby
from ..tasks.state import State, Status
from ..tasks.task import Task
from .adapt_section import AdaptSection
from .batch_section import BatchSection
from .dialogs import Dialogs
from .drops import Drops
from .library_section import LibrarySection
from .log_section import LogSection
from .progress_section import ProgressSection
from .resume_section import ResumeSection
from .segment_section import SegmentSection
from .settings_section import SettingsSection
from .train_section import TrainSection

if TYPE_CHECKING:
    from .parameters import Parameters
    from .ui import Ui

AnyTask = TypeVar("AnyTask", bound=Task)


class Panel:
    """Wires the widgets of ``ui`` (as ``slicer.util.childWidgetVariables`` gives them) and ``parameters``
    (``Parameters``) to tasks.

    ``task`` is the current or last task, ``status`` its messages or those of the panel itself; ``equipment`` what the
    Python has.

    >>> panel = Panel(ui, Parameters(logic.getParameterNode()))
    >>> panel.close()  # when the widget goes: a running job ends within seconds, and is offered for resuming next time
    """

    def __init__(self, ui: Ui, parameters: Parameters, dialogs: Dialogs | None = None) -> None:
        self.ui, self.dialogs = ui, dialogs or Dialogs()
        self.task: Task | None = None
        self.status = Status()
        self.equipment = Equipment()
        self._then: Callable[[], object] | None = None
        self._check: EquipmentCheck | None = None
        self._once_equipped: Callable[[], None] | None = None
        self._parameter_tag: int | None = None
        self.parameters = parameters
        self.log = LogSection(ui, self)
        self.progress = ProgressSection(ui, self)
        self.segment, self.adapt, self.train = SegmentSection(ui, self), AdaptSection(ui, self), TrainSection(ui, self)
        self.batch = BatchSection(ui, self)
        self.settings, self.library, self.resume = (
            SettingsSection(ui, self),
            LibrarySection(ui, self),
            ResumeSection(ui, self),
        )
        self._sections = (
            self.resume,
            self.segment,
            self.batch,
            self.adapt,
            self.train,
            self.progress,
            self.settings,
            self.library,
            self.log,
        )
        self._drops = Drops(ui, self)
        self._gui_tag: object = None
        self._shown = False
        self.use(parameters)
        clear_away(Context().jobs)

    # ---- what happens to it ----

    def use(self, parameters: Parameters | None) -> None:
        """Connect the widgets to other parameters, and draw the panel.

        Args:
            parameters: Those of a scene; None lets go of the ones before, as a scene that is closed must.
        """
        if parameters is None:
            self._once_equipped = None
            self.segment.leave_scene()
            self.batch.leave_scene()
        self.adapt.suggest_anew()
        self.train.suggest_anew()
        if self._parameter_tag is not None:
            self.parameters.RemoveObserver(self._parameter_tag)
            self.parameters.disconnectGui(self._gui_tag)
            self._parameter_tag = None
        if parameters is None:
            return
        self.parameters = parameters
        self._gui_tag = parameters.connectGui(self.ui)
        self._parameter_tag = parameters.AddObserver(vtk.vtkCommand.ModifiedEvent, self._changed)
        self.segment.choose_the_only_volume()
        self.draw()

    def entered(self) -> None:
        """The panel is shown: look at what may have changed while it was not."""
        self._shown = True
        self.adapt.refresh_patients()
        self.batch.refresh_patients()
        self.segment.choose_the_only_volume()
        if not self.equipment.usable and not (self._check is not None and self._check.running):
            self.check_equipment()
        self.draw()

    def left(self) -> None:
        """Another module is shown; a running job goes on."""
        self._shown = False
        end_standby()

    def close(self) -> None:
        """Let go of everything: widgets, checks, and the running job, which can be resumed."""
        self._drops.close()
        for section in self._sections:
            section.close()
        if self._check is not None:
            self._check.abandon()
        if self.task is not None and self.task.state.busy:
            self.task.abandon()
        end_removals()
        self.left()
        self.use(None)

    # ---- what the sections ask of it ----

    @property
    def busy(self) -> bool:
        """Whether a task is at work."""
        return self.status.state.busy

    @property
    def disabled_reason(self) -> str:
        """Why no task can be started now, "" if one can."""
        if self.busy:
            return _("Another job is running.")
        if not self._can_install:
            return self._lacking
        return ""

    @property
    def no_model(self) -> str:
        """Why nothing can be segmented for want of a model, "" if there is one."""
        if self.models:
            return ""
        if self._looking:
            return _("Looking for models ...")
        return _("There is no model yet: train or adapt one below, or import one in the model library.")

    @property
    def models(self) -> list[Model]:
        """The models of the library that can be used: first those that were used last; of the others those that were
        stopped early last, and before them those that know MR alone.
        """
        usable = [model for model in self.equipment.models if not model.problem]
        place = {name: place for place, name in enumerate(recent_models())}

        def key(model: Model) -> tuple[int, bool, bool]:
            return place.get(model.name, len(place)), not model.complete, model.modality == "mr"

        return sorted(usable, key=key)

    def models_of(self, modality: str) -> list[Model]:
        """The models that segment ``modality`` ("mr" or "ct") and can be used, those that a user has made or fetched
        first.
        """
        return sorted(
            (model for model in self.models if model.modality in (modality, "any")),
            key=lambda model: (not model.complete, model.shipped),
        )

    def run(self, make: Callable[[], AnyTask], then: Callable[[AnyTask], object] | None = None) -> None:
        """Start a task; nothing happens while another one is at work. Offers to install what is missing first.

        Args:
            make: Makes the task; a ``UserError`` of it is shown as the reason why nothing was done.
            then: Called with the task if it finishes; what it raises is shown. None for nothing more.
        """
        if self.busy:
            return
        if self._lacking and self._can_install and not self.settings.install():
            return
        try:
            task = make()
        except UserError as error:
            self.refuse(error.sentence, error.remedy)
            return
        self.task, self._then = task, partial(then, task) if then else None
        self.progress.follow(task)
        self.batch.follow(task)
        task.logged.connect(self.log.add)
        task.changed.connect(self._follow)
        task.ended.connect(self._ended)
        task.start()

    def stop(self) -> None:
        """Stop the running task."""
        if self.task is not None:
            self.task.stop()

    def refuse(self, sentence: str, remedy: str, title: str = "CrossModalitySeg") -> None:
        """Show why nothing was done; while a task is at work, whose state stays in view, in a dialog."""
        self.note(f"{title}: {sentence} {remedy}")
        if self.busy:
            self.dialogs.complain(f"{sentence} {remedy}")
            return
        self.status = Status(
            State.FAILED, title=title, sentence=sentence, error=UserError(Code.BAD_SETTINGS, sentence, remedy)
        )
        self.draw()

    def report(self, title: str, sentence: str) -> None:
        """Write into the log what was done without a task, and show it unless a task is at work.

        Args:
            title: What to call it, in the user's language.
            sentence: What came of it, in the user's language.
        """
        self.note(f"{title}: {sentence}")
        if self.busy:
            return
        self.status = Status(State.FINISHED, title=title, sentence=sentence)
        self.draw()

    def note(self, line: str) -> None:
        """Write a line into the log."""
        self.log.add(line)

    def check_equipment(self) -> None:
        """Ask the Python anew what it has, models included."""
        if self._check is not None:
            self._check.abandon()
        self._check = EquipmentCheck(Context(), self.equipped)

    def equipped(self, equipment: Equipment) -> None:
        """Take in what a Python was found to have, and do what waits for that."""
        self.equipment = equipment
        self.draw()
        if self._once_equipped is not None and not self._looking:
            do, self._once_equipped = self._once_equipped, None
            do()

    def once_equipped(self, do: Callable[[], None]) -> None:
        """Do something as soon as it is known which models there are: at once, or seconds after the panel was made.

        Args:
            do: Called without arguments; not at all if the scene is closed, or something else is to be done, before.
        """
        if self._looking:
            self.note(_("Looking for models ..."))
            self._once_equipped = do
        else:
            do()

    def draw(self) -> None:
        """Draw every section from the state, and have a worker ready where the next click may need one."""
        for section in self._sections:
            section.draw()
        context = Context()
        if context.host:
            end_standby()
        elif self._shown and self.equipment.usable and self.ui.segmentButton.isEnabled():
            start_standby(context, SegmentTask.verb)

    # ---- its task ----

    def _follow(self, status: Status) -> None:
        redrawn = status.state is not self.status.state
        self.status = status
        if redrawn:
            self.draw()
        else:
            self.progress.draw()

    def _ended(self, task: Task) -> None:
        if task.state is State.FINISHED:  # a failure is in the log already
            self.log.add(f"{task.title}: {task.status.sentence}")
        self.resume.refresh()
        then, self._then = self._then, None
        if task.state is State.FINISHED and then is not None:
            try:
                then()
            except Exception as error:
                failure = from_exception(error)
                self.refuse(failure.sentence, failure.remedy)
        self.draw()

    def _changed(self, *_values: object) -> None:
        self.draw()

    @property
    def _looking(self) -> bool:
        return self.equipment.versions is None and not self.equipment.problem

    @property
    def _lacking(self) -> str:
        """What keeps this Python from its work, "" if nothing does: where another machine works, it only has to be
        there.
        """
        context = Context()
        if not context.host:
            return self.equipment.problem
        try:
            context.interpreter()
        except UserError:
            return self.equipment.problem
        return ""

    @property
    def _can_install(self) -> bool:
        """Whether what is missing can be installed from here: Slicer's own Python lacks packages."""
        if not self.equipment.missing:
            return False
        try:
            return Context().interpreter().own
        except UserError:
            return False
