"""Write core/src/broch/dataset/dictionary_data.py and private_data.py from pydicom's data dictionaries.

Run it after pydicom was raised to a newer edition of PS3.6; ``core/tests/dataset/test_dictionary.py`` tells when that
is due. Use: ``python core/tools/make_dictionary.py``.
"""

from pathlib import Path
from re import findall

from pydicom.datadict import DicomDictionary, RepeatersDictionary, private_dictionaries

TARGET = Path(__file__).parents[1] / "src/broch/dataset"
PRIVATE_HEAD = '''"""Private attributes that vendors made known. Written by core/tools/make_dictionary.py, not by hand.

After a line ``=creator`` its attributes follow, ``ggggee|VR|name`` each, where ee are the last two digits. From the
tables of pydicom, which are those of GDCM.
"""

'''
HEAD = '''"""The data dictionary of PS3.6. Written by core/tools/make_dictionary.py, not by hand.

One line an attribute, ``tag|VR|keyword|name`` with a last ``|R`` where it is retired. A text loads several times
faster than the same table as a literal, and dictionary.py splits a line only when it is asked for.
"""

'''


def line(tag: str, entry: tuple[str, str, str, str, str]) -> str:
    """One attribute as text."""
    vr, _, name, retired, keyword = entry
    return f"{tag}|{vr}|{keyword}|{name}" + ("|R" if retired else "")


def private_lines() -> list[str]:
    """The private attributes by creator; those whose block is fixed, and names that say nothing, are left out."""
    lines = []
    for creator, entries in sorted(private_dictionaries.items()):
        if creator != creator.strip() or not creator.isascii():
            continue
        lines.append(f"={creator}")
        for mask, (vr, _, name, *_) in sorted(entries.items()):
            if mask[4:6] != "xx" or "x" in mask[6:] or len(vr) != 2:
                continue
            words = "".join(word[0].upper() + word[1:] for word in findall("[A-Za-z0-9]+", name))
            lines.append(f"{mask[:4]}{mask[6:]}".lower() + f"|{vr}|{'' if words == 'Unknown' else words}")
    return lines


def main() -> None:
    """Write the module."""
    fixed = "\n".join(line(f"{tag:08x}", entry) for tag, entry in sorted(DicomDictionary.items()))
    repeating = "\n".join(line(mask.lower(), entry) for mask, entry in sorted(RepeatersDictionary.items()))
    private = "\n".join(private_lines())
    for text in (fixed, repeating, private):
        if '"""' in text or "\\" in text:
            raise SystemExit("an entry cannot stand in a plain string")
    public = f'{HEAD}ATTRIBUTES = """\\\n{fixed}"""\n\nREPEATING = """\\\n{repeating}"""\n'
    (TARGET / "dictionary_data.py").write_text(public, encoding="utf-8")
    (TARGET / "private_data.py").write_text(f'{PRIVATE_HEAD}PRIVATE = """\n{private}\n"""\n', encoding="utf-8")


if __name__ == "__main__":
    main()
