"""The options of the core, in Orthanc's vocabulary, typed and described.

Two tables: what this server acts upon (``CoreOptions``), and what it knows by name only (``NOT_SUPPORTED``), so that
somebody's ``orthanc.json`` is not called full of mistakes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from broch_hostapi.settings import setting


def one_of(*allowed: Any) -> Callable[[Any], str | None]:
    """Check that a value is among these."""
    return lambda value: None if value in allowed else "should be one of " + ", ".join(str(a) for a in allowed)


def between(low: int, high: int) -> Callable[[Any], str | None]:
    """Check that a number lies between these, both allowed."""
    return lambda value: None if low <= value <= high else f"should lie between {low} and {high}"


def at_least(low: int) -> Callable[[Any], str | None]:
    """Check that a number is not smaller."""
    return lambda value: None if value >= low else f"should be {low} or more"


def an_aet(value: str) -> str | None:
    """What is wrong with an application entity title (PS3.5 6.2, VR AE)."""
    if not value.strip() or len(value) > 16:
        return "should be 1 to 16 characters, not only spaces"
    return (
        None if value.isascii() and value.isprintable() and "\\" not in value else "has a character that is not allowed"
    )


def not_yet(default: Any) -> Callable[[Any], str | None]:
    """Check of an option that exists, but would promise what is not there."""
    return lambda value: None if value == default else f"is not supported yet; leave it at {default!r}".lower()


ENCODINGS: Final = (
    "Ascii",
    "Utf8",
    "Latin1",
    "Latin2",
    "Latin3",
    "Latin4",
    "Latin5",
    "Cyrillic",
    "Windows1251",
    "Arabic",
    "Greek",
    "Hebrew",
    "Thai",
    "Japanese",
    "Chinese",
    "JapaneseKanji",
    "Korean",
    "SimplifiedChinese",
)

PORT = between(0, 65535)


@dataclass(frozen=True, slots=True)
class CoreOptions:
    """What the core acts upon. Paths are strings as they were written; ``Configuration`` makes them absolute."""

    # General
    name: str = setting("Name", "MyOrthanc", "Free name, shown in /system and in the pages")
    plugins: list[str] = setting(
        "Plugins", [], "Ids of plugins that must be installed; paths are skipped with a warning; it never disables any"
    )
    required_plugins: list[str] = setting(
        "RequiredPlugins",
        [],
        "Ids of plugins without which the server must not start, such as those that decide who may do what",
    )
    disabled_plugins: list[str] = setting("DisabledPlugins", [], "Ids of plugins that shall not run")

    # Storage and index
    storage_directory: str = setting(
        "StorageDirectory", "OrthancStorage", "Folder of the DICOM files and other attachments"
    )
    index_directory: str = setting("IndexDirectory", "", "Folder of the index; empty: the StorageDirectory")
    temporary_directory: str = setting("TemporaryDirectory", "", "Folder of large temporary files; empty: the system's")
    storage_backend: str = setting("StorageBackend", "filesystem", "Name of the storage, as a plugin contributes it")
    database: str = setting("Database", "sqlite", "Name of the engine of the index, as a plugin contributes it")
    index_synchronous: str = setting(
        "IndexSynchronous",
        "Full",
        "Full: what was acknowledged survives a power cut. Normal: faster, it survives a crash of the program only",
        check=one_of("Full", "Normal"),
    )
    storage_compression: bool = setting(
        "StorageCompression", False, "Compress attachments; only false is supported yet", check=not_yet(False)
    )
    maximum_storage_size: int = setting(
        "MaximumStorageSize", 0, "MB; only 0, no limit, is supported yet", check=not_yet(0)
    )
    maximum_storage_cache_size: int = setting(
        "MaximumStorageCacheSize",
        128,
        "MB of memory for what was read lately: tags as JSON; 0: none",
        check=at_least(0),
    )
    overwrite_instances: bool | str = setting(
        "OverwriteInstances",
        "Never",
        "What happens to an instance that is stored already: Never, Always, IfChanged (replaced if "
        "its MD5 differs); false and true mean Never and Always",
        check=one_of("Never", "Always", "IfChanged", True, False),
    )
    stable_age: int = setting(
        "StableAge", 60, "Seconds without a new instance before a resource counts as stable", check=at_least(1)
    )

    # HTTP server
    http_server_enabled: bool = setting("HttpServerEnabled", True, "Whether the REST interface is served")
    http_port: int = setting("HttpPort", 8042, "TCP port of HTTP; 0: any free one", check=PORT)
    http_bind_addresses: list[str] = setting(
        "HttpBindAddresses", [], "Addresses to listen on; empty: loopback, or everywhere if RemoteAccessAllowed"
    )
    http_threads_count: int = setting(
        "HttpThreadsCount", 50, "Requests that are served at the same time", check=at_least(1)
    )
    http_request_timeout: int = setting(
        "HttpRequestTimeout", 30, "Seconds that a client may let us wait while it reads or writes", check=at_least(1)
    )
    keep_alive: bool = setting("KeepAlive", True, "Whether HTTP connections are kept for more requests")
    keep_alive_timeout: int = setting(
        "KeepAliveTimeout", 1, "Seconds that an idle HTTP connection is kept", check=at_least(1)
    )
    http_describe_errors: bool = setting(
        "HttpDescribeErrors", True, "Answer errors with a JSON body that describes them"
    )
    maximum_request_body_size_mb: int = setting(
        "MaximumRequestBodySizeMB", 8192, "Largest body of a request, in MB; 0: no limit", check=at_least(0)
    )
    maximum_file_size_in_archive_mb: int = setting(
        "MaximumFileSizeInArchiveMB",
        4096,
        "Largest file inside an uploaded archive, in MB; 0: no limit",
        check=at_least(0),
    )
    remote_access_allowed: bool = setting(
        "RemoteAccessAllowed", False, "Whether HTTP can be reached from other machines"
    )
    authentication_enabled: bool | None = setting(
        "AuthenticationEnabled",
        None,
        "Whether HTTP asks for a user and password; null: when RemoteAccessAllowed is true",
    )
    registered_users: dict[str, str] = setting("RegisteredUsers", {}, "User to password, for HTTP", secret=True)

    # DICOM server
    dicom_server_enabled: bool = setting("DicomServerEnabled", True, "Whether DICOM associations are accepted")
    dicom_aet: str = setting("DicomAet", "ORTHANC", "Our application entity title", check=an_aet)
    dicom_port: int = setting("DicomPort", 4242, "TCP port of DICOM; 0: any free one", check=PORT)
    dicom_bind_addresses: list[str] = setting(
        "DicomBindAddresses",
        [],
        "Addresses to listen on; empty: everywhere if DicomModalities are declared, else loopback",
    )
    dicom_check_called_aet: bool = setting(
        "DicomCheckCalledAet", False, "Refuse associations that are addressed to another title than ours"
    )
    strict_aet_comparison: bool = setting(
        "StrictAetComparison", False, "Whether titles that differ in case are different"
    )
    dicom_check_modality_host: bool = setting(
        "DicomCheckModalityHost", False, "Compare the address of a declared modality too when it calls"
    )
    dicom_modalities: dict[str, Any] = setting(
        "DicomModalities",
        {},
        "Remote modalities by name: [AET, Host, Port] or [AET, Host, Port, Manufacturer] or an object with "
        "AET, Host, Port and more",
    )
    dicom_always_allow_echo: bool = setting("DicomAlwaysAllowEcho", True, "Answer C-ECHO of undeclared callers")
    dicom_always_allow_store: bool = setting("DicomAlwaysAllowStore", True, "Take C-STORE of undeclared callers")
    dicom_always_allow_find: bool = setting("DicomAlwaysAllowFind", False, "Answer C-FIND of undeclared callers")
    dicom_always_allow_find_worklist: bool = setting(
        "DicomAlwaysAllowFindWorklist", False, "Answer worklist queries of undeclared callers"
    )
    dicom_always_allow_get: bool = setting("DicomAlwaysAllowGet", False, "Answer C-GET of undeclared callers")
    dicom_always_allow_move: bool = setting("DicomAlwaysAllowMove", False, "Answer C-MOVE of undeclared callers")
    dicom_scp_timeout: int = setting(
        "DicomScpTimeout", 30, "Seconds without a message before we end an association; 0: never", check=at_least(0)
    )
    dicom_scu_timeout: int = setting(
        "DicomScuTimeout", 10, "Seconds that we wait for a remote; 0: for ever", check=at_least(0)
    )
    dicom_threads_count: int = setting(
        "DicomThreadsCount",
        50,
        "Associations that are served at the same time (Orthanc's default is 4)",
        check=at_least(1),
    )
    maximum_pdu_length: int = setting(
        "MaximumPduLength",
        131072,
        "Largest PDU that we receive, in bytes (Orthanc's default is 16384)",
        check=between(4096, 131072),
    )
    default_encoding: str = setting(
        "DefaultEncoding",
        "Latin1",
        "Character set of data sets that name none: " + ", ".join(ENCODINGS),
        check=one_of(*ENCODINGS),
    )
    accepted_transfer_syntaxes: list[str] = setting(
        "AcceptedTransferSyntaxes", ["1.2.840.10008.1.*"], "UIDs of transfer syntaxes that we take, with * and ?"
    )
    unknown_sop_class_accepted: bool = setting(
        "UnknownSopClassAccepted", False, "Take C-STORE of SOP classes that the standard does not know"
    )

    # Searches
    limit_find_results: int = setting(
        "LimitFindResults", 0, "Most patients, studies or series in an answer; 0: no limit", check=at_least(0)
    )
    limit_find_instances: int = setting(
        "LimitFindInstances", 0, "Most instances in an answer; 0: no limit", check=at_least(0)
    )
    case_sensitive_pn: bool = setting("CaseSensitivePN", False, "Whether searches for person names look at the case")

    @property
    def overwrite(self) -> str:
        """``Never``, ``Always`` or ``IfChanged``."""
        if isinstance(self.overwrite_instances, str):
            return self.overwrite_instances
        return "Always" if self.overwrite_instances else "Never"


_MAIN_TAG_LEVELS: dict[str, list[str]] = {"Instance": [], "Series": [], "Study": [], "Patient": []}
_ACCEPTED_FLAGS = ("Deflated", "Jpeg", "Jpeg2000", "JpegLossless", "Jpip", "Mpeg2", "Rle", "Mpeg4", "H265")

NOT_SUPPORTED: Final[dict[str, Any]] = {
    "MaximumPatientCount": 0,
    "MaximumStorageMode": "Recycle",
    "StorageLoaderThreadsCount": 4,
    "StorageMemoryCapacity": 512,
    "LuaScripts": [],
    "ConcurrentJobs": 2,
    "StoreDicom": True,
    "ReadOnly": False,
    "StorageAccessOnFind": "Always",
    "ExtraMainDicomTags": _MAIN_TAG_LEVELS,
    "DatabaseServerIdentifier": "",
    "CheckRevisions": False,
    "SyncStorageArea": True,
    "StoreMD5ForAttachments": True,
    "UserMetadata": {},
    "UserContentType": {},
    "PatientLevelEnabled": True,
    "RestApiWriteToFileSystemEnabled": False,
    "ExecuteLuaEnabled": False,
    "LogExportedResources": False,
    "LuaHeartBeatPeriod": 0,
    "Warnings": None,
    "JobsEngineThreadsCount": {"ResourceModification": 1},
    "JobsHistorySize": 10,
    "SaveJobs": True,
    "MediaArchiveSize": 1,
    "QueryRetrieveSize": 100,
    "StorageCommitmentReportsSize": 100,
    "MallocArenaMax": 5,
    "Locale": "",
    "MetricsEnabled": True,
    "DicomParserThreadsCount": 2,
    "DicomParserMemoryCapacity": 256,
    "DicomParserCacheSize": 256,
    "TranscoderThreadsCount": 4,
    "TranscoderMemoryCapacity": 256,
    "TranscoderCacheSize": 256,
    "SequentialDicomReaderThreadsCount": 4,
    "SequentialDicomReaderWindowSize": 4,
    "SequentialDicomReaderWindowCapacity": 128,
    "MaximumConcurrentDcmtkTranscoders": 0,
    "LoaderThreads": None,
    "ZipLoaderThreads": None,
    "OrthancExplorerEnabled": True,
    "HttpCompressionEnabled": False,
    "TcpNoDelay": True,
    "WebDavEnabled": True,
    "WebDavDeleteAllowed": False,
    "WebDavUploadAllowed": True,
    "SslEnabled": False,
    "SslCertificate": "certificate.pem",
    "SslMinimumProtocolVersion": 4,
    "SslCiphersAccepted": [],
    "SslVerifyPeers": False,
    "SslTrustedClientCertificates": "trustedClientCertificates.pem",
    "HttpProxy": "",
    "HttpTimeout": 60,
    "HttpVerbose": False,
    "HttpsVerifyPeers": True,
    "HttpsCACertificates": "",
    "Pkcs11": None,
    "ZipUseUtf8": False,
    "SynchronousZipStream": True,
    "AcceptedSopClasses": [],
    "RejectedSopClasses": [],
    "RejectSopClasses": [],
    "DicomScuPreferredTransferSyntax": "1.2.840.10008.1.2.1",
    "DicomModalitiesInDatabase": False,
    "DicomEchoChecksFind": False,
    "DicomDefaultRetrieveMethod": "C-MOVE",
    "SynchronousCMove": True,
    "TranscodeDicomProtocol": True,
    "BuiltinDecoderTranscoderOrder": "After",
    "IngestTranscoding": "",
    "IngestTranscodingOfUncompressed": True,
    "IngestTranscodingOfCompressed": True,
    "DicomLossyTranscodingQuality": 90,
    "DicomAssociationCloseDelay": 5,
    "DicomTlsEnabled": False,
    "DicomTlsCertificate": "",
    "DicomTlsPrivateKey": "",
    "DicomTlsTrustedCertificates": "",
    "DicomTlsRemoteCertificateRequired": True,
    "DicomTlsMinimumProtocolVersion": 0,
    "DicomTlsCiphersAccepted": [],
    "LoadPrivateDictionary": True,
    "Dictionary": {},
    "ExternalDictionaries": [],
    "DefaultPrivateCreator": "",
    "DeidentifyLogs": True,
    "DeidentifyLogsDicomVersion": "2023b",
    "OrthancPeers": {},
    "OrthancPeersInDatabase": False,
} | {f"{syntax}TransferSyntaxAccepted": True for syntax in _ACCEPTED_FLAGS}
"""Options of Orthanc that do nothing here yet, with its default (None: where it has none that could be compared)."""

PROTECTIVE: Final = frozenset({"SslEnabled", "SslVerifyPeers", "DicomTlsEnabled", "ReadOnly"})
"""Those that somebody relies on for safety: the server does not start rather than go on without them."""
