"""The options of the core that it acts upon, in Orthanc's vocabulary, typed and described.

What it knows by name only stands in ``unsupported_options``.
"""

from dataclasses import dataclass
from typing import Any

from broch_hostapi.settings import setting

from broch.dataset.character_sets import DEFAULT_ENCODINGS
from broch.option_checks import a_writable_syntax, an_aet, at_least, between, each, not_yet, one_of, tags_by_level
from broch.rest.cors import bad_origin
from broch.rest.proxy import bad_network, bad_prefix
from broch.user_types import bad_content_types, bad_metadata_names

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
    log_format: str = setting(
        "LogFormat",
        "Text",
        "Text: lines for people. Json: an object a line, for programs. --log-format goes before it",
        check=one_of("Text", "Json"),
    )

    # Storage and index
    storage_directory: str = setting(
        "StorageDirectory", "OrthancStorage", "Folder of the DICOM files and other attachments"
    )
    index_directory: str = setting("IndexDirectory", "", "Folder of the index; empty: the StorageDirectory")
    temporary_directory: str = setting("TemporaryDirectory", "", "Folder of large temporary files; empty: the system's")
    storage_backend: str = setting(
        "StorageBackend", "", "Name of the storage; empty: that of the enabled plugin that brings one, else filesystem"
    )
    database: str = setting(
        "Database", "", "Engine of the index; empty: that of the enabled plugin that brings one, else sqlite"
    )
    index_synchronous: str = setting(
        "IndexSynchronous",
        "Full",
        "Full: what was acknowledged survives a power cut. Normal: faster, it survives a crash of the program only",
        check=one_of("Full", "Normal"),
    )
    storage_scrubbing_rate: float = setting(
        "StorageScrubbingRate",
        0,
        "MB a second that are read in the background to compare stored files with their checksums; 0: none",
        check=at_least(0),
    )
    zip_use_utf8: bool = setting(
        "ZipUseUtf8", False, "Keep letters of all scripts in the names of folders in archives; false: ASCII alone"
    )
    zip_loader_threads: int = setting(
        "ZipLoaderThreads",
        2,
        "Threads that read and compress files ahead, for each archive that is made; 0: none",
        check=between(0, 64),
    )
    synchronous_zip_stream: bool = setting(
        "SynchronousZipStream",
        True,
        "Send archives while they are made; false: make them in a temporary file first, then their length is known",
    )
    storage_compression: bool = setting(
        "StorageCompression", False, "Compress with zlib what comes in from now on; what is there stays as it is"
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
    user_metadata: dict[str, Any] = setting(
        "UserMetadata",
        {},
        "Names of metadata of users, with their numbers from 1024 to 65535",
        check=bad_metadata_names,
    )
    user_content_type: dict[str, Any] = setting(
        "UserContentType",
        {},
        "Names of attachments of users: a number from 1024 to 65535, or [number, media type]",
        check=bad_content_types,
    )
    check_revisions: bool = setting(
        "CheckRevisions", False, "Whether a change of metadata or attachments must say by If-Match what it replaces"
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
    png_encoder: str = setting(
        "PngEncoder",
        "fast",
        "How PNG images are written: fast; or reference, byte for byte as libpng and zlib do, for clients that compare"
        " checksums",
        check=one_of("fast", "reference"),
    )
    http_request_timeout: int = setting(
        "HttpRequestTimeout", 30, "Seconds that a client may let us wait while it reads or writes", check=at_least(1)
    )
    keep_alive: bool = setting("KeepAlive", True, "Whether HTTP connections are kept for more requests")
    keep_alive_timeout: int = setting(
        "KeepAliveTimeout", 1, "Seconds that an idle HTTP connection is kept", check=at_least(1)
    )
    http_compression_enabled: bool = setting(
        "HttpCompressionEnabled", False, "Pack JSON and other texts by gzip or deflate for clients that ask for it"
    )
    http_url_prefix: str = setting(
        "HttpUrlPrefix", "", "Path below which a proxy shows the server, such as /pacs", check=bad_prefix
    )
    http_trusted_proxies: list[str] = setting(
        "HttpTrustedProxies",
        [],
        "Addresses and networks of proxies whose X-Forwarded-For, -Proto, -Host and -Prefix are believed",
        check=each(bad_network),
    )
    http_cors_allowed_origins: list[str] = setting(
        "HttpCorsAllowedOrigins",
        [],
        "Origins whose web pages may call the server from a browser, such as https://viewer.example.org; *: any",
        check=each(bad_origin),
    )
    http_cors_allow_credentials: bool = setting(
        "HttpCorsAllowCredentials", False, "Whether pages of those origins (not of *) may use the browser's credentials"
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
    rest_api_write_to_file_system_enabled: bool = setting(
        "RestApiWriteToFileSystemEnabled",
        False,
        "Whether /instances/{id}/export may write files on this machine: it can overwrite whatever the server may",
    )
    registered_users: dict[str, str] = setting(
        "RegisteredUsers",
        {},
        "User to password, for HTTP; better to what `broch hash-password` prints for it",
        secret=True,
    )
    ssl_enabled: bool = setting("SslEnabled", False, "Serve HTTPS instead of HTTP")
    ssl_certificate: str = setting(
        "SslCertificate", "certificate.pem", "PEM file with the certificate (and its chain) and the private key"
    )
    ssl_minimum_protocol_version: int = setting(
        "SslMinimumProtocolVersion",
        4,
        "Oldest TLS that is spoken: 4: 1.2, 5: 1.3; smaller numbers mean 4",
        check=between(0, 5),
    )
    ssl_ciphers_accepted: list[str] = setting(
        "SslCiphersAccepted", [], "Ciphers of TLS 1.2, by OpenSSL's names or the standard's; empty: all that are good"
    )
    ssl_verify_peers: bool = setting(
        "SslVerifyPeers", False, "Serve only clients with a certificate that SslTrustedClientCertificates vouches for"
    )
    ssl_trusted_client_certificates: str = setting(
        "SslTrustedClientCertificates",
        "trustedClientCertificates.pem",
        "PEM file with the certificates of clients, or of the authorities that issue them",
    )

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
    dicom_tls_enabled: bool = setting(
        "DicomTlsEnabled", False, "Accept associations over TLS only; as a user, UseDicomTls of the modality decides"
    )
    dicom_tls_certificate: str = setting("DicomTlsCertificate", "", "PEM file with our certificate, for DICOM")
    dicom_tls_private_key: str = setting("DicomTlsPrivateKey", "", "PEM file with its private key")
    dicom_tls_trusted_certificates: str = setting(
        "DicomTlsTrustedCertificates",
        "",
        "PEM file with the certificates of modalities, or of the authorities that issue them",
    )
    dicom_tls_remote_certificate_required: bool = setting(
        "DicomTlsRemoteCertificateRequired",
        True,
        "Whether a caller must show a certificate; one that is shown is checked in any case",
    )
    dicom_tls_minimum_protocol_version: int = setting(
        "DicomTlsMinimumProtocolVersion",
        0,
        "Oldest TLS that is spoken: 0: the BCP 195 profile, 4: 1.2, 5: 1.3; 1 to 3 mean 4",
        check=between(0, 5),
    )
    dicom_tls_ciphers_accepted: list[str] = setting(
        "DicomTlsCiphersAccepted",
        [],
        "Ciphers of TLS 1.2; must be given unless DicomTlsMinimumProtocolVersion is 0, and counts only then",
    )
    transcode_dicom_protocol: bool = setting(
        "TranscodeDicomProtocol",
        True,
        "Decode or encode what a remote does not take as it is, without loss; AllowTranscoding of the modality too",
    )
    ingest_transcoding: str = setting(
        "IngestTranscoding",
        "",
        "Transfer syntax (UID) in which images are stored, whatever they came in; empty: as they came",
        check=a_writable_syntax,
    )
    ingest_transcoding_of_uncompressed: bool = setting(
        "IngestTranscodingOfUncompressed", True, "Whether IngestTranscoding counts for uncompressed images"
    )
    ingest_transcoding_of_compressed: bool = setting(
        "IngestTranscodingOfCompressed", True, "Whether IngestTranscoding counts for compressed images"
    )
    dicom_lossy_transcoding_quality: int = setting(
        "DicomLossyTranscodingQuality",
        90,
        "Quality of what is transcoded to a lossy syntax, 1 to 100",
        check=between(1, 100),
    )
    transcoder_threads_count: int = setting(
        "TranscoderThreadsCount", 4, "Frames that are decoded or encoded at the same time", check=at_least(1)
    )
    transcoder_memory_capacity: int = setting(
        "TranscoderMemoryCapacity", 256, "MB that frames may take that are being transcoded", check=at_least(1)
    )
    default_encoding: str = setting(
        "DefaultEncoding",
        "Latin1",
        "Character set of data sets that name none: " + ", ".join(DEFAULT_ENCODINGS),
        check=one_of(*DEFAULT_ENCODINGS),
    )
    dictionary: dict[str, Any] = setting(
        "Dictionary",
        {},
        "More attributes: tag to [VR, name], [VR, name, least, most number of values (0: any)] or that and the private"
        ' creator: {"0029,1001": ["LO", "MyName", 1, 1, "ACME 1"]}',
    )
    external_dictionaries: list[str] = setting(
        "ExternalDictionaries", [], "Files with more attributes, in the format of DCMTK's data dictionaries"
    )
    load_private_dictionary: bool = setting(
        "LoadPrivateDictionary", True, "Whether private attributes are known that vendors made known"
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
    storage_access_on_find: str = setting(
        "StorageAccessOnFind",
        "Always",
        "Whether searches read files for tags that the index lacks. Always. Answers: not to match criteria, which are "
        "then left out, but to answer. Never",
        check=one_of("Always", "Answers", "Never"),
    )
    extra_main_dicom_tags: dict[str, list[str]] = setting(
        "ExtraMainDicomTags",
        {},
        "Tags that the index keeps besides the usual ones, by level. What is there already gets them when it is "
        "reconstructed",
        check=tags_by_level,
    )
    warnings: dict[str, bool] = setting(
        "Warnings", {}, "Which numbered warnings are logged, as W001_TagsBeingReadFromStorage; all but those with false"
    )

    @property
    def overwrite(self) -> str:
        """``Never``, ``Always`` or ``IfChanged``."""
        if isinstance(self.overwrite_instances, str):
            return self.overwrite_instances
        return "Always" if self.overwrite_instances else "Never"
