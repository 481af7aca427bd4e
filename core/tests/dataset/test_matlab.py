import numpy as np
from broch.dataset import matlab
from broch.dataset.matlab import expression


def text(array: np.ndarray) -> str:
    return b"".join(expression(array)).decode()


def test_a_matrix() -> None:
    assert text(np.array([[[1], [-2]], [[3], [4]]])) == "double([ 1 -2 ; 3 4 ])"


def test_colours_come_first_then_columns() -> None:
    array = np.arange(6).reshape(1, 2, 3)
    assert text(array) == "double(permute(reshape([ 0 1 2 3 4 5 ], [ 3 2 1 ]), [ 3 2 1 ]))"
    values = np.array(text(array)[25:36].split(), int)
    np.testing.assert_array_equal(values.reshape((3, 2, 1), order="F").transpose(2, 1, 0), array)


def test_long_rows_come_in_pieces(monkeypatch) -> None:
    array = np.arange(10).reshape(1, 10, 1)
    whole = text(array)
    monkeypatch.setattr(matlab, "_BLOCK", 3)
    assert text(array) == whole
