"""Programs and libraries that others wrote, on either side of an association."""

import subprocess
import threading
from pathlib import Path

import pytest
from broch.dimse import command
from broch.dimse.establishment import Limits
from broch.dimse.sop_classes import (
    QUERY_RETRIEVE_FIND,
    QUERY_RETRIEVE_GET,
    STORAGE_SOP_CLASSES,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    RLELossless,
    Verification,
)
from broch.dimse.upper_layer import Association
from pydicom import dcmread
from pydicom.data import get_testdata_file

CT = "1.2.840.10008.5.1.4.1.1.2"


def run(*arguments, expect: int | None = 0) -> subprocess.CompletedProcess:
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=60)
    if expect is not None:
        assert done.returncode == expect, done.stdout + done.stderr
    return done


def sample(name: str) -> Path:
    return Path(get_testdata_file(name, download=False))


def data_set_of(path: Path) -> bytes:
    """What stands behind the file meta group."""
    from pydicom.filereader import read_file_meta_info

    meta = read_file_meta_info(path)
    return path.read_bytes()[144 + meta.FileMetaInformationGroupLength :]


@pytest.mark.peer("echoscu")
@pytest.mark.parametrize("options", [[], ["-pts", "20", "-ppc", "128"], ["--repeat", "5"], ["-pdu", "4096"]])
def test_echoscu(serve, provider, find_program, options):
    listener = serve(provider)
    run(find_program("echoscu"), *options, "127.0.0.1", listener.port)
    assert provider.ended.acquire(timeout=10)
    assert provider.ends == [None]


@pytest.mark.peer("echoscu")
def test_echoscu_aborts(serve, provider, find_program):
    run(find_program("echoscu"), "--abort", "127.0.0.1", serve(provider).port)
    assert provider.ended.acquire(timeout=10)
    assert "aborted" in str(provider.ends[0])


@pytest.mark.peer("storescu")
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("CT_small.dcm", []), ("CT_small.dcm", ["-xi"]), ("CT_small.dcm", ["-pdu", "4096", "--max-send-pdu", "4096"]),
        ("MR_small_bigendian.dcm", ["-xb"]), ("MR_small_RLE.dcm", ["-xr"]), ("SC_rgb_small_odd_jpeg.dcm", ["-xy"]),
        ("JPEG2000.dcm", ["-xw"]), ("image_dfl.dcm", ["-xd"]), ("MR_small_jpeg_ls_lossless.dcm", ["-xt"]),
    ],
)  # fmt: skip
def test_storescu(serve, provider, find_program, name, options):
    path = sample(name)
    run(find_program("storescu"), *options, "127.0.0.1", serve(provider).port, path)
    (message, data), = provider.stored
    meta = dcmread(path, stop_before_pixels=True)
    assert message.command[command.AFFECTED_SOP_INSTANCE_UID] == meta.SOPInstanceUID
    assert message.command[command.AFFECTED_SOP_CLASS_UID] == message.context.abstract_syntax
    if message.context.transfer_syntax in (JPEGBaseline8Bit, RLELossless):
        assert len(data) > 1000
    if options != ["-xi"]:
        assert message.context.transfer_syntax == meta.file_meta.TransferSyntaxUID


@pytest.mark.peer("storescu")
def test_bytes_arrive_as_they_were_sent(serve, provider, find_program):
    """DCMTK writes data sets anew, so its own image of the file is the one to compare with."""
    path = sample("CT_small.dcm")
    run(find_program("storescu"), "127.0.0.1", serve(provider).port, path)
    from io import BytesIO

    from pydicom.filereader import read_dataset

    received = read_dataset(BytesIO(provider.stored[0][1]), is_implicit_VR=False, is_little_endian=True)
    expected = dcmread(path)
    assert received.PixelData == expected.PixelData
    assert received.PatientName == expected.PatientName


@pytest.mark.peer("dcmsend")
def test_dcmsend_of_several_classes_and_syntaxes(serve, provider, find_program):
    names = ["CT_small.dcm", "MR_small_RLE.dcm", "SC_rgb_small_odd_jpeg.dcm", "JPEG2000.dcm", "rtplan.dcm"]
    run(
        find_program("dcmsend"), "--decompress-never", "127.0.0.1", serve(provider).port, *map(sample, names),
        expect=None,
    )
    assert len(provider.stored) == len(names)


@pytest.mark.peer("storescu")
def test_spooled_from_storescu(serve, provider, find_program):
    listener = serve(provider, limits=Limits(spool_threshold=1000, artim=5))
    run(find_program("storescu"), "127.0.0.1", listener.port, sample("CT_small.dcm"))
    message, data = provider.stored[0]
    assert not isinstance(message.data, bytearray)
    assert len(data) > 30_000


@pytest.mark.peer("storescu")
def test_storescu_over_tls(serve, provider, find_program, server_tls, certificate):
    listener = serve(provider, tls=server_tls)
    storescu = find_program("storescu")
    if "+tla" not in run(storescu, "--help").stdout:
        pytest.skip("storescu is built without TLS")
    run(storescu, "+tla", "-ic", "127.0.0.1", listener.port, sample("CT_small.dcm"))
    assert len(provider.stored) == 1
    assert provider.ended.acquire(timeout=10)
    assert provider.ends == [None]


IDENTIFIER = b"\x08\0\x52\0CS\x06\0STUDY " + b"\x20\0\x0d\0UI\x04\x001.2\0"
IDENTIFIER_IMPLICIT = b"\x08\0\x52\0\x06\0\0\0STUDY " + b"\x20\0\x0d\0\x04\0\0\x001.2\0"


def answer_find(association, matches: int, cancelled: list[int]) -> None:
    """Serve one C-FIND with that many matches, looking for a C-CANCEL as it goes."""
    message = association.receive()
    uid, number = message.command[command.AFFECTED_SOP_CLASS_UID], message.command[command.MESSAGE_ID]
    pending = command.find_response(number, uid, 0xFF00, has_data=True)
    explicit = message.context.transfer_syntax == ExplicitVRLittleEndian
    status = 0
    for sent in range(matches):
        if sent % 64 == 0 and association.readable():
            assert association.receive().command[command.COMMAND_FIELD] == command.C_CANCEL_RQ
            cancelled.append(sent)
            status = 0xFE00
            break
        association.send(message.context, pending, IDENTIFIER if explicit else IDENTIFIER_IMPLICIT)
    association.send(message.context, command.find_response(number, uid, status, has_data=False))
    assert association.receive() is None


@pytest.mark.peer("findscu")
def test_findscu(serve, find_program):
    listener = serve(lambda association: answer_find(association, 300, []))
    done = run(
        find_program("findscu"), "-v", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID", "127.0.0.1",
        listener.port,
    )
    assert (done.stdout + done.stderr).count("Pending") >= 300


@pytest.mark.peer("findscu")
def test_findscu_cancels(serve, find_program):
    cancelled, ended = [], threading.Event()

    def handler(association):
        try:
            answer_find(association, 200_000, cancelled)
        finally:
            ended.set()

    listener = serve(handler)
    run(
        find_program("findscu"), "-S", "--cancel", "3", "-k", "QueryRetrieveLevel=STUDY", "127.0.0.1",
        listener.port, expect=None,
    )
    assert ended.wait(20)
    assert cancelled
    assert 0 < cancelled[0] < 200_000


def answer_get(association, data: bytes, instance: str) -> None:
    """Serve one C-GET with one C-STORE sub-operation over the same association."""
    message = association.receive()
    context = next(c for c in association.contexts.values() if c.abstract_syntax == CT and c.as_scu)
    association.send(context, command.store_request(1, CT, instance), data)
    assert association.receive().command[command.STATUS] == 0
    association.send(message.context, command.response(message.command, 0, command.sub_operations(1, 0, 0)))
    assert association.receive() is None


@pytest.mark.peer("getscu")
def test_getscu_with_role_selection(serve, find_program, tmp_path):
    path = sample("CT_small.dcm")
    data, instance = data_set_of(path), dcmread(path).SOPInstanceUID
    listener = serve(lambda association: answer_get(association, data, instance))
    run(
        find_program("getscu"), "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2", "-od",
        tmp_path, "127.0.0.1", listener.port,
    )
    (received,) = tmp_path.iterdir()
    assert dcmread(received).PixelData == dcmread(path).PixelData


@pytest.mark.peer("storescp")
def test_our_side_asks_storescp(find_program, free_port, make_request, tmp_path):
    port = free_port()
    path = sample("CT_small.dcm")
    process = subprocess.Popen(
        [find_program("storescp"), "-od", str(tmp_path), "-pdu", "4096", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        syntaxes = [(Verification, [ImplicitVRLittleEndian]), (CT, [ExplicitVRLittleEndian])]
        with _association_with_retries(port, make_request(*syntaxes)) as association:
            echo = next(c for c in association.contexts.values() if c.abstract_syntax == Verification)
            association.send(echo, command.echo_request(1, Verification))
            assert association.receive().command[command.STATUS] == 0
            store = next(c for c in association.contexts.values() if c.abstract_syntax == CT)
            instance = dcmread(path).SOPInstanceUID
            association.send(store, command.store_request(2, CT, instance), data_set_of(path))
            assert association.receive().command[command.STATUS] == 0
        (received,) = tmp_path.iterdir()
        assert dcmread(received).PixelData == dcmread(path).PixelData
    finally:
        process.terminate()
        process.wait(10)


def _association_with_retries(port, request):
    from broch.dimse.upper_layer import ConnectionLost

    waiting = threading.Event()
    for _ in range(100):
        try:
            return Association.request(("127.0.0.1", port), request)
        except ConnectionLost:
            waiting.wait(0.1)
    raise AssertionError("storescp did not start")


def test_pynetdicom_as_requestor(serve, provider):
    from pynetdicom import AE

    ae = AE()
    ae.add_requested_context(Verification)
    ae.add_requested_context(CT, [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
    listener = serve(provider)
    association = ae.associate("127.0.0.1", listener.port, max_pdu=0)
    assert association.is_established
    assert association.send_c_echo().Status == 0
    assert association.send_c_store(dcmread(sample("CT_small.dcm"))).Status == 0
    association.release()
    assert association.is_released
    assert provider.stored[0][0].context.transfer_syntax == ExplicitVRLittleEndian


def test_pynetdicom_as_acceptor(make_request):
    from pynetdicom import AE, evt

    stored = []

    def on_store(event):
        stored.append(event.dataset.PatientID)
        return 0

    ae = AE()
    ae.add_supported_context(Verification)
    ae.add_supported_context(CT, [ExplicitVRLittleEndian, ImplicitVRLittleEndian], scu_role=True, scp_role=True)
    server = ae.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, on_store)])
    try:
        request = make_request(roles={CT: (True, True)})
        with Association.request(server.server_address, request) as association:
            contexts = {context.abstract_syntax: context for context in association.contexts.values()}
            assert contexts[CT].as_scp
            assert contexts[CT].as_scu
            association.send(contexts[Verification], command.echo_request(1, Verification))
            assert association.receive().command[command.STATUS] == 0
            path = sample("CT_small.dcm")
            association.send(contexts[CT], command.store_request(2, CT, "1.2.3"), data_set_of(path))
            assert association.receive().command[command.STATUS] == 0
    finally:
        server.shutdown()
    assert stored == [dcmread(sample("CT_small.dcm")).PatientID]


def test_served_classes_are_known():
    assert len(QUERY_RETRIEVE_FIND) == len(QUERY_RETRIEVE_GET) == 3
    assert CT in STORAGE_SOP_CLASSES
