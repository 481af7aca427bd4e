"""docs/usage/transcoding.md says what the codecs do: its table is made from the code."""

from broch.dataset.transcode.codecs import encoder_for
from broch.dataset.transcode.picture import Picture
from broch.dataset.transcode.syntaxes import SYNTAXES
from broch_hostapi.errors import UnsupportedImage

BITS = (8, 12, 16, 24, 32)


def test_syntaxes(generated):
    rows = [
        "| Transfer syntax | UID | written | grey, bits | with a sign | RGB, bits | palette |\n",
        "|---|---|---|---|---|---|---|\n",
    ]
    for syntax in SYNTAXES.values():
        name = f"| {syntax.name} | {syntax.uid} |"
        if not syntax.written:
            rows.append(f"{name} only read | | | | |\n")
            continue
        cells = (
            "lossy" if syntax.lossy else "lossless",
            most(syntax, "MONOCHROME2"),
            most(syntax, "MONOCHROME2", signed=True),
            most(syntax, "RGB"),
            "as it is" if takes(syntax, "PALETTE COLOR", 8) else "as RGB",
        )
        rows.append(f"{name} {' | '.join(cells)} |\n")
    generated("usage/transcoding.md", "transcoding", "".join(rows))


def most(syntax, photometric, *, signed=False):
    taken = [bits for bits in BITS if takes(syntax, photometric, bits, signed=signed)]
    return f"up to {taken[-1]}" if taken else "no"


def takes(syntax, photometric, bits, *, signed=False):
    allocated = 8 if bits == 8 else 16 if bits <= 16 else 32
    samples = 3 if photometric == "RGB" else 1
    try:
        encoder_for(syntax, Picture(4, 4, samples, photometric, allocated, bits, signed), 90)
    except UnsupportedImage:
        return False
    return True
