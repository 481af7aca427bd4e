"""For tests of plugins and backends: synthetic DICOM, a fake host, contracts. Needs the extra ``testing``."""

from broch_hostapi.testing.datasets import make_dataset, make_instance, make_study
from broch_hostapi.testing.fake_host import fake_host
from broch_hostapi.testing.memory_archive import MemoryArchive

__all__ = ["MemoryArchive", "fake_host", "make_dataset", "make_instance", "make_study"]
