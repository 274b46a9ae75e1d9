"""Write each phase of a time series as a volume of its own, to be segmented one by one."""

from __future__ import annotations

from ..errors import Code, Stopped, UserError
from ..events import Reporter, Result
from ..files import refuse_existing
from ..images.io.files import writable_folder, write_volume
from ..images.io.isolated import Reader
from ..images.io.source import stem_of
from ..job import PhasesJob


def run(job: PhasesJob, reporter: Reporter) -> Result:
    """Write each phase of a time series as a volume of its own.

    Args:
        job: What is asked for.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        Files (.nii.gz) in the folder ``job.out`` in the order of the phases, numbered from 1 on.

    Raises:
        UserError: BAD_INPUT, also for a single phase, EXISTS or NO_PERMISSION; ``Stopped``.
    """
    writable_folder(job.out)
    reporter.progress(0.0, f"Reading {job.input.name}")
    with Reader(lambda: reporter.stop_requested) as file_reader:
        volumes = file_reader.phases(job.input, reporter.log)
    if len(volumes) < 2:
        raise UserError(
            Code.BAD_INPUT, f"{job.input} holds a single phase.", "Choose a time series of two phases or more."
        )
    digits = max(2, len(str(len(volumes))))
    names = [f"{stem_of(job.input)}_phase-{number:0{digits}}.nii.gz" for number in range(1, len(volumes) + 1)]
    for name in names:
        refuse_existing(job.out / name)
    outputs = []
    for number, (name, volume) in enumerate(zip(names, volumes, strict=True)):
        if reporter.stop_requested:
            raise Stopped(f"{number} of {len(names)} phases were written.")
        reporter.progress(number / len(names), f"Writing {name}")
        outputs.append(write_volume(job.out / name, volume))
    reporter.progress(1.0, "Done")
    return Result(outputs=outputs)
