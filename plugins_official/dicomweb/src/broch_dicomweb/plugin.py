"""Where Broch meets the plugin."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar

from broch_hostapi import DataSet, Plugin, RestRoutes, Startup, hookimpl
from broch_hostapi.errors import Refused

from broch_dicomweb.settings import Settings as DicomWebSettings

if TYPE_CHECKING:
    from broch_hostapi import Host
    from flask import Blueprint

STORING_THREADS = 8
_STUDY_INSTANCE_UID = 0x0020000D


class DicomWebPlugin(Plugin[DicomWebSettings]):
    """QIDO-RS, WADO-RS and STOW-RS."""

    name: ClassVar[str] = "dicom-web"
    section: ClassVar[str] = "DicomWeb"
    Settings: ClassVar[type[Any]] = DicomWebSettings
    description: ClassVar[str] = "DICOMweb: QIDO-RS, WADO-RS and STOW-RS"

    def __init__(self, settings: DicomWebSettings) -> None:
        super().__init__(settings)
        self._pool = ThreadPoolExecutor(STORING_THREADS, thread_name_prefix="stow")  # starts them when they are needed
        self._expected_study: ContextVar[str] = ContextVar("expected_study", default="")

    @hookimpl
    def register_rest_routes(self, startup: Startup) -> Iterable[RestRoutes]:  # noqa: ARG002
        """The routes below ``Root``."""
        return [RestRoutes(self.name, self._blueprint, root_uri=f"..{self.settings.prefix}/studies")]

    @hookimpl
    def accept_instance(self, instance: DataSet) -> None:
        """Refuse what a STOW-RS request into one study brings for another (PS3.18 10.5.1)."""
        expected = self._expected_study.get()
        if expected and instance.text(_STUDY_INSTANCE_UID) != expected:
            raise Refused("the instance belongs to another study than the one of the request")

    @hookimpl
    def on_server_stopping(self) -> None:
        """No more request comes in."""
        self._pool.shutdown()

    def _blueprint(self, host: "Host") -> "Blueprint":
        from broch_dicomweb.routes import make_blueprint

        return make_blueprint(host, self.settings, self._expected_study, self._pool)
