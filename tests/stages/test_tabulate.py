"""Pieces to tables: order, counts, which documents count, the swap."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import pieces, store
from pipeline.invariants import InvariantError
from pipeline.pieces import Mark
from pipeline.stages import tabulate
from pipeline.tables import PARTS, TABLES

TEXT = "A title\n\nOne sentence. Two."


def rows(name: str, **columns: list[Any]) -> Any:
    """A table of the columns given, the others null (lists empty)."""
    length = len(next(iter(columns.values())))
    every = {column.name: [None] * length for column in PARTS[name].columns}
    return store.build(name, {**every, **columns})


def tables_of(doc_id: str, path: str, sha: str, text: str, sentence: tuple[int, int]) -> dict[str, Any]:
    """The tables of a document with one section and one sentence."""
    section = f"{doc_id}:sections:9-{len(text)}"
    start, end = sentence
    return {
        "documents": rows(
            "documents",
            doc_id=[doc_id], report_id=[doc_id], title=["A title"], published=[date(2020, 1, 2)], authors=[[]],
            topics=[[]], source_path=[path], source_format=["text"], source_sha256=[sha], text=[text],
            n_chars=[len(text)], n_words=[5], n_sections=[0], n_sentences=[0], warnings=[["odd"]],
        ),
        "sections": rows(
            "sections", section_id=[section], doc_id=[doc_id], ordinal=[0], level=[1], start=[9], end=[len(text)]
        ),
        "sentences": rows(
            "sentences",
            sentence_id=[f"{doc_id}:sentences:{start}-{end}"], doc_id=[doc_id], section_id=[section], paragraph=[0],
            start=[start], end=[end], text=["One sentence."],
        ),
    }  # fmt: skip


class Parts:
    """The parts of some batches, made piece by piece."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[str, list[dict[str, Any]]] = {}

    def piece(
        self,
        batch: str,
        *doc_ids: str,
        piece: str = "p",
        sha: str = "0",
        text: str = TEXT,
        sentence: tuple[int, int] = (9, 22),
        kept: Sequence[str] | None = None,
        told: Sequence[str] = (),
    ) -> None:
        """A piece with these documents, of which those in `kept` (None: all) count."""
        found = [tables_of(doc_id, f"{batch}/{doc_id}.txt", sha, text, sentence) for doc_id in doc_ids]
        for name, stage in tabulate.MAKERS.items():
            with store.Writer(self._path(stage, batch, piece, name), name) as writer:
                writer.write(store.empty(name))
                for tables in found:
                    writer.write(tables.get(name, store.empty(name)))
        for stage in tabulate.STAGES:
            store.write(self._path(stage, batch, piece, "errors"), "errors", store.empty("errors"))
            pieces.finish(self.folder / stage / batch / piece, Mark(None, list(doc_ids)))
        self._kept.setdefault(batch, []).extend(
            {
                "doc_id": doc_id, "piece": piece, "source_path": f"{batch}/{doc_id}.txt", "source_sha256": sha,
                "n_chars": len(text), "warnings": list(told),
            }
            for doc_id in (doc_ids if kept is None else kept)
        )  # fmt: skip
        self._write_kept(batch)

    def _write_kept(self, batch: str) -> None:
        folder = self.folder / "ingest" / batch
        told = self._kept[batch]
        columns = {name: [row[name] for row in told] for name in PARTS["kept"].names}
        store.write(folder / "kept.parquet", "kept", store.build("kept", columns))
        if not (folder / "errors.parquet").exists():
            store.write(folder / "errors.parquet", "errors", store.empty("errors"))

    def failed(self, stage: str, batch: str, piece: str, *paths: str) -> None:
        """Rows of `errors` of a piece."""
        columns: dict[str, list[Any]] = {name: list(paths) for name in PARTS["errors"].names}
        folder = self.folder / stage / batch / piece
        mark = pieces.marks(folder.parent)[piece]
        store.write(folder / "errors.parquet", "errors", store.build("errors", columns))
        pieces.finish(folder, mark)

    def _path(self, stage: str, batch: str, piece: str, name: str) -> Path:
        return self.folder / stage / batch / piece / f"{name}.parquet"

    def drop(self, stage: str, batch: str, piece: str) -> None:
        """Take away a finished piece of a stage."""
        shutil.rmtree(self.folder / stage / batch / piece)


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path / "parts")


def column(folder: Path, table: str, name: str) -> list[Any]:
    return store.read(folder, table).column(name).to_pylist()  # type: ignore[no-any-return]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_table_is_written(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1")
    counts = tabulate.run(parts.folder, ["one"], tmp_path / "tables")
    assert list(counts) == list(TABLES)
    assert counts["documents"] == 1
    assert counts["claims"] == 0
    assert store.read(tmp_path / "tables", "claims").num_rows == 0


def test_no_documents_are_tables_without_rows(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1", kept=[])
    assert set(tabulate.run(parts.folder, ["one"], tmp_path / "tables").values()) == {0}
    assert store.read(tmp_path / "tables", "documents").num_rows == 0


def test_rows_are_sorted_whatever_the_order_of_the_batches(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R2")
    parts.piece("two", "R1")
    tabulate.run(parts.folder, ["one", "two"], tmp_path / "a")
    tabulate.run(parts.folder, ["two", "one"], tmp_path / "b")
    assert column(tmp_path / "a", "documents", "doc_id") == ["R1", "R2"]
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


@pytest.mark.parametrize("size", [1, 100, 1000])
def test_pieces_and_shards_make_no_difference(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    ids = [f"R{number}" for number in range(30)]
    parts.piece("whole", *ids)
    tabulate.run(parts.folder, ["whole"], tmp_path / "whole")
    other = Parts(tmp_path / "other")
    for number, step in enumerate(range(0, 30, 7)):
        other.piece("whole", *reversed(ids[step : step + 7]), piece=f"{9 - number}")
    monkeypatch.setattr(tabulate, "SHARD_CHARS", size)
    tabulate.run(other.folder, ["whole"], tmp_path / "other tables")
    assert files_of(tmp_path / "whole") == files_of(tmp_path / "other tables")


def test_shards_are_cut_by_the_length_of_the_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabulate, "SHARD_CHARS", 10)
    kept = [tabulate.Kept(f"R{n}", "b", "p", "x", "0", n_chars, []) for n, n_chars in enumerate([4, 6, 1, 50, 2, 2])]
    assert [[row.n_chars for row in shard] for shard in tabulate.shards(kept)] == [[4, 6], [1], [50], [2, 2]]


def test_only_the_batches_named_are_read(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1")
    parts.piece("two", "R2")
    tabulate.run(parts.folder, ["two"], tmp_path / "tables")
    assert column(tmp_path / "tables", "documents", "doc_id") == ["R2"]


def test_a_document_that_does_not_count_has_no_rows(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1", "R2", "R3", kept=["R2"])
    tabulate.run(parts.folder, ["one"], tmp_path / "tables")
    assert column(tmp_path / "tables", "documents", "doc_id") == ["R2"]
    assert column(tmp_path / "tables", "sentences", "doc_id") == ["R2"]


def test_the_piece_that_ingest_names_counts(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1", piece="old", text=f"{TEXT} Old.", kept=[])
    parts.piece("one", "R1", piece="new", text=f"{TEXT} New.")
    tabulate.run(parts.folder, ["one"], tmp_path / "tables")
    assert column(tmp_path / "tables", "documents", "text") == [f"{TEXT} New."]


def test_counts_are_filled(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1")
    tabulate.run(parts.folder, ["one"], tmp_path / "tables")
    assert column(tmp_path / "tables", "documents", "n_sentences") == [1]
    assert column(tmp_path / "tables", "documents", "n_sections") == [1]


def test_what_other_files_tell_joins_the_warnings(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1", told=["twice"])
    tabulate.run(parts.folder, ["one"], tmp_path / "tables")
    assert column(tmp_path / "tables", "documents", "warnings") == [["odd", "twice"]]


def test_the_same_file_in_two_batches_is_one_document_and_a_warning(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1")
    parts.piece("two", "R1")
    tabulate.run(parts.folder, ["one", "two"], tmp_path / "tables")
    told = ["odd", "the same file stands in batch two too: two/R1.txt"]
    assert column(tmp_path / "tables", "documents", "warnings") == [told]
    assert column(tmp_path / "tables", "sentences", "doc_id") == ["R1"]
    assert column(tmp_path / "tables", "errors", "message") == []


def test_one_id_with_other_content_in_two_batches_is_an_error_that_names_both(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1")
    parts.piece("two", "R1", sha="1")
    tabulate.run(parts.folder, ["one", "two"], tmp_path / "tables")
    (message,) = column(tmp_path / "tables", "errors", "message")
    assert "two/R1.txt" in message
    assert "one/R1.txt" in message
    assert column(tmp_path / "tables", "documents", "source_path") == ["one/R1.txt"]


@pytest.mark.parametrize("stage", ["segment", "extract"])
def test_errors_of_documents_that_count_are_kept(parts: Parts, tmp_path: Path, stage: str) -> None:
    parts.piece("one", "R1", "R2", kept=["R1"])
    parts.failed(stage, "one", "p", "one/R1.txt", "one/R2.txt")
    tabulate.run(parts.folder, ["one"], tmp_path / "tables")
    assert column(tmp_path / "tables", "errors", "source_path") == ["one/R1.txt"]


@pytest.mark.parametrize("stage", tabulate.STAGES)
def test_a_piece_that_is_not_there_says_which_stage_to_run(parts: Parts, tmp_path: Path, stage: str) -> None:
    parts.piece("one", "R1")
    parts.drop(stage, "one", "p")
    with pytest.raises(tabulate.PartsError, match=rf"lacks R1 in its piece p: run `crs {stage}`"):
        tabulate.run(parts.folder, ["one"], tmp_path / "tables")


def test_a_stage_that_has_not_read_a_new_document_is_named(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1", "R2")
    pieces.finish(parts.folder / "extract" / "one" / "p", Mark(None, ["R1"]))
    with pytest.raises(tabulate.PartsError, match=r"lacks R2 .* run `crs extract`"):
        tabulate.run(parts.folder, ["one"], tmp_path / "tables")


def test_a_batch_that_is_not_there_says_so(parts: Parts, tmp_path: Path) -> None:
    with pytest.raises(tabulate.PartsError, match="run `crs ingest"):
        tabulate.run(parts.folder, ["none"], tmp_path / "tables")


def test_a_row_whose_offsets_do_not_give_its_text_is_refused(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1", sentence=(10, 23))
    with pytest.raises(InvariantError, match=r"'One sentence\.' in the row"):
        tabulate.run(parts.folder, ["one"], tmp_path / "tables")


def test_a_refused_run_leaves_the_tables_as_they_were(parts: Parts, tmp_path: Path) -> None:
    parts.piece("one", "R1")
    tabulate.run(parts.folder, ["one"], tmp_path / "tables")
    before = files_of(tmp_path / "tables")
    Parts(parts.folder).piece("one", "R1", text="Other text, and longer than before", sentence=(9, 22))
    with pytest.raises(InvariantError):
        tabulate.run(parts.folder, ["one"], tmp_path / "tables")
    assert files_of(tmp_path / "tables") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["parts", "tables"]


def test_the_batches_are_those_that_params_lists(tmp_path: Path) -> None:
    params = tmp_path / "params.yaml"
    params.write_text("batches:\n  sample: {path: a}\n  2024: {path: b}\n", encoding="utf-8")
    assert tabulate.batches_in(params) == ["sample", "2024"]


@pytest.mark.parametrize("text", ["", "batches:\n", "batches: [a]\n", "other: {a: 1}\n", "- batches\n"])
def test_params_without_batches_say_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "params.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="lists no batches"):
        tabulate.batches_in(tmp_path / "params.yaml")


def test_no_batch_says_so(parts: Parts, tmp_path: Path) -> None:
    with pytest.raises(tabulate.PartsError, match="no batch"):
        tabulate.run(parts.folder, [], tmp_path / "tables")


# --- the swap ---------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The end of the process, as far as the code can see."""


def folder_of(path: Path, content: str) -> Path:
    for name in ("a", "b"):
        (path / name).mkdir(parents=True)
        (path / name / "rows").write_text(content)
    return path


def killed_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many steps of a swap happen; removing a folder takes two, and stops half-way after the first."""
    left = [steps]
    rename, rmtree = Path.rename, shutil.rmtree

    def step() -> None:
        if not left[0]:
            raise Killed
        left[0] -= 1

    def stepwise_rename(self: Path, target: Path) -> Path:
        step()
        return rename(self, target)

    def stepwise_rmtree(path: Path, *, ignore_errors: bool = False) -> None:
        if path.exists():
            step()
            rmtree(path / "a", ignore_errors=True)
            step()
            rmtree(path)

    monkeypatch.setattr(Path, "rename", stepwise_rename)
    monkeypatch.setattr(shutil, "rmtree", stepwise_rmtree)


@pytest.mark.parametrize("steps", range(7))
@pytest.mark.parametrize("leftovers", [False, True])
def test_a_swap_killed_anywhere_leaves_one_whole_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int, leftovers: bool
) -> None:
    out = folder_of(tmp_path / "tables", "old")
    if leftovers:
        folder_of(tmp_path / ".tables.old", "older")
    fresh = folder_of(tmp_path / ".tables.new", "new")
    with monkeypatch.context() as patch:
        killed_after(steps, patch)
        with contextlib.suppress(Killed):
            tabulate.swap(fresh, out)
    tabulate.recover(out)
    contents = set(files_of(out).values())
    assert sorted(files_of(out)) == ["a/rows", "b/rows"]
    assert contents in ({b"old"}, {b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


@pytest.mark.parametrize("steps", range(7))
def test_recover_killed_anywhere_can_be_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    out = tmp_path / "tables"
    folder_of(tmp_path / ".tables.old", "old")
    folder_of(tmp_path / ".tables.new", "new")
    with monkeypatch.context() as patch:
        killed_after(steps, patch)
        with contextlib.suppress(Killed):
            tabulate.recover(out)
    tabulate.recover(out)
    assert files_of(out) == {"a/rows": b"old", "b/rows": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_a_swap_that_fails_puts_the_old_set_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, fresh = folder_of(tmp_path / "tables", "old"), folder_of(tmp_path / ".tables.new", "new")
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self == fresh:
            raise PermissionError(self)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(PermissionError):
        tabulate.swap(fresh, out)
    assert set(files_of(out).values()) == {b"old"}


def test_recover_does_nothing_to_tables_in_order(tmp_path: Path) -> None:
    out = folder_of(tmp_path / "tables", "old")
    tabulate.recover(out)
    assert set(files_of(out).values()) == {b"old"}
    tabulate.recover(tmp_path / "nowhere" / "tables")
